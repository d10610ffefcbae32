package io.genaiops.eval.agreement;

import java.util.OptionalDouble;

/**
 * Holds a coefficient, or the reason why the ratings determine none.
 *
 * @param value the coefficient, finite; empty if it is undefined
 * @param why why it is undefined; blank if it is defined
 * @since 0.1
 */
public record Coefficient(OptionalDouble value, String why) {

    /**
     * Refuses a value that is not finite, and an undefined coefficient without a reason.
     *
     * @throws IllegalArgumentException if the value is not finite, or there are both or neither of value and reason
     */
    public Coefficient {
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            throw new IllegalArgumentException("a coefficient must be finite; found " + value.getAsDouble());
        }
        if (value.isPresent() != why.isBlank()) {
            throw new IllegalArgumentException(
                    "a coefficient has either a value or a reason; found " + value + ", '" + why + "'");
        }
    }

    static Coefficient of(double value) {
        return new Coefficient(OptionalDouble.of(value), "");
    }

    static Coefficient undefined(String why) {
        return new Coefficient(OptionalDouble.empty(), why);
    }

    /** Tells whether the ratings determine a value. */
    public boolean isDefined() {
        return value.isPresent();
    }

    /**
     * Returns the value.
     *
     * @throws IllegalStateException with the reason, if it is undefined
     */
    public double orElseThrow() {
        return value.orElseThrow(() -> new IllegalStateException("no coefficient: " + why));
    }
}
