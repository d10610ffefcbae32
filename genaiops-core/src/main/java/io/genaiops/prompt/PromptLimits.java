package io.genaiops.prompt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a prompt may use at most.
 *
 * @param maxInput tokens of the rendered messages, or {@code null} for no limit
 * @param maxCost the cost of one call, or {@code null} for no limit
 * @param currency the currency of {@code maxCost}, or {@code null} where there is none
 * @since 0.1
 */
public record PromptLimits(
        @Nullable Integer maxInput,
        @Nullable BigDecimal maxCost,
        @Nullable Currency currency) {

    /** No limit. */
    public static final PromptLimits NONE = new PromptLimits(null, null, null);

    /** Validates the ranges. */
    public PromptLimits {
        if (maxInput != null && maxInput < 1) {
            throw new IllegalArgumentException("maxInputTokens must be at least 1; found: " + maxInput);
        }
        if (maxCost != null && (maxCost.signum() <= 0 || currency == null)) {
            throw new IllegalArgumentException(
                    "maxCost must be above 0 and have a currency; found: " + maxCost + " " + currency);
        }
        if (maxCost != null && (Math.abs((long) maxCost.scale()) > 30 || maxCost.precision() > 30)) {
            throw new IllegalArgumentException("maxCost must have at most 30 digits; found: " + maxCost);
        }
        if (maxCost == null && currency != null) {
            throw new IllegalArgumentException("a currency needs a maxCost; found only: " + currency);
        }
    }

    /** Returns the most tokens that the rendered messages may have, if there is such a limit. */
    public OptionalInt maxInputTokens() {
        return maxInput == null ? OptionalInt.empty() : OptionalInt.of(maxInput);
    }

    /** Returns the most that one call may cost, if there is such a limit. */
    public Optional<BigDecimal> maxCostPerCall() {
        return Optional.ofNullable(maxCost);
    }

    /** Returns the limits that are set, as JSON for a digest. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (maxInput != null) {
            json.put("maxInputTokens", maxInput.intValue());
        }
        if (maxCost != null && currency != null) {
            json.put("maxCost", maxCost.stripTrailingZeros().toPlainString() + " " + currency.getCurrencyCode());
        }
        return json;
    }
}
