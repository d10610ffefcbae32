package io.genaiops.eval;

import java.math.BigDecimal;
import java.math.MathContext;

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

    private static final double LARGEST = 1e100;

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
