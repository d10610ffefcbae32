package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number and its unit as assets write them: {@code 0.8}, {@code 2 s}, {@code 0.01 USD}. Equal numbers are equal however
 * they are written; units are not converted.
 *
 * @param value the number, without trailing zeros
 * @param unit a currency or a unit of time, or empty for a plain number
 * @since 0.1
 */
public record Quantity(BigDecimal value, String unit) {

    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,20}(?:\\.[0-9]{1,20})?)(?: ?([A-Za-z%]{1,12}))?");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z%]{0,12}");
    private static final Map<String, BigDecimal> NANOSECONDS = Map.of(
            "ms", BigDecimal.valueOf(1_000_000L),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "min", BigDecimal.valueOf(60_000_000_000L));
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Refuses a plain number that a double does not hold exactly, which no file could give back. */
    public Quantity {
        if (!UNIT.matcher(unit).matches()) {
            throw new IllegalArgumentException("unit must match " + UNIT + "; found: '" + unit + "'");
        }
        if (Math.abs((long) value.scale()) > 330 || value.precision() > 40) {
            throw new IllegalArgumentException("a number must have at most 40 digits; found more");
        }
        value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        double rounded = value.doubleValue();
        if (unit.isEmpty()
                && (!Double.isFinite(rounded) || BigDecimal.valueOf(rounded).compareTo(value) != 0)) {
            throw new IllegalArgumentException("a number must be exact as a double; found: " + value);
        }
    }

    /** Returns a plain number. */
    public static Quantity of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a number must be finite; found: " + value);
        }
        return new Quantity(BigDecimal.valueOf(value), "");
    }

    /**
     * Parses a number with its unit, if it has one; a blank between them may be left out.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Quantity parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "expected a number, with a unit if it has one, such as 0.8, '2 s' or '0.01 USD'; found: '" + text
                            + "'");
        }
        return new Quantity(new BigDecimal(form.group(1)), form.group(2) == null ? "" : form.group(2));
    }

    /** Returns whether there is no unit. */
    public boolean isPlain() {
        return unit.isEmpty();
    }

    /**
     * Returns the time that this is.
     *
     * @throws IllegalArgumentException if the unit is none of ms, s and min, or it is no whole number of nanoseconds
     */
    public Duration duration() {
        BigDecimal factor = NANOSECONDS.get(unit);
        if (factor == null) {
            throw new IllegalArgumentException(
                    "expected a time such as '2 s', '500 ms' or '1 min'; found: '" + this + "'");
        }
        BigDecimal nanoseconds = value.multiply(factor);
        if (nanoseconds.abs().compareTo(LONGEST) > 0
                || nanoseconds.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(
                    "a time must be a whole number of nanoseconds, at most " + LONGEST + "; found: '" + this + "'");
        }
        return Duration.ofNanos(nanoseconds.longValueExact());
    }

    /** Returns a number, or text if there is a unit: what {@link #parse} and a file give back. */
    JsonNode json() {
        if (!isPlain()) {
            return JsonNodeFactory.instance.textNode(toString());
        }
        double number = value.doubleValue();
        return number == (int) number
                ? JsonNodeFactory.instance.numberNode((int) number)
                : JsonNodeFactory.instance.numberNode(number);
    }

    /** Returns number and unit, for example {@code 2 s}. */
    @Override
    public String toString() {
        return value.toPlainString() + (isPlain() ? "" : " " + unit);
    }
}
