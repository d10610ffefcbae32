package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.comparison.Quantity;
import java.util.Objects;
import java.util.Optional;

/**
 * What the answers of a variant took.
 *
 * @param variant the variant's name
 * @param quantities its time, tokens and cost
 * @since 0.1
 */
public record Spending(String variant, Quantities quantities) {

    /** Requires both. */
    public Spending {
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(quantities, "quantities");
    }

    /** Returns why a quantity cannot be compared with that of another variant; empty if it can. */
    Optional<String> incomparable(Quantity quantity, Spending other) {
        boolean several = quantities.currencies().size() > 1
                || other.quantities.currencies().size() > 1;
        boolean differ = !quantities.currencies().isEmpty()
                && !other.quantities.currencies().isEmpty()
                && !quantities.currencies().equals(other.quantities.currencies());
        return quantity == Quantity.COST && (several || differ)
                ? Optional.of("costs are in " + quantities.currencies() + " and " + other.quantities.currencies())
                : Optional.empty();
    }
}
