package io.genaiops.eval.calibration;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.agreement.Coefficient;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of a study with its 95 % interval, or why there is none.
 *
 * @param value the figure, or the reason why the labels determine none
 * @param interval what the items do not rule out; empty without a value, or if they do not show how far it varies
 * @param items how many items it rests on
 * @since 0.1
 */
public record Figure(Coefficient value, Optional<Interval> interval, int items) {

    /** Refuses an interval without a value. */
    public Figure {
        requireNonNull(value, "value");
        if (interval.isPresent() && !value.isDefined()) {
            throw new IllegalArgumentException("a figure without value has no interval; found " + interval.get());
        }
        if (items < 0) {
            throw new IllegalArgumentException("items must not be negative; found " + items);
        }
    }

    static Figure none(String why) {
        return new Figure(new Coefficient(OptionalDouble.empty(), why), Optional.empty(), 0);
    }

    static Figure of(double value, Optional<Interval> interval, int items) {
        return new Figure(new Coefficient(OptionalDouble.of(value), ""), interval, items);
    }

    static Figure of(Proportion rate, double level) {
        return of(rate.rate(), Optional.of(rate.wilson(level)), rate.trials());
    }

    /** Tells whether there is a value. */
    public boolean isDefined() {
        return value.isDefined();
    }

    /** Returns the value, such as {@code 0.83 (0.72 to 0.90)}, or why there is none. */
    @Override
    public String toString() {
        if (!isDefined()) {
            return "none: " + value.why();
        }
        String number = number(value.orElseThrow());
        return interval.map(i -> number + " (" + number(i.low()) + " to " + number(i.high()) + ")")
                .orElse(number);
    }

    /** Two digits, never rounded onto 1 or 0 from below or above. */
    static String number(double value) {
        String two = String.format(Locale.ROOT, "%.2f", value);
        boolean hides = Math.abs(value) != 1 && value != 0 && (two.endsWith("1.00") || two.endsWith("0.00"));
        String text = hides ? String.format(Locale.ROOT, "%.4f", value) : two;
        return text.matches("-0\\.0+") ? text.substring(1) : text;
    }
}
