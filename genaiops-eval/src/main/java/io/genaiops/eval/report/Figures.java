package io.genaiops.eval.report;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Figures as people read them: what is missing is a dash, never a zero. */
final class Figures {

    static final String NONE = "—";

    private Figures() {}

    static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    static String percent(double share) {
        return number(100 * share) + " %";
    }

    static String mean(Measurement measurement) {
        return measurement.mean().map(mean -> number(mean.value())).orElse(NONE);
    }

    static String interval(Optional<Interval> interval) {
        return interval.map(i -> number(i.low()) + " to " + number(i.high())).orElse(NONE);
    }

    static String passRate(Measurement measurement) {
        return measurement
                .passRate()
                .map(rate ->
                        percent(rate.rate()) + " (" + percent(rate.interval().low()) + " to "
                                + percent(rate.interval().high()) + ", " + rate.items() + " items)")
                .orElse(NONE);
    }

    static String coverage(Aggregate aggregate) {
        return percent(aggregate.coverage());
    }

    static String counts(Aggregate aggregate) {
        List<String> counts = new ArrayList<>();
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (kind != Outcome.Kind.SCORED && aggregate.count(kind) > 0) {
                counts.add(aggregate.count(kind) + " "
                        + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }
}
