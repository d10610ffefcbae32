package io.genaiops.evidence;

import io.genaiops.asset.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One figure of an evaluation, with its uncertainty and its gaps.
 *
 * @param name the evaluator's name, or that of what an answer takes, such as {@code latency p95}
 * @param evaluator the digest of the evaluator and its configuration
 * @param kind what was computed
 * @param value the figure
 * @param low the lower end of its interval
 * @param high the upper end of its interval
 * @param level the confidence level of the interval, such as 0.95
 * @param items how many items the evaluation asked for
 * @param scored for how many of them there is a score; of a comparison, how many have one on both sides
 * @param unit the unit of an amount, such as {@code s} or {@code USD}; empty for a score, a share and a ratio
 * @param against the resolved digest of the version that a comparison is with; {@code null} unless it is one
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
        int scored,
        String unit,
        @Nullable Digest against) {

    /** What a figure is. */
    public enum Kind {
        /** The mean of the scores, on the evaluator's scale. */
        MEAN("mean"),
        /** The share of items whose judgement was passed, from 0 to 1. */
        PASS_RATE("pass rate"),
        /** What an answer takes, in a unit: time, tokens or money. */
        AMOUNT("amount"),
        /** The paired difference of the mean scores to another version; an improvement is positive. */
        DIFFERENCE("difference"),
        /** The paired difference of the pass rates to another version; an improvement is positive. */
        PASS_RATE_DIFFERENCE("pass rate difference"),
        /** How many times as much as another version it takes, item by item. */
        RATIO("ratio");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns whether such a figure is about two versions. */
        public boolean isComparison() {
            return this == DIFFERENCE || this == PASS_RATE_DIFFERENCE || this == RATIO;
        }

        /**
         * Returns the kind that is written so.
         *
         * @throws IllegalArgumentException if there is none; the message lists them
         */
        public static Kind parse(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "kind of a figure must be one of " + List.of(values()) + "; found: '" + text + "'"));
        }

        /** Returns the name for people, such as {@code pass rate}. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** Refuses figures that are not finite, intervals that do not hold the value, and impossible counts. */
    public Figure {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(evaluator, "evaluator");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
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
        requireKind(name, kind, unit, against);
        requireRange(name, kind, low, high);
    }

    /** Creates a figure without a unit that is about one version. */
    public Figure(
            String name,
            Digest evaluator,
            Kind kind,
            double value,
            double low,
            double high,
            double level,
            int items,
            int scored) {
        this(name, evaluator, kind, value, low, high, level, items, scored, "", null);
    }

    private static void requireKind(String name, Kind kind, String unit, @Nullable Digest against) {
        if (kind.isComparison() != (against != null)) {
            throw new IllegalArgumentException(
                    "figure '" + name + "' must name the digest of another version exactly if"
                            + " it is a comparison; found " + kind + " against " + against);
        }
        if ((kind == Kind.AMOUNT) == unit.isEmpty()) {
            throw new IllegalArgumentException("figure '" + name
                    + "' must have a unit exactly if it is an amount; found " + kind + " in '" + unit + "'");
        }
    }

    private static void requireRange(String name, Kind kind, double low, double high) {
        double least = kind == Kind.PASS_RATE || kind == Kind.RATIO || kind == Kind.AMOUNT
                ? 0
                : kind == Kind.PASS_RATE_DIFFERENCE ? -1 : Double.NEGATIVE_INFINITY;
        double most = kind == Kind.PASS_RATE || kind == Kind.PASS_RATE_DIFFERENCE ? 1 : Double.POSITIVE_INFINITY;
        if (low < least || high > most) {
            throw new IllegalArgumentException("figure '" + name + "', a " + kind + ", must lie from " + least + " to "
                    + most + "; found [" + low + ", " + high + "]");
        }
    }

    /** Returns the digest of the version that this compares with, if it is a comparison. */
    public Optional<Digest> comparedWith() {
        return Optional.ofNullable(against);
    }

    /** Returns the share of items that have a score, above 0 and at most 1. */
    public double coverage() {
        return (double) scored / items;
    }

    /** Returns the figure in words, such as {@code mean of 'token_f1' is 0.620 (0.520 to 0.720 at 95 %, …)}. */
    public String words() {
        String shown = unit.isEmpty() ? "" : " " + unit;
        return String.format(
                Locale.ROOT,
                "%s of '%s' is %.3f%s (%.3f to %.3f at %.0f %%, %d of %d items scored)",
                kind,
                name,
                value,
                shown,
                low,
                high,
                100 * level,
                scored,
                items);
    }
}
