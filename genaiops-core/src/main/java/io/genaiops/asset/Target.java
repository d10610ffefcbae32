package io.genaiops.asset;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A figure that an asset promises to keep: which measure, on which side of which value. Written {@code >= 0.8},
 * {@code <= 0.02 USD} or {@code <= 2 s} beside the name of the measure.
 *
 * @param measure what is measured, such as {@code groundedness} or {@code p95}
 * @param bound on which side of the value the figure must be
 * @param value the value, which itself is good enough
 * @param unit a currency, a unit of time, or nothing for a score
 * @since 0.1
 */
public record Target(String measure, Bound bound, BigDecimal value, String unit) {

    private static final Pattern MEASURE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _./-]{0,62}");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z%]{0,12}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,20})?");

    /** The sides of a value. */
    public enum Bound {
        /** The figure is the value or above it. */
        AT_LEAST(">="),
        /** The figure is the value or below it. */
        AT_MOST("<=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        /** Returns {@code >=} or {@code <=}. */
        @Override
        public String toString() {
            return sign;
        }
    }

    /** Validates the parts; a value keeps no trailing zeros. */
    public Target {
        Objects.requireNonNull(bound, "bound");
        if (!MEASURE.matcher(measure).matches()) {
            throw new IllegalArgumentException("measure must match " + MEASURE + "; found: '" + measure + "'");
        }
        if (!UNIT.matcher(unit).matches()) {
            throw new IllegalArgumentException(
                    "unit of '" + measure + "' must match " + UNIT + "; found: '" + unit + "'");
        }
        if (Math.abs((long) value.scale()) > 30 || value.precision() > 40) {
            throw new IllegalArgumentException("value of '" + measure + "' must have at most 40 digits; found more");
        }
        value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /** Returns the target that the value and everything above it meets. */
    public static Target atLeast(String measure, String value) {
        return parse(measure, ">= " + value);
    }

    /** Returns the target that the value and everything below it meets. */
    public static Target atMost(String measure, String value) {
        return parse(measure, "<= " + value);
    }

    /**
     * Parses what stands beside the name of a measure.
     *
     * @param text {@code >=} or {@code <=}, a number, and a unit if there is one, with blanks between
     * @throws IllegalArgumentException if it is something else
     */
    public static Target parse(String measure, String text) {
        String[] parts = text.split(" ", -1);
        Bound bound = Arrays.stream(Bound.values())
                .filter(each -> each.sign.equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> malformed(measure, text));
        if (parts.length < 2 || parts.length > 3 || !NUMBER.matcher(parts[1]).matches()) {
            throw malformed(measure, text);
        }
        return new Target(measure, bound, new BigDecimal(parts[1]), parts.length == 3 ? parts[2] : "");
    }

    /** Returns whether a figure in this target's unit is good enough; one that is not a number never is. */
    public boolean isMetBy(double figure) {
        if (!Double.isFinite(figure)) {
            return false;
        }
        int order = BigDecimal.valueOf(figure).compareTo(value);
        return bound == Bound.AT_LEAST ? order >= 0 : order <= 0;
    }

    /** Returns the text that {@link #parse} reads, for example {@code <= 0.02 USD}. */
    public String limit() {
        return bound + " " + value.toPlainString() + (unit.isEmpty() ? "" : " " + unit);
    }

    private static IllegalArgumentException malformed(String measure, String text) {
        return new IllegalArgumentException("target of '" + measure
                + "' must be such as '>= 0.8', '<= 0.02 USD' or '<= 2 s'; found: '" + text + "'");
    }

    /** Returns measure and limit, for example {@code groundedness >= 0.8}. */
    @Override
    public String toString() {
        return measure + " " + limit();
    }
}
