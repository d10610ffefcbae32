package io.genaiops.eval.suite;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.performance.PerformanceEvaluators;
import java.math.BigDecimal;

/** The evaluators of how an answer was made. */
final class PerformanceEntries {

    private PerformanceEntries() {}

    static void addTo(Catalog catalog) {
        catalog.add("performance.latency", Unit.TIME, in -> PerformanceEvaluators.latency())
                .add("performance.time_to_first_token", Unit.TIME, in -> PerformanceEvaluators.timeToFirstToken())
                .add("performance.cost", Unit.MONEY, PerformanceEntries::cost)
                .add("performance.cache_hit", in -> PerformanceEvaluators.cacheHit())
                .add("performance.tokens", in -> PerformanceEvaluators.tokens())
                .add("performance.input_tokens", in -> PerformanceEvaluators.inputTokens())
                .add("performance.output_tokens", in -> PerformanceEvaluators.outputTokens())
                .add("performance.tokens_per_second", in -> PerformanceEvaluators.tokensPerSecond())
                .add("performance.generation_speed", in -> PerformanceEvaluators.generationSpeed());
        catalog.measure(
                        "performance.latency_percentile",
                        Unit.TIME,
                        in -> PerformanceEvaluators.latencyPercentile(percentile(in)))
                .measure(
                        "performance.time_to_first_token_percentile",
                        Unit.TIME,
                        in -> PerformanceEvaluators.timeToFirstTokenPercentile(percentile(in)))
                .measure("performance.error_rate", in -> PerformanceEvaluators.errorRate())
                .measure("performance.throughput", in -> PerformanceEvaluators.throughput())
                .measure("performance.tokens_per_request", in -> PerformanceEvaluators.tokensPerRequest())
                .measure("performance.cost_per_request", Unit.MONEY, in -> PerformanceEvaluators.costPerRequest())
                .measure("performance.cache_hit_rate", in -> PerformanceEvaluators.cacheHitRate());
    }

    private static double percentile(Ingredients in) {
        return in.parameters().number("percentile");
    }

    /** Measures in the currency of the limit, as {@code cost().atMost(limit)} does. */
    private static Evaluator cost(Ingredients in) {
        return in.limit()
                .map(limit ->
                        Cost.of(BigDecimal.ONE, Unit.currency(limit.values().get(0))))
                .map(any -> PerformanceEvaluators.cost().atMost(any).evaluator())
                .orElseGet(PerformanceEvaluators::cost);
    }
}
