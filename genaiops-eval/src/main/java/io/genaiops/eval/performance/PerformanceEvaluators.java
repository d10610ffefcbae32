package io.genaiops.eval.performance;

import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The evaluators of how an answer was made: its usage, cost and timing, none of its text, so in any language. What the
 * provider did not report is {@link Outcome.NotApplicable}, never 0. Amounts are 0 and up, and lower is better unless said
 * otherwise.
 *
 * @since 0.1
 */
public final class PerformanceEvaluators {

    private PerformanceEvaluators() {}

    /** Returns the latency of the whole answer in seconds. Not comparable across machines and hours of the day. */
    public static LatencyEvaluator latency() {
        return new LatencyEvaluator("latency", Sample::latency, "the latency is not known");
    }

    /**
     * Returns the time to the first text of a streamed answer in seconds. A gateway that collects chunks makes it the
     * latency.
     */
    public static LatencyEvaluator timeToFirstToken() {
        return new LatencyEvaluator(
                "time_to_first_token",
                Sample::timeToFirstToken,
                "the time to the first token is not known; only streamed answers have it");
    }

    /**
     * Returns what an answer cost, in US dollars unless a limit says otherwise. As right as the price list; what has no
     * price is {@link Outcome.NotApplicable}.
     */
    public static CostEvaluator cost() {
        return new CostEvaluator(Currency.getInstance("USD"));
    }

    /**
     * Returns the share of the input tokens that were read from the provider's cache, 0 to 1, higher is better. Not known
     * where a provider does not report cached tokens.
     */
    public static Evaluator cacheHit() {
        return Evaluator.builder("cache_hit")
                .direction(Direction.HIGHER_IS_BETTER)
                .evaluating(sample -> cachedShare(sample)
                        .map(share -> Outcome.scored(share, Scale.UNIT, Direction.HIGHER_IS_BETTER, ""))
                        .orElseGet(() -> Outcome.notApplicable("the cached input tokens are not known")));
    }

    /** Returns the tokens of input and output together. Each model counts in its own way: compare within one. */
    public static Evaluator tokens() {
        return tokens("tokens", "total tokens", Usage::totalTokens);
    }

    /** Returns the tokens of the input, cached ones included; within one model, as {@link #tokens}. */
    public static Evaluator inputTokens() {
        return tokens("input_tokens", "input tokens", Usage::inputTokens);
    }

    /** Returns the tokens of the output, reasoning included; within one model, as {@link #tokens}. */
    public static Evaluator outputTokens() {
        return tokens("output_tokens", "output tokens", Usage::outputTokens);
    }

    /**
     * Returns the output tokens per second of the whole answer, higher is better. The wait for the first token makes it low
     * for short answers.
     */
    public static Evaluator tokensPerSecond() {
        return amount("tokens_per_second")
                .direction(Direction.HIGHER_IS_BETTER)
                .evaluating(PerformanceEvaluators::speed);
    }

    /**
     * Returns the tokens per second of a streamed answer from its first text on: output tokens without those of reasoning,
     * by the time between the first text and the end, higher is better. Of answers of a few tokens it is chance.
     */
    public static Evaluator generationSpeed() {
        return amount("generation_speed")
                .direction(Direction.HIGHER_IS_BETTER)
                .evaluating(PerformanceEvaluators::generation);
    }

    /**
     * Returns a percentile (nearest rank, 0 to 1 without 0) of the latency of a run in seconds, with its interval: {@code
     * latencyPercentile(0.95)} is p95. Its interval is between order statistics and needs 6 items for p50, 72 for p95 and
     * 368 for p99.
     */
    public static RunMeasure latencyPercentile(double percentile) {
        return RunMeasures.percentile("latency_percentile", percentile, Sample::latency);
    }

    /** Returns a percentile of the time to the first token, as {@link #latencyPercentile} does of the latency. */
    public static RunMeasure timeToFirstTokenPercentile(double percentile) {
        return RunMeasures.percentile("time_to_first_token_percentile", percentile, Sample::timeToFirstToken);
    }

    /**
     * Returns the share of the samples of a run that have no response, 0 to 1, lower is better, with its Wilson interval.
     * Retries below hide errors from it.
     */
    public static RunMeasure errorRate() {
        return RunMeasures.errorRate();
    }

    /**
     * Returns the answers per second of a run, from the first request to the end of the last answer, higher is better. It
     * is what this run asked for, not the capacity.
     */
    public static RunMeasure throughput() {
        return RunMeasures.throughput();
    }

    /** Returns the mean of the tokens of input and output together, over the items of a run, with Student's interval. */
    public static RunMeasure tokensPerRequest() {
        return RunMeasures.tokensPerRequest();
    }

    /**
     * Returns the mean cost of an answer over the items of a run, with Student's interval. It is of the priced answers: the
     * remark says how many those are and which models have no price.
     */
    public static RunMeasure costPerRequest() {
        return RunMeasures.costPerRequest();
    }

    /**
     * Returns the share of all input tokens of a run that were read from the provider's cache, 0 to 1, higher is better, over
     * the samples that report cached tokens.
     */
    public static RunMeasure cacheHitRate() {
        return RunMeasures.cacheHitRate();
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    static Optional<Double> cachedShare(Sample sample) {
        OptionalLong input = sample.usage().inputTokens();
        OptionalLong cached = sample.usage().tokens(TokenKind.CACHED_INPUT);
        return input.isEmpty() || cached.isEmpty() || input.getAsLong() < Math.max(1, cached.getAsLong())
                ? Optional.empty()
                : Optional.of((double) cached.getAsLong() / input.getAsLong());
    }

    private static Outcome generation(Sample sample) {
        OptionalLong output = sample.usage().outputTokens();
        Optional<Duration> first = sample.timeToFirstToken();
        if (output.isEmpty() || first.isEmpty() || sample.latency().isEmpty()) {
            return Outcome.notApplicable("output tokens, latency and time to the first token are not all known");
        }
        Duration generating = sample.latency().get().minus(first.get());
        OptionalLong reasoning = sample.usage().tokens(TokenKind.REASONING);
        long tokens = output.getAsLong() - reasoning.orElse(0);
        if (generating.isNegative() || generating.isZero() || tokens < 0) {
            return Outcome.notApplicable("no time passed between the first token and the end");
        }
        String remark = reasoning.isPresent() ? "" : "; reasoning was not reported and counts as none";
        return Outcome.scored(
                tokens / seconds(generating),
                Scale.AMOUNT,
                Direction.HIGHER_IS_BETTER,
                tokens + " tokens in " + seconds(generating) + " s" + remark);
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
