package io.genaiops.gate;

import io.genaiops.asset.Digest;
import java.util.Objects;

/**
 * One figure of an evaluation, with its uncertainty and its gaps.
 *
 * @param name the evaluator's name
 * @param evaluator the digest of the evaluator and its configuration
 * @param kind what was computed
 * @param value the figure
 * @param low the lower end of its interval
 * @param high the upper end of its interval
 * @param level the confidence level of the interval, such as 0.95
 * @param items how many items the evaluation asked for
 * @param scored for how many of them there is a score
 * @since 0.1
 */
public record Figure(
        String name,
        Digest evaluator,
        Kind kind,
        double value,
        double low,
        double high,
        double level,
        int items,
        int scored) {

    /** What a figure is. */
    public enum Kind {
        /** The mean of the scores, on the evaluator's scale. */
        MEAN,
        /** The share of items whose judgement was passed, from 0 to 1. */
        PASS_RATE;

        @Override
        public String toString() {
            return this == MEAN ? "mean" : "pass rate";
        }
    }

    /** Refuses figures that are not finite, intervals that do not hold the value, and impossible counts. */
    public Figure {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(evaluator, "evaluator");
        Objects.requireNonNull(kind, "kind");
        if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high) || low > value || value > high) {
            throw new IllegalArgumentException("figure '" + name + "' must be finite and inside its interval; found "
                    + value + " in [" + low + ", " + high + "]");
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1; found: " + level);
        }
        if (items < 1 || scored < 1 || scored > items) {
            throw new IllegalArgumentException("figure '" + name + "' must have from 1 to all of its items scored;"
                    + " found " + scored + " of " + items);
        }
    }

    /** Returns the share of items that have a score, above 0 and at most 1. */
    public double coverage() {
        return (double) scored / items;
    }
}
