package io.genaiops.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The outcomes of one evaluator over many samples. Only scores enter mean, least and greatest; every other outcome is
 * counted. Immutable.
 *
 * @since 0.1
 */
public final class Aggregate {

    private final EvaluatorId evaluator;
    private final Map<Outcome.Kind, Integer> counts;
    private final Map<Judgement, Integer> judgements;
    private final double[] scores;

    private Aggregate(
            EvaluatorId evaluator,
            Map<Outcome.Kind, Integer> counts,
            Map<Judgement, Integer> judgements,
            double[] scores) {
        this.evaluator = evaluator;
        this.counts = counts;
        this.judgements = judgements;
        this.scores = scores;
    }

    /**
     * Returns an aggregate of outcomes that were counted already.
     *
     * @param counts how many outcomes there are of each kind
     * @param judgements how many outcomes were judged so; empty for an evaluator that is only observed
     * @param scores the scores
     * @throws IllegalArgumentException if counts and scores contradict one another
     */
    public static Aggregate of(
            EvaluatorId evaluator,
            Map<Outcome.Kind, Integer> counts,
            Map<Judgement, Integer> judgements,
            double[] scores) {
        Map<Outcome.Kind, Integer> kinds = new EnumMap<>(Outcome.Kind.class);
        kinds.putAll(counts);
        Map<Judgement, Integer> judged = new EnumMap<>(Judgement.class);
        judged.putAll(judgements);
        Aggregate aggregate = new Aggregate(evaluator, kinds, judged, scores.clone());
        aggregate.requireConsistency(aggregate.coverage());
        return aggregate;
    }

    private static Aggregate of(EvaluatorId evaluator, List<Evaluation.Result> results) {
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        Map<Judgement, Integer> judgements = new EnumMap<>(Judgement.class);
        for (Evaluation.Result result : results) {
            counts.merge(result.outcome().kind(), 1, Integer::sum);
            if (result.threshold().isPresent()) {
                judgements.merge(result.judgement(), 1, Integer::sum);
            }
        }
        double[] scores = results.stream()
                .map(result -> result.outcome().score())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return new Aggregate(evaluator, counts, judgements, scores);
    }

    /** Returns an aggregate for each evaluator of the evaluations, in the order of their first appearance. */
    public static List<Aggregate> over(Collection<Evaluation> evaluations) {
        Map<EvaluatorId, List<Evaluation.Result>> byEvaluator = new LinkedHashMap<>();
        for (Evaluation evaluation : evaluations) {
            for (Evaluation.Result result : evaluation.results()) {
                byEvaluator
                        .computeIfAbsent(result.evaluator(), id -> new ArrayList<>())
                        .add(result);
            }
        }
        return byEvaluator.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the evaluator. */
    public EvaluatorId evaluator() {
        return evaluator;
    }

    /** Returns how many outcomes are of the kind. */
    public int count(Outcome.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Returns how many outcomes were judged so; observed scores are not judged. */
    public int count(Judgement judgement) {
        return judgements.getOrDefault(judgement, 0);
    }

    /** Returns how many outcomes there are, of all kinds. */
    public int size() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the share of outcomes that are scores, 0 to 1. */
    public double coverage() {
        return (double) scores.length / size();
    }

    /** Returns the scores, in the order of the evaluations. */
    public double[] scores() {
        return scores.clone();
    }

    /** Returns the mean of the scores; empty without a score. */
    public OptionalDouble mean() {
        return Arrays.stream(scores).average();
    }

    /** Returns the least score; empty without a score. */
    public OptionalDouble min() {
        return Arrays.stream(scores).min();
    }

    /** Returns the greatest score; empty without a score. */
    public OptionalDouble max() {
        return Arrays.stream(scores).max();
    }

    /**
     * Returns this aggregate if it has a score.
     *
     * @throws GenAiOpsException if there is none; the message counts what there is instead
     */
    public Aggregate requireScores() {
        if (scores.length == 0) {
            throw new GenAiOpsException("evaluator '" + evaluator.name() + "' gave no score at all; found: "
                    + describeCounts() + ". Nothing can be concluded from it: see the outcomes for the cause");
        }
        return this;
    }

    /** Returns identity, counts, coverage and scores as JSON, from which {@link #fromJson} makes an equal one. */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("evaluator")
                .put("name", evaluator.name())
                .put("version", evaluator.version())
                .put("configuration", evaluator.configuration().value());
        ObjectNode outcomes = json.putObject("outcomes");
        counts.forEach((kind, count) -> outcomes.put(kind.name().toLowerCase(Locale.ROOT), count));
        ObjectNode judged = json.putObject("judgements");
        judgements.forEach((judgement, count) -> judged.put(judgement.name().toLowerCase(Locale.ROOT), count));
        json.put("coverage", coverage());
        ArrayNode values = json.putArray("scores");
        Arrays.stream(scores).forEach(values::add);
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws GenAiOpsException if it is anything else, or its counts, coverage and scores contradict one another
     */
    public static Aggregate fromJson(JsonNode json) {
        try {
            JsonNode id = json.path("evaluator");
            EvaluatorId evaluator = new EvaluatorId(
                    id.path("name").asText(),
                    id.path("version").asText(),
                    Digest.parse(id.path("configuration").asText()));
            Map<Outcome.Kind, Integer> counts = counts(Outcome.Kind.class, json.path("outcomes"));
            Map<Judgement, Integer> judgements = counts(Judgement.class, json.path("judgements"));
            List<Double> scores = new ArrayList<>();
            json.path("scores").forEach(score -> scores.add(number(score)));
            Aggregate read = new Aggregate(
                    evaluator,
                    counts,
                    judgements,
                    scores.stream().mapToDouble(Double::doubleValue).toArray());
            read.requireConsistency(number(json.path("coverage")));
            return read;
        } catch (IllegalArgumentException e) {
            throw new GenAiOpsException("not an aggregate: " + e.getMessage(), e);
        }
    }

    private void requireConsistency(double coverage) {
        int judged = judgements.values().stream().mapToInt(Integer::intValue).sum();
        boolean sound = size() > 0
                && count(Outcome.Kind.SCORED) == scores.length
                && coverage == coverage()
                && judged <= size()
                && count(Judgement.PASSED) + count(Judgement.FAILED) <= scores.length;
        if (!sound) {
            throw new IllegalArgumentException("counts, coverage and scores contradict one another; found: "
                    + describeCounts() + ", coverage " + coverage + ", scores " + scores.length);
        }
    }

    private static <E extends Enum<E>> Map<E, Integer> counts(Class<E> type, JsonNode json) {
        Map<E, Integer> counts = new EnumMap<>(type);
        json.properties().forEach(field -> {
            if (!field.getValue().isInt() || field.getValue().intValue() < 1) {
                throw new IllegalArgumentException(
                        "count '" + field.getKey() + "' must be 1 or more; found: " + field.getValue());
            }
            counts.put(
                    Enum.valueOf(type, field.getKey().toUpperCase(Locale.ROOT)),
                    field.getValue().intValue());
        });
        return counts;
    }

    private static double number(JsonNode json) {
        if (!json.isNumber() || !Double.isFinite(json.doubleValue())) {
            throw new IllegalArgumentException("coverage and scores must be finite numbers; found: " + json);
        }
        return json.doubleValue();
    }

    private String describeCounts() {
        StringBuilder text = new StringBuilder();
        counts.forEach((kind, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(kind));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Aggregate that
                && evaluator.equals(that.evaluator)
                && counts.equals(that.counts)
                && judgements.equals(that.judgements)
                && Arrays.equals(scores, that.scores);
    }

    @Override
    public int hashCode() {
        return Objects.hash(evaluator, counts, judgements, Arrays.hashCode(scores));
    }

    /** Returns name, mean and the count of each kind of outcome. */
    @Override
    public String toString() {
        String mean = mean().isPresent() ? Scale.format(mean().getAsDouble()) : "none";
        return evaluator.name() + ": mean " + mean + "; " + describeCounts();
    }
}
