package io.genaiops.eval.prompttest;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** Holds what was found against what was promised. */
final class Promise {

    private static final double LEAST_COVERAGE = 0.95;
    private static final int SHOWN = 3;
    private static final int LONGEST = 500;
    private static final String INDENT = "\n             ";

    private final Measure measure;
    private final Inconclusive inconclusive;
    private final StringBuilder message;

    Promise(String title, Measure measure, Inconclusive inconclusive) {
        this.measure = measure;
        this.inconclusive = inconclusive;
        this.message = new StringBuilder(title);
    }

    void hold(VariantResult found) {
        line("measure", measure.name());
        line("required", measure.threshold().toString());
        measure.evaluator().ifPresent(evaluator -> mean(evaluator, found));
        measure.runEvaluator().ifPresent(evaluator -> figure(evaluator, found));
    }

    private void mean(Evaluator evaluator, VariantResult found) {
        Measurement measurement = found.measurement(evaluator.id()).orElseThrow();
        Aggregate aggregate = measurement.aggregate();
        if (measurement.mean().isEmpty() || aggregate.coverage() < LEAST_COVERAGE) {
            line("found", aggregate.toString());
            line("coverage", number(aggregate.coverage()) + ", needed is " + LEAST_COVERAGE);
            unscored(evaluator, found).limit(SHOWN).forEach(item -> item(evaluator, item));
            inconclusive();
            return;
        }
        double mean = measurement.mean().get().value();
        Outcome outcome = Outcome.scored(mean, evaluator.scale(), evaluator.direction(), "");
        if (measure.threshold().judge(outcome) == Judgement.FAILED) {
            String interval = measurement
                    .interval()
                    .map(i -> ", 95 % interval " + number(i.low()) + " to " + number(i.high()))
                    .orElse("");
            line("found", "mean " + number(mean) + " over " + measurement.scoredItems() + " rows" + interval);
            line("coverage", number(aggregate.coverage()));
            worst(evaluator, found).limit(SHOWN).forEach(item -> item(evaluator, item));
            throw new AssertionFailedError(message.toString());
        }
    }

    private void figure(RunEvaluator evaluator, VariantResult found) {
        Outcome outcome = found.runOutcomes().get(evaluator.id());
        int rows = found.items().size();
        boolean answered =
                found.errors() <= (1 - LEAST_COVERAGE) * rows || measure.name().equals(Measure.ERROR_RATE);
        if (outcome == null || !outcome.isScored() || !answered) {
            line("found", outcome == null ? "no outcome" : outcome.toString());
            line("answered", rows - found.errors() + " of " + rows + " rows, needed is " + LEAST_COVERAGE);
            found.items().stream()
                    .flatMap(item -> item.trials().stream())
                    .filter(trial -> !trial.isAnswered())
                    .limit(SHOWN)
                    .forEach(trial -> line("error", trial.error()));
            inconclusive();
        } else if (measure.threshold().judge(outcome) == Judgement.FAILED) {
            line("found", number(outcome.score().orElseThrow()) + "; " + outcome.explanation());
            throw new AssertionFailedError(message.toString());
        }
    }

    private void inconclusive() {
        inconclusive.end("inconclusive: " + message);
    }

    private static Stream<ItemResult> unscored(Evaluator evaluator, VariantResult found) {
        return found.items().stream().filter(item -> item.score(evaluator.id()).isEmpty());
    }

    private static Stream<ItemResult> worst(Evaluator evaluator, VariantResult found) {
        Comparator<ItemResult> byScore =
                Comparator.comparingDouble(item -> item.score(evaluator.id()).orElseThrow());
        boolean lowFirst = evaluator.direction() == Direction.HIGHER_IS_BETTER;
        List<ItemResult> scored = found.items().stream()
                .filter(item -> item.score(evaluator.id()).isPresent())
                .toList();
        return scored.stream().sorted(lowFirst ? byScore : byScore.reversed());
    }

    private void item(Evaluator evaluator, ItemResult item) {
        item.trials().stream().limit(1).forEach(trial -> {
            Outcome outcome = trial.evaluation()
                    .outcome(evaluator.id())
                    .orElseGet(() -> Outcome.notApplicable("it was not evaluated"));
            String score = outcome.isScored()
                    ? number(outcome.score().orElseThrow())
                    : outcome.kind().toString();
            line("row", "'" + item.sample().id() + "' " + score);
            line("reason", outcome.explanation().isEmpty() ? "none given" : outcome.explanation());
            line("input", item.sample().input());
            line("output", trial.evaluation().sample().response().orElse("none"));
        });
    }

    private void line(String name, String value) {
        String bounded = value.length() <= LONGEST
                ? value
                : value.substring(0, LONGEST) + "… (" + value.length() + " characters)";
        message.append("\n  ")
                .append(name)
                .append(':')
                .append(" ".repeat(10 - name.length()))
                .append(bounded.replaceAll("\\R", INDENT));
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
