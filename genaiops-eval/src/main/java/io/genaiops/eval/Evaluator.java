package io.genaiops.eval;

import io.genaiops.eval.language.Languages;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures one property of an answer. Write one with {@link #builder}, or take one from a catalogue such as
 * {@code TextEvaluators}; a threshold makes it a {@link Check}:
 *
 * <pre>{@code
 * Evaluator brief = Evaluator.builder("words").scale(Scale.AMOUNT).direction(Direction.LOWER_IS_BETTER)
 *         .scoring(sample -> sample.response().orElse("").split("\\s+").length);
 * EvaluatorChain chain = EvaluatorChain.of(brief.atMost(50));
 * }</pre>
 *
 * Implementations must be safe for concurrent use.
 *
 * @since 0.1
 */
public interface Evaluator {

    /** How dear an evaluation is. A chain runs the cheap ones first. */
    enum Effort {
        /** Computes in the process. */
        LOCAL,
        /** Computes embeddings. */
        EMBEDDING,
        /** Asks a chat model. */
        MODEL
    }

    /** Evaluators that share one evaluation of a sample, such as one call of a judge for several criteria. */
    interface Group {
        /** Returns the members, in a fixed order. */
        List<Evaluator> members();

        /** Evaluates the sample once. Returns an outcome for each member, in their order. */
        List<Outcome> evaluate(Sample sample);
    }

    /**
     * How many requests to a chat model an evaluation makes.
     *
     * @param least how many if the evaluator applies to the sample and every reply can be used
     * @param most how many at most, or {@code null} if that depends on the sample
     */
    record Requests(long least, @Nullable Long most) {
        /** No request. */
        public static final Requests NONE = new Requests(0, 0L);

        /** Refuses negative numbers, and a most below the least. */
        public Requests {
            if (least < 0 || (most != null && most < least)) {
                throw new IllegalArgumentException(
                        "requests must be 0 or more, and at most no fewer than at least; found: " + least + " and "
                                + most);
            }
        }

        /** Returns the most requests, unless that depends on the sample. */
        public OptionalLong atMost() {
            return most == null ? OptionalLong.empty() : OptionalLong.of(most);
        }

        /** Returns both together. */
        public Requests plus(Requests other) {
            return new Requests(
                    Math.addExact(least, other.least),
                    most == null || other.most == null ? null : Long.valueOf(Math.addExact(most, other.most)));
        }

        /** Returns so many times these. */
        public Requests times(long count) {
            return new Requests(
                    Math.multiplyExact(least, count),
                    most == null ? null : Long.valueOf(Math.multiplyExact(most, count)));
        }
    }

    /**
     * The place of an evaluator in a group.
     *
     * @param group the group
     * @param index the index of the evaluator among the members
     */
    record Membership(Group group, int index) {
        /** Refuses an index that no member has. */
        public Membership {
            Objects.checkIndex(index, group.members().size());
        }
    }

    /**
     * An evaluator and how much its score counts in a mean.
     *
     * @param evaluator the evaluator
     * @param weight over 0 and finite
     */
    record Weighted(Evaluator evaluator, double weight) {
        /** Refuses a weight of 0, with which a score would be asked for and never count. */
        public Weighted {
            Objects.requireNonNull(evaluator, "evaluator");
            if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "weight of '" + evaluator.id().name() + "' must be over 0 and finite; found: " + weight);
            }
        }
    }

    /** Starts an evaluator of your own. */
    static EvaluatorBuilder builder(String name) {
        return new EvaluatorBuilder(name);
    }

    /** Returns the identity, the same for equal configuration. */
    EvaluatorId id();

    /** Returns the scale that every score is on. */
    Scale scale();

    /** Returns which end of the scale is the good one. */
    Direction direction();

    /** Returns how dear an evaluation is. */
    default Effort effort() {
        return Effort.LOCAL;
    }

    /**
     * Returns how many requests to a chat model an evaluation makes, so that they can be counted before a run: none, or one
     * and an unknown number more if the effort is that of a model and nothing else is said.
     */
    default Requests requests() {
        return effort() == Effort.MODEL ? new Requests(1, null) : Requests.NONE;
    }

    /** Returns the group whose evaluation this evaluator can share; a chain then evaluates the group once a sample. */
    default Optional<Membership> membership() {
        return Optional.empty();
    }

    /**
     * Returns the languages that this evaluator is made for; every one if not said otherwise. A sample that declares
     * another language ({@link Sample#inLanguage}) is {@link Outcome.NotApplicable}; a language is never guessed.
     */
    default Languages languages() {
        return Languages.ALL;
    }

    /** Evaluates a sample. What the sample lacks makes the outcome {@link Outcome.NotApplicable}. */
    Outcome evaluate(Sample sample);

    /**
     * Evaluates a sample as a chain does: what {@link #evaluate} throws, {@code null}, and a score that breaks the
     * declaration of scale and direction are {@link Outcome.Errored}. Never throws, unless the JVM itself fails.
     */
    default Outcome attempt(Sample sample) {
        return EvaluatorBuilder.Declaration.of(this).attempt(this::evaluate, sample);
    }

    /** Returns a check that scores of {@code value} and above pass. */
    default Check atLeast(double value) {
        return Check.of(this, Threshold.atLeast(value));
    }

    /** Returns a check that scores of {@code value} and below pass. */
    default Check atMost(double value) {
        return Check.of(this, Threshold.atMost(value));
    }

    /**
     * Returns a check that severities of this band and those below it pass.
     *
     * @throws IllegalArgumentException if this evaluator scores no severity from 0 to 7, or the band is the highest one,
     *     which everything passes
     */
    default Check atMost(Scale.Severity worst) {
        if (!Scale.Severity.isSeverity(scale(), direction())) {
            throw new IllegalArgumentException(
                    "evaluator '" + id().name() + "' scores on " + scale() + ", " + direction()
                            + ", and bands are of a severity on " + Scale.SEVERITY + " that is better when lower; use"
                            + " atMost(number)");
        }
        return Check.of(this, worst.orLess());
    }

    /** Returns a check that scores above {@code value} pass. */
    default Check above(double value) {
        return Check.of(this, Threshold.above(value));
    }

    /** Returns a check that scores below {@code value} pass. */
    default Check below(double value) {
        return Check.of(this, Threshold.below(value));
    }

    /** Returns a check that scores from {@code from} to {@code to} pass, both included. */
    default Check between(double from, double to) {
        return Check.of(this, Threshold.between(from, to));
    }

    /** Returns a check without a threshold: the score is reported and nothing is judged. */
    default Check observed() {
        return Check.observing(this);
    }

    /** Returns this evaluator under another name. */
    default Evaluator named(String name) {
        return EvaluatorBuilder.renamed(this, name);
    }

    /**
     * Returns this evaluator with good and bad exchanged: each score is mirrored on the scale, so that of 0 to 1 it is 1
     * less the score. An outcome without a score stays what it is. In a group it no longer shares the evaluation.
     *
     * @throws IllegalStateException if the scale has an infinite end, on which nothing can be mirrored
     */
    default Evaluator negated() {
        return EvaluatorBuilder.negated(this);
    }

    /**
     * Returns this evaluator for a share of the samples, the same ones for the same seed and ids; the others are
     * {@link Outcome.Skipped}. Scores stay comparable, so the identity is unchanged. In a group it no longer shares the
     * evaluation.
     *
     * @param rate over 0, up to 1
     */
    default Evaluator sampled(double rate, long seed) {
        return EvaluatorBuilder.sampled(this, rate, seed);
    }

    /**
     * Returns this evaluator for samples that have something else in the place of what it reads, such as a reference of its
     * own:
     *
     * <pre>{@code
     * TextEvaluators.exactMatch().reading("gold", sample -> sample.texts("gold").map(sample::expecting))
     * }</pre>
     *
     * A sample for which the view is empty is {@link Outcome.NotApplicable}. In a group it no longer shares the evaluation.
     *
     * @param what what is read, on one line; it becomes part of the identity, which the function cannot be
     */
    default Evaluator reading(String what, Function<? super Sample, Optional<Sample>> view) {
        return EvaluatorBuilder.reading(this, what, view);
    }

    /** Returns this evaluator with a weight, for a mean of several. */
    default Weighted weighted(double weight) {
        return new Weighted(this, weight);
    }
}
