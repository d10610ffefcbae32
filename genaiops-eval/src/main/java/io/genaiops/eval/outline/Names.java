package io.genaiops.eval.outline;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import java.util.HashSet;
import java.util.Set;

/**
 * What a report calls the evaluators of a result: by their names, and those that share one by their configuration too.
 *
 * @since 0.1
 */
public final class Names {

    private final Set<String> ambiguous = new HashSet<>();

    private Names(ExperimentResult result) {
        Set<String> seen = new HashSet<>();
        for (Measurement measurement : result.variants().get(0).measurements()) {
            if (!seen.add(measurement.evaluator().name())) {
                ambiguous.add(measurement.evaluator().name());
            }
        }
    }

    /** Returns the names in a result. */
    public static Names of(ExperimentResult result) {
        return new Names(result);
    }

    /** Returns what to call an evaluator. */
    public String of(EvaluatorId evaluator) {
        return ambiguous.contains(evaluator.name())
                ? evaluator.name() + " (" + evaluator.configuration().abbreviated() + ")"
                : evaluator.name();
    }
}
