package io.genaiops.eval;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An evaluator with the threshold that its scores are held against. Immutable.
 *
 * @since 0.1
 */
public final class Check {

    private final Evaluator evaluator;
    private final @Nullable Threshold threshold;
    private final boolean required;

    private Check(Evaluator evaluator, @Nullable Threshold threshold, boolean required) {
        this.evaluator = Objects.requireNonNull(evaluator, "evaluator");
        this.threshold = threshold;
        this.required = required;
    }

    /**
     * Returns a check of the evaluator against the threshold.
     *
     * @throws IllegalArgumentException if every score on the evaluator's scale passes, or none
     */
    public static Check of(Evaluator evaluator, Threshold threshold) {
        threshold.requireMeaningOn(evaluator.scale(), evaluator.id().name());
        return new Check(evaluator, threshold, false);
    }

    /** Returns a check without a threshold: its scores are reported and never judged. */
    public static Check observing(Evaluator evaluator) {
        return new Check(evaluator, null, false);
    }

    /** Returns this check as a requirement: if it fails, the chain stops and skips the rest. */
    public Check required() {
        if (threshold == null) {
            throw new IllegalStateException("a check without a threshold cannot be required; set one with atLeast"
                    + " or atMost on evaluator '" + evaluator.id().name() + "'");
        }
        return new Check(evaluator, threshold, true);
    }

    /** Returns this check with its evaluator under another name. */
    public Check named(String name) {
        return new Check(evaluator.named(name), threshold, required);
    }

    /** Returns the evaluator. */
    public Evaluator evaluator() {
        return evaluator;
    }

    /** Returns the threshold; empty if scores are only observed. */
    public Optional<Threshold> threshold() {
        return Optional.ofNullable(threshold);
    }

    /** Tells whether a failure of this check stops the chain. */
    public boolean isRequired() {
        return required;
    }

    /** Returns evaluator and threshold, such as {@code relevance at least 4}. */
    @Override
    public String toString() {
        return evaluator.id().name() + " " + (threshold == null ? "observed" : threshold)
                + (required ? " (required)" : "");
    }
}
