package io.genaiops.eval.performance;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.time.Duration;

/**
 * Measures how long an answer took, in seconds. Made by {@link PerformanceEvaluators#latency}. Immutable.
 *
 * @since 0.1
 */
public final class LatencyEvaluator implements Evaluator {

    LatencyEvaluator() {}

    /** Returns a check that answers faster than the limit pass. */
    public Check under(Duration limit) {
        return below(PerformanceEvaluators.seconds(limit));
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of("latency", "1.0.0");
    }

    @Override
    public Scale scale() {
        return Scale.AMOUNT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return sample.latency()
                .map(latency -> Outcome.scored(PerformanceEvaluators.seconds(latency), scale(), direction(), ""))
                .orElseGet(() -> Outcome.notApplicable("the latency is not known"));
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
