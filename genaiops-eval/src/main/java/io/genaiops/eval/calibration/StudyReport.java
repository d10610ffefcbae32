package io.genaiops.eval.calibration;

import io.genaiops.eval.agreement.JudgeAccuracy;
import io.genaiops.eval.calibration.TrustRule.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a study in words, as Markdown. */
final class StudyReport {

    private static final String MARKUP = "\\`*_{}[]#|<>~&$@";

    private final StudyResult study;
    private final StringBuilder text = new StringBuilder();

    StudyReport(StudyResult study) {
        this.study = study;
    }

    String text() {
        Trust trust = study.trust();
        line("# " + escaped(study.evaluator().name() + ", " + study.threshold()) + ": " + trust.words());
        line("");
        line(statement(trust));
        line("");
        findings("What it has to show before it may gate", study.findings());
        if (trust != Trust.MAY_GATE) {
            findings("What it has to show before it may be watched", study.findingsToWatch());
        }
        line("## Figures");
        line("");
        line("| figure | value (95 % interval) | items |");
        line("| --- | --- | --- |");
        for (Measure measure : Measure.values()) {
            Figure figure = study.figure(measure);
            line("| " + measure.words() + " | " + escaped(figure.toString()) + " | "
                    + (figure.isDefined() ? figure.items() : "") + " |");
        }
        line("");
        study.accuracy().ifPresent(this::table);
        line("## What it rests on");
        line("");
        basis().forEach(words -> line("- " + escaped(words)));
        return text.toString();
    }

    private String statement(Trust trust) {
        String name = escaped(study.evaluator() + " " + study.threshold());
        return switch (trust) {
            case MAY_GATE -> "The judge " + name + " **may gate**: it meets every demand below.";
            case MAY_WATCH ->
                "The judge " + name
                        + " **may watch but not gate**: its figures may be followed, and nothing may be decided"
                        + " by them alone. " + unmet(study.findings());
            case MUST_NOT_BE_USED ->
                "The judge " + name
                        + " **must not be used**: this study does not show that it tells good answers from bad"
                        + " ones. " + unmet(study.findingsToWatch());
        };
    }

    private static String unmet(List<Finding> findings) {
        return "Not met: "
                + findings.stream()
                        .filter(finding -> !finding.met())
                        .map(finding -> escaped(finding.words() + ", so " + finding.advice()))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private void findings(String title, List<Finding> findings) {
        line("## " + title);
        line("");
        findings.forEach(finding -> line("- " + escaped(finding.toString())));
        line("");
    }

    private void table(JudgeAccuracy accuracy) {
        line("| | judged to pass | judged to fail |");
        line("| --- | --- | --- |");
        line("| truly passes | " + accuracy.passedRightly() + " | " + accuracy.failedWrongly() + " |");
        line("| truly fails | " + accuracy.passedWrongly() + " | " + accuracy.failedRightly() + " |");
        line("");
    }

    private List<String> basis() {
        String raters = study.raters().size() == 1
                ? "one rater, " + study.raters().iterator().next() + ": whether others agree is not known"
                : study.raters().size() + " raters: " + String.join(", ", study.raters());
        return List.of(
                study.items() + " items, " + study.labelled() + " of them labelled; " + study.open()
                        + " stayed open, since their labels make no truth",
                raters + "; decided by " + study.adjudication(),
                "answers of the judge: "
                        + study.outcomes().entrySet().stream()
                                .map(entry -> entry.getValue() + " " + words(entry.getKey()))
                                .collect(Collectors.joining(", ")),
                "evaluator " + study.evaluator().name() + " "
                        + study.evaluator().version() + ", configuration "
                        + study.evaluator().configuration(),
                "items " + study.material() + ", made " + study.made());
    }

    private static String words(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private static String escaped(String plain) {
        StringBuilder escaped = new StringBuilder();
        plain.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                escaped.append(' ');
            } else {
                escaped.append(MARKUP.indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
