package io.genaiops.eval.performance;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures how long an answer, or the first text of it, took, in seconds. Made by {@link PerformanceEvaluators#latency} and
 * {@link PerformanceEvaluators#timeToFirstToken}. Immutable.
 *
 * @since 0.1
 */
public final class LatencyEvaluator implements Evaluator {

    private final String name;
    private final Function<Sample, Optional<Duration>> time;
    private final String unknown;

    LatencyEvaluator(String name, Function<Sample, Optional<Duration>> time, String unknown) {
        this.name = name;
        this.time = time;
        this.unknown = unknown;
    }

    /** Returns a check that answers faster than the limit pass. */
    public Check under(Duration limit) {
        return below(PerformanceEvaluators.seconds(limit));
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of(name, "1.0.0");
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
        return time.apply(sample)
                .map(taken -> Outcome.scored(PerformanceEvaluators.seconds(taken), scale(), direction(), ""))
                .orElseGet(() -> Outcome.notApplicable(unknown));
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
