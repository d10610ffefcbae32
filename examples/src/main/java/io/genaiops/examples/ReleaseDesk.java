package io.genaiops.examples;

import io.genaiops.approval.Actor;
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

    private final PrintStream out;
    private final LiveVersions live;
    private final Governance governance;
    private final List<Evidence> evidence;
    private final String why;

    ReleaseDesk(PrintStream out, AssetRegistry registry, ReleaseRecord record, List<Evidence> evidence, String why) {
        this.out = out;
        this.live = new LiveVersions(registry, LABEL);
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
        List<Prompt> released = live.among(versions);
        if (released.isEmpty()) {
            out.println("  no version may go live; work on the failing answers first");
        } else {
            live.printHistory(out, released.get(released.size() - 1).name());
        }
        printDiscrepancies();
        return released;
    }

    /** Asks for what is newer than the live version; returns whether it is live now in place of that. */
    private boolean replacesLive(Prompt version) {
        Version before = live.of(version.name()).orElse(null);
        if (before != null && before.compareTo(version.version()) >= 0) {
            out.println("  " + version.identity()
                    + (before.equals(version.version()) ? " is live" : " is older than " + before + ", which is live"));
            return false;
        }
        Promotion asked = ask(version);
        out.println("  " + version.identity() + " " + asked);
        Promotion decided = asked.needsApproval() ? approved(asked) : asked;
        return decided.isPromoted() && before != null;
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

    private void printDiscrepancies() {
        List<Discrepancy> found = governance.verify();
        found.forEach(each -> out.println("  not accounted for: " + each));
        if (found.isEmpty()) {
            out.println("  labels, their histories and the ledger agree");
        }
    }
}
