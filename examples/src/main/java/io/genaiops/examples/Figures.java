package io.genaiops.examples;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Prints what an experiment found. */
final class Figures {

    private static final int SHOWN = 3;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Figures() {}

    static void print(PrintStream out, ExperimentResult result) {
        int width = result.variants().stream()
                .mapToInt(variant -> variant.name().length())
                .max()
                .orElse(0);
        int measured = result.variants().get(0).measurements().size();
        for (int i = 0; i < measured; i++) {
            out.println("  "
                    + result.variants().get(0).measurements().get(i).evaluator().name());
            for (VariantResult variant : result.variants()) {
                out.printf(
                        "    %-" + width + "s  %s%n",
                        variant.name(),
                        figure(variant.measurements().get(i), variant.items().size()));
            }
        }
    }

    static void printFailures(PrintStream out, VariantResult variant) {
        List<ItemResult> failures = variant.needingAttention();
        out.printf(
                "  %s: %d of %d answers need a look, for example%n",
                variant.name(), failures.size(), variant.items().size());
        failures.stream().limit(SHOWN).forEach(item -> print(out, item));
    }

    private static void print(PrintStream out, ItemResult item) {
        Evaluation evaluation = item.trials().get(0).evaluation();
        out.println("    " + item.sample().id() + "  " + item.sample().input());
        out.println("      expected: " + item.sample().reference().orElse("(nothing)"));
        out.println("      answered: " + evaluation.sample().response().orElse("(nothing)"));
        for (Evaluation.Result failure : evaluation.failures()) {
            out.println("      " + failure.evaluator().name() + ": " + shown(failure.outcome()) + ", required "
                    + failure.threshold().map(Object::toString).orElse("nothing"));
        }
    }

    private static String figure(Measurement measurement, int items) {
        String mean = measurement.mean().map(value -> number(value.value())).orElse("no score");
        String interval = measurement
                .interval()
                .map(range -> " (" + number(range.low()) + " to " + number(range.high()) + ")")
                .orElse("");
        String passed = measurement
                .passRate()
                .map(rate -> String.format(Locale.ROOT, ", passed %.0f %%", 100 * rate.rate()))
                .orElse("");
        return mean + interval + passed + ", scored " + measurement.scoredItems() + " of " + items;
    }

    private static String shown(Outcome outcome) {
        return outcome.score().isPresent() ? number(outcome.score().getAsDouble()) : outcome.explanation();
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).round(THREE_DIGITS).toPlainString();
    }
}
