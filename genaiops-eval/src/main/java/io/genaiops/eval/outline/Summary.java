package io.genaiops.eval.outline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Aggregate;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Quantiles;
import java.util.Optional;

/**
 * The figures of a result as JSON: everything but the samples. What is not known is left out. The schema is the resource
 * {@code report.schema.json} of the room report.
 *
 * @since 0.1
 */
public final class Summary {

    private static final double LEVEL = 0.95;

    private Summary() {}

    /** Returns what is known before the samples are read: how the result came to be, evaluators and variants. */
    public static ObjectNode of(ExperimentResult result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("experiment", result.name()).put("finished", result.finished().toString());
        json.putObject("dataset")
                .put("name", result.dataset().name())
                .put("digest", result.datasetDigest().value())
                .put("samples", result.dataset().size());
        json.put("repetitions", result.repetitions()).put("seed", result.seed());
        ArrayNode evaluators = json.putArray("evaluators");
        result.variants().get(0).measurements().forEach(measurement -> evaluator(measurement, evaluators.addObject()));
        ArrayNode variants = json.putArray("variants");
        result.variants().forEach(variant -> variant(variant, variants.addObject()));
        return json;
    }

    /** Returns the quantiles of the latencies of each variant in seconds, in the order of the variants. */
    public static ArrayNode latencies(ExperimentResult result, Latencies latencies) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (int variant = 0; variant < result.variants().size(); variant++) {
            ObjectNode line = json.addObject();
            latencies.quantiles(variant).ifPresent(quantiles -> {
                line.put("answers", quantiles.count());
                quantile("p50", 0.5, quantiles, line);
                quantile("p95", 0.95, quantiles, line);
                quantile("p99", 0.99, quantiles, line);
            });
        }
        return json;
    }

    private static void quantile(String name, double share, Quantiles quantiles, ObjectNode json) {
        ObjectNode figure = json.putObject(name).put("value", quantiles.quantile(share));
        interval(quantiles.interval(share, LEVEL), figure);
    }

    private static void evaluator(Measurement measurement, ObjectNode json) {
        identity(measurement.evaluator(), json);
        json.put("direction", Figures.word(measurement.direction()));
        ObjectNode scale = json.putObject("scale");
        finite("min", measurement.scale().min(), scale);
        finite("max", measurement.scale().max(), scale);
        measurement.threshold().ifPresent(threshold -> threshold(threshold, json.putObject("threshold")));
    }

    private static void identity(EvaluatorId evaluator, ObjectNode json) {
        json.put("name", evaluator.name())
                .put("version", evaluator.version())
                .put("configuration", evaluator.configuration().value());
    }

    private static void threshold(Threshold threshold, ObjectNode json) {
        json.put("words", threshold.toString());
        finite("from", threshold.from(), json);
        finite("to", threshold.to(), json);
        json.put("fromIncluded", threshold.fromIncluded()).put("toIncluded", threshold.toIncluded());
    }

    private static void variant(VariantResult variant, ObjectNode json) {
        json.put("name", variant.name()).put("errors", variant.errors());
        cost(variant.cost(), json.putObject("cost"));
        ArrayNode measurements = json.putArray("measurements");
        variant.measurements().forEach(measurement -> measurement(measurement, measurements.addObject()));
        ArrayNode runs = json.putArray("runs");
        variant.runOutcomes().forEach((evaluator, outcome) -> {
            ObjectNode run = runs.addObject();
            identity(evaluator, run);
            run.set("outcome", outcome.toJson());
        });
    }

    private static void cost(CostTotal total, ObjectNode json) {
        ArrayNode amounts = json.putArray("amounts");
        for (Cost priced : total.priced()) {
            priced.amount()
                    .ifPresent(amount -> amounts.addObject()
                            .put("amount", amount)
                            .put("currency", priced.currency().orElseThrow().getCurrencyCode()));
        }
        json.put("calls", total.calls()).put("pricedCalls", total.pricedCalls());
        json.put("tokens", total.tokens()).put("pricedTokens", total.pricedTokens());
        json.put("callsOfUnknownTokens", total.callsOfUnknownTokens());
        ObjectNode models = json.putObject("unpricedModels");
        total.unpricedModels().forEach(models::put);
        ObjectNode reasons = json.putObject("unpricedReasons");
        total.unpricedReasons().forEach(reasons::put);
    }

    private static void measurement(Measurement measurement, ObjectNode json) {
        json.put("scoredItems", measurement.scoredItems());
        measurement.mean().ifPresent(mean -> {
            ObjectNode figure = json.putObject("mean").put("value", mean.value());
            interval(measurement.interval(), figure);
        });
        measurement.passRate().ifPresent(rate -> {
            ObjectNode figure =
                    json.putObject("passRate").put("value", rate.rate()).put("items", rate.items());
            interval(Optional.of(rate.interval()), figure);
        });
        Aggregate aggregate = measurement.aggregate();
        json.put("coverage", aggregate.coverage());
        ObjectNode outcomes = json.putObject("outcomes");
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            outcomes.put(Figures.word(kind), aggregate.count(kind));
        }
        ObjectNode judgements = json.putObject("judgements");
        for (Judgement judgement : Judgement.values()) {
            judgements.put(Figures.word(judgement), aggregate.count(judgement));
        }
    }

    private static void interval(Optional<Interval> interval, ObjectNode json) {
        interval.ifPresent(i -> json.put("low", i.low()).put("high", i.high()).put("level", i.level()));
    }

    private static void finite(String field, double value, ObjectNode json) {
        if (Double.isFinite(value)) {
            json.put(field, value);
        }
    }
}
