package io.genaiops.budget;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * Something that a host may want to hear of a budget.
 *
 * @param kind what happened
 * @param standing how the limit stands since then
 * @param estimate what the call had reserved, in the limit's unit
 * @param actual what the call used; as much as the estimate before it is settled
 * @since 0.1
 */
public record BudgetEvent(Kind kind, BudgetStanding standing, BigDecimal estimate, BigDecimal actual) {

    /** What happened. */
    public enum Kind {
        /** The soft share of a limit is spent or reserved: once for each limit, key and window. */
        SOFT_LIMIT,
        /** A call used more than it had reserved, and was charged for it. */
        OVERRUN
    }

    /** Requires all of them. */
    public BudgetEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(estimate, "estimate");
        Objects.requireNonNull(actual, "actual");
    }
}
