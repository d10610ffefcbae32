package io.genaiops.examples;

import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.evidence.Evidence;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Discrepancy;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which versions go live: by a gate on evidence, and with the consent of somebody who did not write them. */
final class ReleaseDesk {

    static final String LABEL = "production";

    /** Who publishes versions, and asks for their promotion. */
    static final Actor AUTHOR = Actor.authenticated("release-desk");

    private static final Actor APPROVER = Actor.authenticated("quality-desk");
    private static final double REQUIRED_TOKEN_F1 = 0.3;
    private static final int REQUIRED_ITEMS = 40;
    private static final int LATEST_MOVES = 4;

    private final PrintStream out;
    private final AssetRegistry registry;
    private final Governance governance;
    private final List<Evidence> evidence;
    private final String why;

    ReleaseDesk(PrintStream out, AssetRegistry registry, ReleaseRecord record, List<Evidence> evidence, String why) {
        this.out = out;
        this.registry = registry;
        this.evidence = List.copyOf(evidence);
        this.why = why;
        this.governance = Governance.builder(registry)
                .gate(
                        LABEL,
                        Gate.allOf(
                                Gate.mean(Checks.TOKEN_F1.id().name())
                                        .items(REQUIRED_ITEMS)
                                        .atLeast(REQUIRED_TOKEN_F1),
                                Gate.approvals(1)))
                .authentication(ReleaseDesk::loggedIn)
                .record(record.moves())
                .build();
    }

    /** Stands for the security context of a host, which knows who is logged in. */
    private static Optional<String> loggedIn(Actor actor) {
        return Set.of(AUTHOR, APPROVER).contains(actor) ? Optional.of(actor.id()) : Optional.empty();
    }

    /**
     * Asks for the promotion of every version that is newer than the live one, and rehearses the way back of the last that
     * got it.
     *
     * @return of each prompt the version that was live before, if there was one, and the one that is live now
     */
    List<Prompt> release(List<Prompt> versions) {
        Prompt replacement = null;
        for (Prompt version : versions) {
            replacement = replacesLive(version) ? version : replacement;
        }
        if (replacement != null) {
            rehearseWayBack(replacement);
        }
        List<Prompt> live = live(versions);
        if (live.isEmpty()) {
            out.println("  no version may go live; work on the failing answers first");
        } else {
            printHistory(live.get(live.size() - 1).name());
        }
        printDiscrepancies();
        return live;
    }

    /** Asks for what is newer than the live version; returns whether it is live now in place of that. */
    private boolean replacesLive(Prompt version) {
        Version live = live(version.name()).orElse(null);
        if (live != null && live.compareTo(version.version()) >= 0) {
            out.println("  " + version.identity() + " is not asked for: " + live + " is live already");
            return false;
        }
        Promotion asked = ask(version);
        out.println("  " + version.identity() + " " + asked);
        Promotion decided = asked.needsApproval() ? approved(asked) : asked;
        return decided.isPromoted() && live != null;
    }

    private Promotion ask(Prompt version) {
        return governance
                .promote(version.identity().toString())
                .to(LABEL)
                .with(evidence)
                .because(why)
                .by(AUTHOR)
                .submit();
    }

    private Promotion approved(Promotion asked) {
        asked.approve(APPROVER).forEach(approval -> out.println("    approved by " + approval));
        Promotion decided = asked.resume();
        out.println("    " + decided.move().map(ReleaseDesk::promoted).orElseGet(decided::toString));
        return decided;
    }

    private void rehearseWayBack(Prompt version) {
        governance
                .rollback(version.name())
                .of(LABEL)
                .by(AUTHOR)
                .because("rehearsal of the way back")
                .submit()
                .values()
                .forEach(move -> out.println("  rolled back in one step: " + way(move)));
        Promotion again = ask(version);
        out.println("  and forth, since the approval still stands: "
                + again.move().map(ReleaseDesk::promoted).orElseGet(again::toString));
    }

    private static String promoted(LabelMove move) {
        return "promoted: " + way(move);
    }

    private static String way(LabelMove move) {
        return move.label() + " " + (move.from() == null ? "(none)" : move.from()) + " -> " + move.to();
    }

    private Optional<Version> live(String name) {
        return registry.label(name, LABEL).version();
    }

    private List<Prompt> live(List<Prompt> versions) {
        List<Prompt> live = new ArrayList<>();
        for (String name : versions.stream().map(Prompt::name).distinct().toList()) {
            live(name).ifPresent(now -> {
                before(name, now, versions).ifPresent(live::add);
                live.add(registry.prompt(AssetRef.of(name, Label.of(LABEL))));
            });
        }
        return live;
    }

    /** Returns the version that was live before this one, of those that are still there. */
    private Optional<Prompt> before(String name, Version now, List<Prompt> versions) {
        return registry.label(name, LABEL).history().stream()
                .map(LabelMove::to)
                .flatMap(to -> versions.stream()
                        .filter(each ->
                                each.name().equals(name) && each.version().equals(to)))
                .filter(each -> !each.version().equals(now))
                .reduce((earlier, later) -> later);
    }

    private void printHistory(String name) {
        List<LabelMove> moves = registry.label(name, LABEL).history();
        moves.subList(Math.max(0, moves.size() - LATEST_MOVES), moves.size())
                .forEach(move -> out.println("  history: " + move));
    }

    private void printDiscrepancies() {
        List<Discrepancy> found = governance.verify();
        found.forEach(each -> out.println("  not accounted for: " + each));
        if (found.isEmpty()) {
            out.println("  labels, their histories and the ledger agree");
        }
    }
}
