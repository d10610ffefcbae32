package io.genaiops.eval;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a chain found out about one sample: an outcome for each of its checks, in the order of the chain. Immutable.
 *
 * @since 0.1
 */
public final class Evaluation {

    /**
     * What one evaluator said.
     *
     * @param evaluator which evaluator
     * @param threshold what its score is held against; empty if it is only observed
     * @param outcome what came of it
     */
    public record Result(EvaluatorId evaluator, Optional<Threshold> threshold, Outcome outcome) {
        /** Requires all three. */
        public Result {
            Objects.requireNonNull(evaluator, "evaluator");
            Objects.requireNonNull(threshold, "threshold");
            Objects.requireNonNull(outcome, "outcome");
        }

        /** Returns the judgement; an observed score is {@link Judgement#INCONCLUSIVE}. */
        public Judgement judgement() {
            return threshold.map(limit -> limit.judge(outcome)).orElse(Judgement.INCONCLUSIVE);
        }

        /** Returns one line, such as {@code FAILED relevance: 2 (at least 4): off topic}. */
        @Override
        public String toString() {
            String label = threshold.isEmpty() && outcome.isScored()
                    ? "OBSERVED"
                    : judgement().name();
            String value = outcome.score().isPresent()
                    ? Scale.format(outcome.score().getAsDouble())
                    : outcome.kind().name();
            String limit = threshold.map(t -> " (" + t + ")").orElse("");
            String reason = outcome.explanation();
            return label + " " + evaluator.name() + ": " + value + limit + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    private final Sample sample;
    private final List<Result> results;

    private Evaluation(Sample sample, List<Result> results) {
        this.sample = Objects.requireNonNull(sample, "sample");
        this.results = List.copyOf(results);
    }

    /** Returns an evaluation of the sample with these results. */
    public static Evaluation of(Sample sample, List<Result> results) {
        return new Evaluation(sample, results);
    }

    /** Returns the sample that was evaluated. */
    public Sample sample() {
        return sample;
    }

    /** Returns the results, in the order of the chain. */
    public List<Result> results() {
        return results;
    }

    /** Returns the outcome of an evaluator, if it was in the chain. */
    public Optional<Outcome> outcome(EvaluatorId evaluator) {
        return results.stream()
                .filter(result -> result.evaluator().equals(evaluator))
                .map(Result::outcome)
                .findFirst();
    }

    /** Tells whether at least one score was judged and every judged one passed; a missing score is no pass. */
    public boolean passed() {
        return judgement() == Judgement.PASSED;
    }

    /**
     * Returns the judgement of all checks that have a threshold: failed if one failed, else inconclusive if one is
     * inconclusive or there is none, else passed.
     */
    public Judgement judgement() {
        if (!failures().isEmpty()) {
            return Judgement.FAILED;
        }
        boolean judged = results.stream().anyMatch(result -> result.threshold().isPresent());
        return judged && inconclusive().isEmpty() ? Judgement.PASSED : Judgement.INCONCLUSIVE;
    }

    /** Returns the results whose score lies outside the threshold. */
    public List<Result> failures() {
        return results.stream()
                .filter(result -> result.judgement() == Judgement.FAILED)
                .toList();
    }

    /** Returns the results that have a threshold and no score. */
    public List<Result> inconclusive() {
        return results.stream()
                .filter(result -> result.threshold().isPresent())
                .filter(result -> result.judgement() == Judgement.INCONCLUSIVE)
                .toList();
    }

    /** Returns the judgement and one line for each result. */
    public String describe() {
        StringBuilder text = new StringBuilder(judgement() + " sample '" + sample.id() + "'");
        for (Result result : results) {
            text.append("\n  ").append(result.toString().replaceAll("\\R", "\n    "));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evaluation that && sample.equals(that.sample) && results.equals(that.results);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sample, results);
    }

    @Override
    public String toString() {
        return describe();
    }
}
