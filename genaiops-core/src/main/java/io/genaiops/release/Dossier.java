package io.genaiops.release;

import io.genaiops.approval.Approval;
import io.genaiops.asset.Target;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Refusal;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.governance.GovernanceReport;
import io.genaiops.ledger.Verification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the system card of a release: what it is, what was measured and what was not, and who let it go live. */
final class Dossier {

    private final PackFacts facts;
    private final Set<String> files;
    private final DossierPage page;

    private Dossier(PackFacts facts, Set<String> files) {
        this.facts = facts;
        this.files = files;
        this.page = new DossierPage("System card of " + facts.release().set());
    }

    /** @param files the files of the pack, which the map of controls names */
    static DossierPage of(PackFacts facts, Set<String> files) {
        return new Dossier(facts, files).written();
    }

    private DossierPage written() {
        page.paragraph("Release " + facts.release().digest() + ", written at " + facts.at() + ".");
        alarms();
        purpose();
        parts();
        measured();
        page.heading("What was not measured").list(notMeasured());
        governed();
        policies();
        ledger();
        controls();
        return page;
    }

    private void alarms() {
        GovernanceReport report = facts.report();
        if (report != null && !report.brokenGlass().isEmpty()) {
            page.alarm(
                    "Broken glass: moved past a gate or a freeze",
                    report.brokenGlass().stream().map(this::words).toList());
        }
        Verification verification = facts.verification();
        if (verification != null && !verification.isIntact()) {
            page.alarm("The ledger is broken", List.of(verification.toString()));
        }
        if (report != null && !report.discrepancies().isEmpty()) {
            page.alarm(
                    "Not accounted for by the record of moves",
                    report.discrepancies().stream()
                            .map(each -> facts.persons().text(each.toString()))
                            .toList());
        }
        if (report != null && report.brokenGlass().isEmpty()) {
            page.paragraph(
                    "No glass was broken: no label was moved past its gate, as far as the record of moves goes.");
        }
    }

    private void purpose() {
        page.heading("Purpose");
        List<ApplicationDefinition> applications = facts.release().assets(ApplicationDefinition.class);
        if (applications.isEmpty()) {
            page.paragraph("Not stated: the release has no application.");
        }
        for (ApplicationDefinition application : applications) {
            page.paragraph(application + ": " + application.purpose());
            page.list(List.of(
                    "intended users: " + String.join(", ", application.intendedUsers()),
                    "owner: " + facts.persons().text(application.owner()),
                    "risk class, as stated: " + application.riskClass()));
            for (Concern concern : Concern.values()) {
                List<String> targets = application.targets(concern).stream()
                        .map(target -> concern + " target: " + target)
                        .toList();
                if (!targets.isEmpty()) {
                    page.list(targets);
                }
            }
        }
    }

    private void parts() {
        page.heading("Versions");
        List<List<String>> rows = new ArrayList<>();
        for (ReleasedAsset asset : facts.release().assets()) {
            rows.add(List.of(
                    asset.id().kind().singular(),
                    asset.id().name(),
                    asset.version().toString(),
                    asset.digest().value(),
                    asset.asset().metadata().description()));
        }
        page.table(List.of("kind", "name", "version", "resolved digest", "description"), rows);
        models();
    }

    private void models() {
        page.heading("Models and tools");
        List<String> models = new ArrayList<>();
        for (ModelDefinition model : facts.release().assets(ModelDefinition.class)) {
            models.add(model + ": " + model.model() + " of " + model.provider() + ", regions " + model.regions()
                    + model.retirementDate().map(day -> ", retires on " + day).orElse(""));
        }
        facts.release()
                .hostModels()
                .forEach(name ->
                        models.add("'" + name + "': the host knows it by this name; no asset defines it, so what"
                                + " answers is not fixed by this release"));
        for (ToolDefinition tool : facts.release().assets(ToolDefinition.class)) {
            models.add(tool + ": called as '" + tool.function() + "'");
        }
        facts.release()
                .hostTools()
                .forEach(name ->
                        models.add("'" + name + "': a tool in the host's code; no asset defines it, so what a model"
                                + " is told of it is not fixed by this release"));
        facts.release()
                .assets()
                .forEach(asset -> asset.references().forEach((written, leads) -> {
                    if (leads.isMoved()) {
                        models.add(asset + " was published when '" + written + "' was another version than now");
                    }
                }));
        page.list(models.isEmpty() ? List.of("The release names no model and no tool.") : models);
    }

    private void measured() {
        page.heading("What was measured");
        List<List<String>> rows = new ArrayList<>();
        facts.evidence().stream()
                .sorted(Comparator.comparing((Evidence each) -> each.id().toString())
                        .thenComparing(each -> each.version().toString())
                        .thenComparing(each -> each.evidenceDigest().value()))
                .forEach(each -> each.figures().forEach(figure -> rows.add(row(each, figure))));
        if (rows.isEmpty()) {
            page.paragraph("Nothing: no evidence was given to this pack.");
            return;
        }
        page.table(
                List.of("version", "figure", "value", "interval", "scored (n)", "coverage", "model", "dataset", "at"),
                rows);
    }

    private static List<String> row(Evidence each, Figure figure) {
        String unit = figure.unit().isEmpty() ? "" : " " + figure.unit();
        return List.of(
                each.id().name() + ":" + each.version(),
                figure.kind() + " of " + figure.name()
                        + figure.comparedWith()
                                .map(with -> " against " + with.abbreviated() + "…")
                                .orElse(""),
                number(figure.value()) + unit,
                number(figure.low()) + " to " + number(figure.high()) + unit + " at " + percent(figure.level()),
                figure.scored() + " of " + figure.items(),
                String.format(Locale.ROOT, "%.1f %%", 100 * figure.coverage()),
                each.model(),
                each.dataset().abbreviated() + "…",
                each.at().toString());
    }

    private static String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros();
        return percent.toPlainString() + " %";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private List<String> notMeasured() {
        List<String> gaps = new ArrayList<>();
        for (ReleasedAsset asset : facts.release().assets()) {
            switch (asset.id().kind()) {
                case PROMPT, AGENT, CHAIN, RETRIEVER -> measuredParts(asset, gaps);
                default -> targets(asset, gaps);
            }
        }
        for (Evidence each : facts.evidence()) {
            each.figures().stream()
                    .filter(figure -> figure.scored() < figure.items())
                    .forEach(figure -> gaps.add(figure.kind() + " of " + figure.name() + " has no score for "
                            + (figure.items() - figure.scored()) + " of " + figure.items() + " items"));
        }
        gaps.add("Everything that no figure above names, on other data than that above, and what users of the release"
                + " will meet.");
        return gaps.stream().distinct().toList();
    }

    private void measuredParts(ReleasedAsset asset, List<String> gaps) {
        List<Evidence> own = facts.evidence().stream()
                .filter(each -> each.id().equals(asset.id()) && each.digest().equals(asset.digest()))
                .toList();
        if (own.isEmpty()) {
            gaps.add(asset + ": nothing was measured");
            return;
        }
        if (own.stream()
                .flatMap(each -> each.figures().stream())
                .noneMatch(figure -> figure.kind().isComparison())) {
            gaps.add(asset + ": no comparison with another version");
        }
        own.stream()
                .filter(each -> !isWithReleasedModel(each))
                .forEach(each -> gaps.add(asset + ": the figures with model '" + each.model()
                        + "' are not pinned to a definition of this release; they may be about another model"));
        asset.references()
                .forEach((written, leads) -> leads.target().ifPresent(model -> {
                    if (written.startsWith("model ")
                            && own.stream().noneMatch(each -> model.equals(each.modelDigest()))) {
                        gaps.add(asset + ": nothing was measured with '" + written + "' as it is released");
                    }
                }));
    }

    private boolean isWithReleasedModel(Evidence each) {
        return facts.release().assets().stream()
                .anyMatch(asset -> asset.asset() instanceof ModelDefinition
                        && asset.digest().equals(each.modelDigest()));
    }

    private void targets(ReleasedAsset asset, List<String> gaps) {
        if (!(asset.asset() instanceof ApplicationDefinition application)) {
            return;
        }
        for (Concern concern : Concern.values()) {
            for (Target target : application.targets(concern)) {
                boolean found = facts.evidence().stream()
                        .map(each -> concern == Concern.QUALITY
                                ? each.quality(target.measure())
                                : each.amount(concern.toString(), target.measure()))
                        .anyMatch(Optional::isPresent);
                if (!found) {
                    gaps.add(application + ": no figure for the " + concern + " target '" + target + "'");
                }
            }
        }
    }

    private void governed() {
        page.heading("Who approved");
        GovernanceReport report = facts.report();
        if (report == null) {
            page.paragraph("Not known: no governance was given to this pack.");
            return;
        }
        if (facts.approvals().isEmpty()) {
            page.paragraph("Nobody: the record has no approval of a version of this release.");
        } else {
            page.table(
                    List.of("what", "by", "how sure it is", "evidence", "at"),
                    facts.approvals().stream().map(this::row).toList());
        }
        page.heading("Moves and refusals");
        List<String> moves = new ArrayList<>();
        report.moves().forEach(move -> moves.add(words(move)));
        report.refusals().forEach(refusal -> moves.add(words(refusal)));
        page.list(moves.isEmpty() ? List.of("None.") : moves);
    }

    private List<String> row(Approval approval) {
        return List.of(
                approval.subject().toString(),
                facts.persons().of(approval.actor().id()),
                approval.actor().assurance().toString(),
                approval.subject().evidence().abbreviated() + "…",
                approval.at().toString());
    }

    private String words(Intent move) {
        return move.purpose() + " at " + move.at() + " by "
                + facts.persons().of(move.actor().id()) + " of '"
                + move.label() + "': "
                + move.steps().entrySet().stream()
                        .map(step -> step.getKey() + " " + step.getValue().from() + " -> "
                                + step.getValue().to())
                        .collect(Collectors.joining(", "))
                + ": " + facts.persons().text(move.why());
    }

    private String words(Refusal refusal) {
        return "refused " + refusal.subject() + " at " + refusal.at() + " for "
                + facts.persons().of(refusal.actor().id()) + ": "
                + facts.persons().text(refusal.why());
    }

    private void policies() {
        page.heading("Policy");
        List<String> policies = new ArrayList<>();
        facts.policies()
                .forEach((key, policy) -> policies.add(
                        policy.definition() + ", " + policy.definition().rules().size() + " rules, " + policy.how()));
        page.list(policies.isEmpty() ? List.of("No policy was given to this pack.") : policies);
    }

    private void ledger() {
        page.heading("Ledger");
        Verification verification = facts.verification();
        if (verification == null) {
            page.paragraph("No ledger was given to this pack: nothing here is protected against a later change.");
            return;
        }
        page.paragraph(verification.toString());
        page.paragraph(
                "What a ledger can show and what it cannot without a checkpoint that is kept elsewhere is told by"
                        + " its documentation.");
    }

    private void controls() {
        page.heading("Which file answers what");
        page.paragraph("Orientation, not legal advice.");
        page.table(
                List.of("framework", "row", "what it asks", "answer", "leaves open"),
                ControlMap.controls().stream()
                        .map(control -> List.of(
                                control.framework(),
                                control.row(),
                                control.asks(),
                                control.answer(files),
                                control.leavesOpen(facts.measured())))
                        .toList());
    }
}
