package io.genaiops.eval.suite;

import io.genaiops.definition.Quantity;
import io.genaiops.definition.SuiteLimit;
import io.genaiops.eval.Threshold;
import java.time.Duration;
import java.util.Currency;
import java.util.List;

/** What the scores of an evaluator are amounts of, and so what a limit has to be written in. */
enum Unit {
    /** A plain number. */
    NONE {
        @Override
        double of(Quantity quantity) {
            if (!quantity.isPlain()) {
                throw new IllegalArgumentException("expected a number without a unit; found: '" + quantity + "'");
            }
            return quantity.value().doubleValue();
        }
    },
    /** A time, measured in seconds. */
    TIME {
        @Override
        double of(Quantity quantity) {
            Duration time = quantity.duration();
            return time.getSeconds() + time.getNano() / 1e9;
        }
    },
    /** An amount of money, in the currency of the limit. */
    MONEY {
        @Override
        double of(Quantity quantity) {
            currency(quantity);
            return quantity.value().doubleValue();
        }
    };

    abstract double of(Quantity quantity);

    static Currency currency(Quantity quantity) {
        try {
            return Currency.getInstance(quantity.unit());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected an amount with its currency such as '0.01 USD'; found: '" + quantity + "'", e);
        }
    }

    /** Returns the threshold that a limit is. */
    Threshold threshold(SuiteLimit limit) {
        List<Double> values = limit.values().stream().map(this::of).toList();
        double value = values.get(0);
        return switch (limit.bound()) {
            case AT_LEAST -> Threshold.atLeast(value);
            case AT_MOST -> Threshold.atMost(value);
            case ABOVE -> Threshold.above(value);
            case BELOW -> Threshold.below(value);
            case BETWEEN -> Threshold.between(value, values.get(1));
        };
    }
}
