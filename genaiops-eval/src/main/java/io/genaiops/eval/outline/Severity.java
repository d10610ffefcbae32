package io.genaiops.eval.outline;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;

/**
 * How much a sample needs a look: on average over the repetitions 2 for each failed check and 1 for each that has no
 * score. A missing answer counts as if it had failed every check.
 *
 * @since 0.1
 */
public final class Severity {

    private Severity() {}

    /** Returns the severity of what one variant made of a sample; 0 if it needs no look. */
    public static double of(ItemResult item) {
        return item.trials().stream().mapToDouble(Severity::of).average().orElse(0);
    }

    /** Returns the severity of the worst variant of a row. */
    public static double of(Row row) {
        return row.items().stream().mapToDouble(Severity::of).max().orElse(0);
    }

    private static double of(Trial trial) {
        Evaluation evaluation = trial.evaluation();
        if (!trial.isAnswered()) {
            return 2 * Math.max(1, judged(evaluation));
        }
        return 2.0 * evaluation.failures().size() + evaluation.inconclusive().size();
    }

    private static double judged(Evaluation evaluation) {
        return evaluation.results().stream()
                .filter(result -> result.threshold().isPresent())
                .count();
    }
}
