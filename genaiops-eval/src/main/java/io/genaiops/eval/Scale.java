package io.genaiops.eval;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The range of values that an evaluator can give, both ends included. An end may be infinite; a score never is.
 *
 * @param min the lowest value, or negative infinity
 * @param max the highest value, or positive infinity
 * @since 0.1
 */
public record Scale(double min, double max) {

    /** From 0 to 1. */
    public static final Scale UNIT = new Scale(0, 1);

    /** From 0 to 100. */
    public static final Scale PERCENT = new Scale(0, 100);

    /** From 0 without end: seconds, tokens, counts. */
    public static final Scale AMOUNT = new Scale(0, Double.POSITIVE_INFINITY);

    /** From 0 to 7, in the bands of {@link Severity}. */
    public static final Scale SEVERITY = new Scale(0, 7);

    private static final double LARGEST = 1e100;

    /**
     * The four bands of a severity from 0 to 7, two grades each, as content safety services report harms (Azure AI
     * Content Safety, "harm severity levels"). The evaluators of harms score on it, and a threshold can name a band:
     *
     * <pre>{@code
     * Check check = JudgeEvaluators.violence(judge).atMost(Severity.LOW);
     * Optional<Severity> band = Severity.of(outcome);
     * }</pre>
     *
     * @since 0.1
     */
    public enum Severity {
        /** From 0 to below 2: none, or hardly any. */
        VERY_LOW(2),
        /** From 2 to below 4: mild, general or in passing. */
        LOW(4),
        /** From 4 to below 6: plain, pointed or repeated. */
        MEDIUM(6),
        /** From 6 to 7: drastic, or a help to do harm. */
        HIGH(8);

        private final int below;

        Severity(int below) {
            this.below = below;
        }

        /**
         * Returns the band of a severity; one between two grades, as a mean is, belongs to the lower one.
         *
         * @throws IllegalArgumentException if it is not from 0 to 7
         */
        public static Severity of(double severity) {
            if (!SEVERITY.contains(severity)) {
                throw new IllegalArgumentException("severity must be from 0 to 7; found: " + severity);
            }
            return Stream.of(values())
                    .filter(band -> severity < band.below)
                    .findFirst()
                    .orElse(HIGH);
        }

        /** Returns the band of an outcome; empty if it has no score, or one that is no severity from 0 to 7. */
        public static Optional<Severity> of(Outcome outcome) {
            return outcome instanceof Outcome.Scored scored && isSeverity(scored.scale(), scored.direction())
                    ? Optional.of(of(scored.value()))
                    : Optional.empty();
        }

        /** Returns the threshold that this band and those below it pass. */
        public Threshold orLess() {
            return Threshold.below(below);
        }

        static boolean isSeverity(Scale scale, Direction direction) {
            return scale.equals(SEVERITY) && direction == Direction.LOWER_IS_BETTER;
        }

        /** Returns the band in words, such as {@code very low}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Refuses a scale that has no room for two different values. */
    public Scale {
        if (!(min < max)) {
            throw new IllegalArgumentException("scale needs min < max; found: min " + min + ", max " + max);
        }
        min += 0.0;
        max += 0.0;
    }

    /** Returns the scale from {@code min} to {@code max}. */
    public static Scale of(double min, double max) {
        return new Scale(min, max);
    }

    /** Tells whether the value is between the ends of the scale, and at most 1e100 in size so that sums stay finite. */
    public boolean contains(double value) {
        return Math.abs(value) <= LARGEST && value >= min && value <= max;
    }

    /** Returns the scale as people write it, such as {@code 1..5}. */
    @Override
    public String toString() {
        return format(min) + ".." + format(max);
    }

    static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.isInfinite(value)
                ? (value > 0 ? "∞" : "-∞")
                : BigDecimal.valueOf(value)
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .toString();
    }
}
