package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.comparison.ScoreColumn;
import java.util.Objects;

/**
 * A variant that may be chosen.
 *
 * @param variant its name
 * @param quality the scores that stand for its quality
 * @param quantities what its answers took
 * @since 0.1
 */
public record Contender(String variant, ScoreColumn quality, Quantities quantities) {

    /** Requires all three. */
    public Contender {
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(quantities, "quantities");
    }

    Spending spending() {
        return new Spending(variant, quantities);
    }
}
