package io.genaiops.cost;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What something cost: an exact amount in a currency, or unpriced with the reason. An unpriced cost is never 0, and what
 * it is added to becomes unpriced too. Two costs are equal if their amounts are, whatever was assumed. Immutable.
 *
 * @since 0.1
 */
public final class Cost {

    /** Digits before and after the point that an amount may have, so that arithmetic on it stays small. */
    private static final int MOST_DIGITS = 60;

    private static final Currency USD = Currency.getInstance("USD");

    private final @Nullable BigDecimal amount;
    private final @Nullable Currency currency;
    private final String reason;
    private final String model;
    private final List<String> assumptions;

    private Cost(
            @Nullable BigDecimal amount,
            @Nullable Currency currency,
            String reason,
            String model,
            Collection<String> assumptions) {
        this.amount = amount;
        this.currency = currency;
        this.reason = reason;
        this.model = model;
        this.assumptions = assumptions.isEmpty() ? List.of() : List.copyOf(new LinkedHashSet<>(assumptions));
    }

    /**
     * Returns an amount of US dollars, for example {@code usd("0.01")}.
     *
     * @throws IllegalArgumentException if the text is not a decimal number of at least 0
     */
    public static Cost usd(String amount) {
        return of(decimal("amount", amount), USD);
    }

    /**
     * Returns an amount in a currency.
     *
     * @throws IllegalArgumentException if the amount is negative or has over 60 digits before or after the point
     */
    public static Cost of(BigDecimal amount, Currency currency) {
        return of(amount, currency, List.of());
    }

    /**
     * Returns an amount in a currency, with what was assumed about it.
     *
     * @throws IllegalArgumentException if the amount is negative or has over 60 digits before or after the point
     */
    public static Cost of(BigDecimal amount, Currency currency, List<String> assumptions) {
        return new Cost(exact("amount", amount, MOST_DIGITS), currency, "", "", assumptions);
    }

    /** Returns a cost that is not known, and why. */
    public static Cost unpriced(String reason) {
        return new Cost(null, null, reason, "", List.of());
    }

    /** Returns this cost; if it is unpriced, with the name of the model whose price is missing. */
    public Cost ofModel(String name) {
        return isPriced() ? this : new Cost(null, null, reason, name, List.of());
    }

    /** Returns whether the amount is known. */
    public boolean isPriced() {
        return amount != null;
    }

    /** Returns the exact amount, unless unpriced. */
    public Optional<BigDecimal> amount() {
        return Optional.ofNullable(amount);
    }

    /** Returns the currency of the amount, unless unpriced. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** Returns why the amount is not known; empty for a priced cost. */
    public Optional<String> reason() {
        return isPriced() ? Optional.empty() : Optional.of(reason);
    }

    /** Returns the name of the model whose price is missing, if the cost is unpriced and the name was said. */
    public Optional<String> unpricedModel() {
        return model.isEmpty() ? Optional.empty() : Optional.of(model);
    }

    /** Returns what was assumed about the usage and the price, one sentence each; empty if nothing had to be. */
    public List<String> assumptions() {
        return assumptions;
    }

    /**
     * Returns both costs together; unpriced if one of them is.
     *
     * @throws IllegalArgumentException if both are priced, in different currencies
     */
    public Cost plus(Cost other) {
        if (amount == null || currency == null) {
            return this;
        }
        if (other.amount == null) {
            return other;
        }
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("costs are added within one currency: expected " + currency + ", found "
                    + other + "; CostTotal keeps several apart");
        }
        Set<String> both = new LinkedHashSet<>(assumptions);
        both.addAll(other.assumptions);
        return new Cost(exact("sum", amount.add(other.amount), MOST_DIGITS), currency, "", "", both);
    }

    /** Returns what the function of the amount and currency gives, or that of the reason if unpriced. */
    public <T> T fold(BiFunction<BigDecimal, Currency, T> priced, Function<String, T> unpriced) {
        return amount == null || currency == null ? unpriced.apply(reason) : priced.apply(amount, currency);
    }

    /** Parses a decimal number such as {@code 0.15}. */
    static BigDecimal decimal(String name, String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " must be a decimal number such as 0.15; found: '" + text + "'", e);
        }
    }

    /** Returns the number without trailing zeros and exponent, so that equal numbers are equal objects. */
    static BigDecimal exact(String name, BigDecimal number, int mostDigits) {
        if (number.signum() < 0) {
            throw new IllegalArgumentException(name + " must be at least 0; found: " + number);
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > mostDigits || (long) stripped.precision() - stripped.scale() > mostDigits) {
            throw new IllegalArgumentException(
                    name + " must have at most " + mostDigits + " digits before and after the point; found: " + number);
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cost cost
                && Objects.equals(amount, cost.amount)
                && Objects.equals(currency, cost.currency)
                && reason.equals(cost.reason)
                && model.equals(cost.model);
    }

    @Override
    public int hashCode() {
        return Objects.hash(amount, currency, reason, model);
    }

    /** Returns for example {@code 0.0125 USD} or {@code unpriced: input was not reported}. */
    @Override
    public String toString() {
        return fold((value, unit) -> value.toPlainString() + " " + unit, why -> "unpriced: " + why);
    }
}
