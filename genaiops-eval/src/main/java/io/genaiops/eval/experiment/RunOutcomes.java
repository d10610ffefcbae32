package io.genaiops.eval.experiment;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the evaluators of a whole run. */
final class RunOutcomes {

    private RunOutcomes() {}

    static Map<EvaluatorId, Outcome> of(List<RunEvaluator> evaluators, List<Sample> samples) {
        Map<EvaluatorId, Outcome> outcomes = new LinkedHashMap<>();
        for (RunEvaluator evaluator : evaluators) {
            outcomes.put(evaluator.id(), outcome(evaluator, samples));
        }
        return outcomes;
    }

    private static Outcome outcome(RunEvaluator evaluator, List<Sample> samples) {
        try {
            Outcome outcome = Objects.requireNonNull(
                    evaluator.evaluate(samples),
                    () -> "evaluator '" + evaluator.id().name() + "' returned null");
            if (outcome instanceof Outcome.Scored scored
                    && (!scored.scale().equals(evaluator.scale()) || scored.direction() != evaluator.direction())) {
                throw new IllegalStateException("evaluator '" + evaluator.id().name() + "' declares "
                        + evaluator.scale() + " " + evaluator.direction() + " and scored on " + scored.scale() + " "
                        + scored.direction());
            }
            return outcome;
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }
}
