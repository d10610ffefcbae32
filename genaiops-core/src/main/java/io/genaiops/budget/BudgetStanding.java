package io.genaiops.budget;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a limit stands for one key.
 *
 * @param limit the limit
 * @param key the tenant, user, prompt or model; empty for the application
 * @param spent what settled calls used in this window
 * @param reserved what calls under way may use
 * @param windowEnds when it begins anew, or {@code null} if each call counts for itself
 * @since 0.1
 */
public record BudgetStanding(
        BudgetLimit limit,
        String key,
        BigDecimal spent,
        BigDecimal reserved,
        @Nullable Instant windowEnds) {

    /** Returns what is left, below 0 if calls used more than they had reserved. */
    public BigDecimal left() {
        return limit.most().subtract(spent).subtract(reserved);
    }

    /** Returns for example {@code tenant 'acme'}, or {@code the application}. */
    public String holder() {
        return limit.scope() == BudgetLimit.Scope.APPLICATION
                ? "the application"
                : BudgetLimit.label(limit.scope()) + " '" + key + "'";
    }
}
