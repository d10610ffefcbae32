package io.genaiops.eval.junit;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import java.util.List;

/** What a developer reads when a test fails: one fact on a line, its further lines indented beneath it. */
final class FailureMessage {

    private static final int LONGEST = 2_000;
    private static final String INDENT = "\n             ";

    private final StringBuilder text = new StringBuilder();

    private FailureMessage(String title) {
        text.append(title);
    }

    static String failed(Evaluation evaluation) {
        int failures = evaluation.failures().size();
        FailureMessage message = new FailureMessage(
                failures == 1 ? "the answer failed a check" : "the answer failed " + failures + " checks");
        message.results(evaluation.failures());
        if (!evaluation.inconclusive().isEmpty()) {
            message.text.append("\n  and was not judged by");
            message.results(evaluation.inconclusive());
        }
        return message.about(evaluation);
    }

    static String inconclusive(Evaluation evaluation) {
        FailureMessage message =
                new FailureMessage("inconclusive: the answer was not judged, so it is neither good nor bad");
        message.results(evaluation.inconclusive());
        if (evaluation.inconclusive().isEmpty()) {
            message.line("because", "no check of the chain has a threshold");
        }
        return message.about(evaluation);
    }

    private void results(List<Evaluation.Result> results) {
        for (Evaluation.Result result : results) {
            Outcome outcome = result.outcome();
            line("evaluator", result.evaluator().toString());
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
    }

    private String about(Evaluation evaluation) {
        String input = evaluation.sample().input();
        line("input", input.isEmpty() ? "none; give it with to(sample)" : input);
        line("output", evaluation.sample().response().orElse("none"));
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
