package io.genaiops.eval;

import io.genaiops.GenAiOpsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    private Aggregate(EvaluatorId evaluator, List<Evaluation.Result> results) {
        this.evaluator = evaluator;
        this.counts = new EnumMap<>(Outcome.Kind.class);
        this.judgements = new EnumMap<>(Judgement.class);
        for (Evaluation.Result result : results) {
            counts.merge(result.outcome().kind(), 1, Integer::sum);
            if (result.threshold().isPresent()) {
                judgements.merge(result.judgement(), 1, Integer::sum);
            }
        }
        this.scores = results.stream()
                .map(result -> result.outcome().score())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
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
                .map(entry -> new Aggregate(entry.getKey(), entry.getValue()))
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
