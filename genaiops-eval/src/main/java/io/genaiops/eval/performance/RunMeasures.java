package io.genaiops.eval.performance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.TokenKind;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.performance.RunMeasure.Found;
import io.genaiops.eval.statistics.Statistics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Makes the measures of a whole run. */
final class RunMeasures {

    private static final String VERSION = "1.1.0";

    private RunMeasures() {}

    static RunMeasure percentile(String name, double percentile, Function<Sample, Optional<Duration>> time) {
        if (!(percentile > 0 && percentile <= 1)) {
            throw new IllegalArgumentException("percentile must be above 0 and at most 1; found: " + percentile);
        }
        EvaluatorId id = EvaluatorId.of(
                name, VERSION, JsonNodeFactory.instance.objectNode().put("percentile", percentile));
        return new RunMeasure(id, Scale.AMOUNT, Direction.LOWER_IS_BETTER, samples -> {
            Items items = Items.of(samples, sample -> time.apply(sample).map(PerformanceEvaluators::seconds));
            return items.isEmpty()
                    ? Found.none("no sample has a known "
                            + name.replace("_percentile", "").replace('_', ' '))
                    : Found.of(new RunFigure(
                            items.percentile(percentile),
                            items.percentileInterval(percentile),
                            items.values(),
                            remark(items, samples)));
        });
    }

    static RunMeasure errorRate() {
        return measure("error_rate", Scale.UNIT, Direction.LOWER_IS_BETTER, samples -> {
            if (samples.isEmpty()) {
                return Found.none("the run has no samples");
            }
            Items items =
                    Items.of(samples, sample -> Optional.of(sample.response().isEmpty() ? 1.0 : 0.0));
            long errors = samples.stream()
                    .filter(sample -> sample.response().isEmpty())
                    .count();
            return Found.of(new RunFigure(
                    Statistics.mean(items.means()).value(),
                    Optional.of(items.rateInterval()),
                    samples.size(),
                    errors + " of " + samples.size() + " samples have no response"));
        });
    }

    static RunMeasure tokensPerRequest() {
        return measure("tokens_per_request", Scale.AMOUNT, Direction.LOWER_IS_BETTER, samples -> {
            Items items = Items.of(samples, sample -> {
                OptionalLong tokens = sample.usage().totalTokens();
                return tokens.isPresent() ? Optional.of((double) tokens.getAsLong()) : Optional.empty();
            });
            return items.isEmpty() ? Found.none("no sample has known tokens") : mean(items, remark(items, samples));
        });
    }

    static RunMeasure costPerRequest() {
        return measure("cost_per_request", Scale.AMOUNT, Direction.LOWER_IS_BETTER, samples -> {
            CostTotal total = total(samples);
            if (total.pricedCalls() == 0) {
                return Found.none("no answer is priced: " + unpriced(total));
            }
            if (total.priced().size() > 1) {
                return Found.none("the answers are priced in several currencies: " + total.priced());
            }
            Items items = Items.of(
                    samples, sample -> sample.cost().flatMap(Cost::amount).map(BigDecimal::doubleValue));
            String coverage =
                    "in " + total.priced().get(0).currency().orElseThrow() + ", " + total.pricedCalls() + " of "
                            + total.calls() + " answers are priced"
                            + (total.pricedCalls() < total.calls() ? "; " + unpriced(total) : "");
            return mean(items, coverage);
        });
    }

    static RunMeasure cacheHitRate() {
        return measure("cache_hit_rate", Scale.UNIT, Direction.HIGHER_IS_BETTER, samples -> {
            Items items = Items.of(samples, PerformanceEvaluators::cachedShare);
            if (items.isEmpty()) {
                return Found.none("no sample has known cached tokens");
            }
            long cached = samples.stream().mapToLong(RunMeasures::cached).sum();
            long input = samples.stream()
                    .filter(sample -> PerformanceEvaluators.cachedShare(sample).isPresent())
                    .mapToLong(sample -> sample.usage().inputTokens().orElse(0))
                    .sum();
            return Found.of(new RunFigure(
                    (double) cached / input,
                    Optional.empty(),
                    items.values(),
                    cached + " of " + input + " input tokens, " + remark(items, samples)));
        });
    }

    /** Measures by the clock that dated the answers: from the first request to the end of the last answer. */
    static RunMeasure throughput() {
        return measure("throughput", Scale.AMOUNT, Direction.HIGHER_IS_BETTER, samples -> {
            List<Sample> answered = samples.stream()
                    .filter(sample -> sample.response().isPresent())
                    .toList();
            if (answered.stream().anyMatch(sample -> end(sample).isEmpty())) {
                return Found.none("when an answer began and how long it took is not known of every answer");
            }
            Optional<Instant> first = answered.stream()
                    .flatMap(sample -> sample.startedAt().stream())
                    .min(Comparator.naturalOrder());
            Optional<Instant> last =
                    answered.stream().flatMap(sample -> end(sample).stream()).max(Comparator.naturalOrder());
            if (first.isEmpty() || last.isEmpty() || !first.get().isBefore(last.get())) {
                return Found.none("the run has no answer that took time");
            }
            double seconds = PerformanceEvaluators.seconds(Duration.between(first.get(), last.get()));
            return Found.of(new RunFigure(
                    answered.size() / seconds,
                    Optional.empty(),
                    answered.size(),
                    answered.size() + " answers in " + seconds + " s, evaluations between them included"));
        });
    }

    private static Optional<Instant> end(Sample sample) {
        return sample.startedAt()
                .flatMap(start -> sample.latency()
                        .filter(latency -> latency.compareTo(Duration.between(start, Instant.MAX)) <= 0)
                        .map(start::plus));
    }

    private static long cached(Sample sample) {
        return PerformanceEvaluators.cachedShare(sample).isPresent()
                ? sample.usage().tokens(TokenKind.CACHED_INPUT).orElse(0)
                : 0;
    }

    private static CostTotal total(List<Sample> samples) {
        CostTotal total = CostTotal.NONE;
        for (Sample sample : samples) {
            if (sample.response().isPresent()) {
                Cost cost = sample.cost().orElseGet(() -> Cost.unpriced("the cost is not known"));
                total = total.plus(cost, sample.usage());
            }
        }
        return total;
    }

    private static String unpriced(CostTotal total) {
        return total.unpricedModels().isEmpty()
                ? (total.calls() == 0 ? "there is none" : "unpriced for " + total.unpricedReasons())
                : "no price is known of " + total.unpricedModels().keySet();
    }

    private static Found mean(Items items, String remark) {
        return Found.of(
                new RunFigure(Statistics.mean(items.means()).value(), items.meanInterval(), items.values(), remark));
    }

    private static String remark(Items items, List<Sample> samples) {
        return "of " + items.values() + " of " + samples.size() + " samples";
    }

    private static RunMeasure measure(
            String name, Scale scale, Direction direction, Function<List<Sample>, Found> function) {
        return new RunMeasure(EvaluatorId.of(name, VERSION), scale, direction, function);
    }
}
