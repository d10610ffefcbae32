package io.genaiops.eval.performance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A measure of a whole run that is better when it is lower. */
record RunMeasure(EvaluatorId id, Scale scale, Function<List<Sample>, Outcome> function) implements RunEvaluator {

    static RunEvaluator latencyPercentile(double percentile) {
        if (!(percentile > 0 && percentile <= 1)) {
            throw new IllegalArgumentException("percentile must be above 0 and at most 1; found: " + percentile);
        }
        EvaluatorId id = EvaluatorId.of(
                "latency_percentile",
                "1.0.0",
                JsonNodeFactory.instance.objectNode().put("percentile", percentile));
        return new RunMeasure(id, Scale.AMOUNT, samples -> percentileOf(percentile, samples));
    }

    static RunEvaluator errorRate() {
        return new RunMeasure(EvaluatorId.of("error_rate", "1.0.0"), Scale.UNIT, RunMeasure::errorRateOf);
    }

    private static Outcome percentileOf(double percentile, List<Sample> samples) {
        double[] seconds = samples.stream()
                .map(Sample::latency)
                .flatMap(Optional::stream)
                .mapToDouble(PerformanceEvaluators::seconds)
                .sorted()
                .toArray();
        if (seconds.length == 0) {
            return Outcome.notApplicable("no sample has a known latency");
        }
        int rank = (int) Math.ceil(percentile * seconds.length - 1e-9);
        String reason = "of " + seconds.length + " of " + samples.size() + " samples";
        return Outcome.scored(seconds[Math.max(rank, 1) - 1], Scale.AMOUNT, Direction.LOWER_IS_BETTER, reason);
    }

    private static Outcome errorRateOf(List<Sample> samples) {
        if (samples.isEmpty()) {
            return Outcome.notApplicable("the run has no samples");
        }
        long errors =
                samples.stream().filter(sample -> sample.response().isEmpty()).count();
        String reason = errors + " of " + samples.size() + " samples have no response";
        return Outcome.scored((double) errors / samples.size(), Scale.UNIT, Direction.LOWER_IS_BETTER, reason);
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(List<Sample> samples) {
        return function.apply(samples);
    }
}
