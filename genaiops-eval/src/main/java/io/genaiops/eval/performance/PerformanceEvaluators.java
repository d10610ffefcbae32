package io.genaiops.eval.performance;

import io.genaiops.cost.Usage;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The evaluators of how an answer was made. What the provider did not report is {@link Outcome.NotApplicable}, never 0.
 *
 * @since 0.1
 */
public final class PerformanceEvaluators {

    private PerformanceEvaluators() {}

    /** Returns the latency of the whole answer in seconds. */
    public static LatencyEvaluator latency() {
        return new LatencyEvaluator();
    }

    /** Returns the tokens of input and output together. */
    public static Evaluator tokens() {
        return tokens("tokens", "total tokens", Usage::totalTokens);
    }

    /** Returns the tokens of the input, cached ones included. */
    public static Evaluator inputTokens() {
        return tokens("input_tokens", "input tokens", Usage::inputTokens);
    }

    /** Returns the tokens of the output, reasoning included. */
    public static Evaluator outputTokens() {
        return tokens("output_tokens", "output tokens", Usage::outputTokens);
    }

    /** Returns the output tokens per second of the whole answer. */
    public static Evaluator tokensPerSecond() {
        return amount("tokens_per_second")
                .direction(Direction.HIGHER_IS_BETTER)
                .evaluating(PerformanceEvaluators::speed);
    }

    /** Returns a percentile (nearest rank, 0 to 1 without 0) of the latency of a run in seconds. */
    public static RunEvaluator latencyPercentile(double percentile) {
        return RunMeasure.latencyPercentile(percentile);
    }

    /** Returns the share of the samples of a run that have no response, 0 to 1. */
    public static RunEvaluator errorRate() {
        return RunMeasure.errorRate();
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static Outcome speed(Sample sample) {
        OptionalLong tokens = sample.usage().outputTokens();
        if (tokens.isEmpty()) {
            return Outcome.notApplicable("the output tokens are not known");
        }
        if (sample.latency().isEmpty() || sample.latency().get().isZero()) {
            return Outcome.notApplicable("the latency is not known");
        }
        double seconds = seconds(sample.latency().get());
        return Outcome.scored(
                (double) tokens.getAsLong() / seconds,
                Scale.AMOUNT,
                Direction.HIGHER_IS_BETTER,
                tokens.getAsLong() + " tokens in " + seconds + " s");
    }

    private static Evaluator tokens(String name, String what, Function<Usage, OptionalLong> count) {
        return amount(name).evaluating(sample -> {
            OptionalLong tokens = count.apply(sample.usage());
            return tokens.isEmpty()
                    ? Outcome.notApplicable("the " + what + " are not known")
                    : Outcome.scored((double) tokens.getAsLong(), Scale.AMOUNT, Direction.LOWER_IS_BETTER, "");
        });
    }

    private static EvaluatorBuilder amount(String name) {
        return Evaluator.builder(name).scale(Scale.AMOUNT).direction(Direction.LOWER_IS_BETTER);
    }
}
