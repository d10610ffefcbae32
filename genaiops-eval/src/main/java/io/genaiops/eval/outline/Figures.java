package io.genaiops.eval.outline;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Figures as people read them: what is missing is a dash, never a zero.
 *
 * @since 0.1
 */
public final class Figures {

    /** Stands for what is missing. */
    public static final String NONE = "—";

    private Figures() {}

    /** Returns a number of three digits, or of all those before the point. */
    public static String number(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal rounded = Math.abs(value) >= 100
                ? exact.setScale(0, RoundingMode.HALF_UP)
                : exact.round(new MathContext(3)).stripTrailingZeros();
        return rounded.toPlainString();
    }

    /** Returns a share as a percentage. */
    public static String percent(double share) {
        return number(100 * share) + " %";
    }

    /** Returns the mean of a measurement. */
    public static String mean(Measurement measurement) {
        return measurement.mean().map(mean -> number(mean.value())).orElse(NONE);
    }

    /** Returns an interval in words. */
    public static String interval(Optional<Interval> interval) {
        return interval.map(i -> number(i.low()) + " to " + number(i.high())).orElse(NONE);
    }

    /** Returns the pass rate of a measurement, with its interval and the number of judged items. */
    public static String passRate(Measurement measurement) {
        return measurement
                .passRate()
                .map(rate ->
                        percent(rate.rate()) + " (" + percent(rate.interval().low()) + " to "
                                + percent(rate.interval().high()) + ", " + rate.items() + " items)")
                .orElse(NONE);
    }

    /** Returns the share of outcomes that are scores. */
    public static String coverage(Aggregate aggregate) {
        return percent(aggregate.coverage());
    }

    /** Returns how many outcomes of each kind are no scores. */
    public static String counts(Aggregate aggregate) {
        List<String> counts = new ArrayList<>();
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (kind != Outcome.Kind.SCORED && aggregate.count(kind) > 0) {
                counts.add(aggregate.count(kind) + " " + word(kind).replace('_', ' '));
            }
        }
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }

    /** Returns the score of an outcome. */
    public static String score(Outcome outcome) {
        return outcome.score().isPresent() ? number(outcome.score().getAsDouble()) : NONE;
    }

    /** Returns a time in seconds. */
    public static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Returns the name of a constant as files write it, in lower case. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
