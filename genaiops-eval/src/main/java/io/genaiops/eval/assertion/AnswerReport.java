package io.genaiops.eval.assertion;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a developer reads when a test fails: one fact on a line, its further lines indented beneath it. */
final class AnswerReport {

    private static final int LONGEST = 2_000;
    private static final String INDENT = "\n             ";

    private final StringBuilder text = new StringBuilder();

    private AnswerReport(String title) {
        text.append(title);
    }

    /** Returns what failed, and what was not judged beside it. */
    static String failed(Evaluation evaluation, Subject subject) {
        List<Evaluation.Result> failures = evaluation.failures();
        AnswerReport report = new AnswerReport(
                "the answer failed " + (failures.size() == 1 ? "" : failures.size() + " checks: ") + named(failures));
        failures.forEach(report::result);
        if (!evaluation.inconclusive().isEmpty()) {
            report.text.append("\n  and was not judged by");
            evaluation.inconclusive().forEach(report::result);
        }
        return report.about(subject);
    }

    /** Returns what was not judged. */
    static String inconclusive(Evaluation evaluation, Subject subject) {
        List<Evaluation.Result> without = evaluation.inconclusive();
        AnswerReport report = new AnswerReport("inconclusive: the answer was not judged"
                + (without.isEmpty() ? "" : " by " + named(without)) + ", so it is neither good nor bad");
        without.forEach(report::result);
        if (without.isEmpty()) {
            report.line("because", "no check of the chain has a threshold");
        }
        return report.about(subject);
    }

    /** Returns every result, the good ones too. */
    static String everything(Evaluation evaluation, Subject subject) {
        List<Evaluation.Result> results = evaluation.results();
        List<Evaluation.Result> failures = evaluation.failures();
        String of = " of " + results.size() + " checks: ";
        AnswerReport report = new AnswerReport(
                failures.isEmpty()
                        ? "inconclusive: the answer was not judged by "
                                + evaluation.inconclusive().size() + of + named(evaluation.inconclusive())
                        : "the answer failed " + failures.size() + of + named(failures));
        for (Evaluation.Result result : results) {
            report.line("evaluator", result.evaluator().toString());
            report.line("judged", judged(result));
            report.outcome(result);
        }
        return report.about(subject);
    }

    private static String named(List<Evaluation.Result> results) {
        return results.stream().map(AnswerReport::named).collect(Collectors.joining(", "));
    }

    private static String named(Evaluation.Result result) {
        String score = result.outcome() instanceof Outcome.Scored scored
                ? number(scored.value())
                : result.outcome().kind().toString();
        return result.evaluator().name() + " (" + score
                + result.threshold().map(limit -> ", " + limit).orElse("") + ")";
    }

    private static String judged(Evaluation.Result result) {
        boolean observed = result.threshold().isEmpty() && result.outcome().isScored();
        return observed ? "only observed" : result.judgement().name().toLowerCase(Locale.ROOT);
    }

    private void result(Evaluation.Result result) {
        line("evaluator", result.evaluator().toString());
        outcome(result);
    }

    private void outcome(Evaluation.Result result) {
        Outcome outcome = result.outcome();
        line(
                "score",
                outcome instanceof Outcome.Scored scored
                        ? number(scored.value()) + " on " + scored.scale()
                        : "none: " + outcome.kind());
        line("threshold", result.threshold().map(Object::toString).orElse("none"));
        line("reason", outcome.explanation().isEmpty() ? "none given" : outcome.explanation());
        if (outcome instanceof Outcome.Unscored unscored) {
            line("raw reply", unscored.raw());
        }
    }

    private String about(Subject subject) {
        Sample sample = subject.sample();
        line("input", sample.input().isEmpty() ? "none; give it with to(sample)" : sample.input());
        line("output", sample.response().orElse("none"));
        if (subject.named()) {
            line("sample", sample.id());
        }
        sample.prompt()
                .ifPresent(
                        prompt -> line("prompt", prompt + " (" + prompt.digest().abbreviated() + ")"));
        sample.model().ifPresent(model -> line("model", model));
        subject.trace().ifPresent(trace -> line("trace", trace));
        return text.toString();
    }

    private void line(String name, String value) {
        String bounded = value.length() <= LONGEST
                ? value
                : value.substring(0, LONGEST) + "… (" + value.length() + " characters)";
        text.append("\n  ")
                .append(name)
                .append(':')
                .append(" ".repeat(10 - name.length()))
                .append(bounded.replaceAll("\\R", INDENT));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
