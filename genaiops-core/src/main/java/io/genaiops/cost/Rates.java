package io.genaiops.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prices per million tokens, for example {@code Rates.usd().input("2.50").cachedInput("1.25").output("10")}. A price of
 * 0 says that the tokens are free; a kind without a price is charged at its {@link TokenKind#fallback()}, which
 * {@link #fallbacks()} lists. Immutable; every setter returns other rates.
 *
 * @since 0.1
 */
public final class Rates {

    /** Digits before and after the point that a price may have. */
    static final int MOST_DIGITS = 18;

    private final Currency currency;
    private final Map<TokenKind, BigDecimal> own;

    private Rates(Currency currency, Map<TokenKind, BigDecimal> own) {
        this.currency = currency;
        this.own = Collections.unmodifiableMap(own);
    }

    /** Returns rates in US dollars that price nothing yet. */
    public static Rates usd() {
        return in(Currency.getInstance("USD"));
    }

    /** Returns rates in a currency that price nothing yet. */
    public static Rates in(Currency currency) {
        return new Rates(currency, new EnumMap<>(TokenKind.class));
    }

    /** Sets the price of input that is neither cached, written to the cache nor priced as audio or image. */
    public Rates input(String perMillion) {
        return with(TokenKind.INPUT, perMillion);
    }

    /** Sets the price of input that is read from the cache. */
    public Rates cachedInput(String perMillion) {
        return with(TokenKind.CACHED_INPUT, perMillion);
    }

    /** Sets the whole price of input that is written to the cache; it is not charged as input as well. */
    public Rates cacheWrite(String perMillion) {
        return with(TokenKind.CACHE_WRITE, perMillion);
    }

    /** Sets the price of output that is not priced as reasoning, audio or image. */
    public Rates output(String perMillion) {
        return with(TokenKind.OUTPUT, perMillion);
    }

    /**
     * Sets the price of a kind of token.
     *
     * @throws IllegalArgumentException if the text is not a decimal number of at least 0 with at most 18 digits before
     *     and after the point
     */
    public Rates with(TokenKind kind, String perMillion) {
        return with(kind, Cost.decimal("price of " + kind, perMillion));
    }

    Rates with(TokenKind kind, BigDecimal perMillion) {
        EnumMap<TokenKind, BigDecimal> more = new EnumMap<>(TokenKind.class);
        more.putAll(own);
        more.put(kind, Cost.exact("price of " + kind, perMillion, MOST_DIGITS));
        return new Rates(currency, more);
    }

    /** Returns this share of every price, cut to the digits that a price may have. */
    Rates times(BigDecimal share) {
        EnumMap<TokenKind, BigDecimal> shares = new EnumMap<>(TokenKind.class);
        own.forEach((kind, price) -> {
            BigDecimal part = price.multiply(share);
            BigDecimal cut = part.scale() > MOST_DIGITS ? part.setScale(MOST_DIGITS, RoundingMode.UP) : part;
            shares.put(kind, Cost.exact("price of " + kind, cut, MOST_DIGITS));
        });
        return new Rates(currency, shares);
    }

    /** Returns the currency of the prices. */
    public Currency currency() {
        return currency;
    }

    /** Returns the prices per million tokens of the kinds that have one of their own. */
    public Map<TokenKind, BigDecimal> own() {
        return own;
    }

    /** Returns what a million tokens of a kind are charged at, its own price or that of its fallback, if any. */
    public Optional<BigDecimal> perMillion(TokenKind kind) {
        BigDecimal price = own.get(kind);
        return price != null ? Optional.of(price) : kind.fallback().map(own::get);
    }

    /** Returns the kinds that have no price of their own and are charged at that of their fallback. */
    public Set<TokenKind> fallbacks() {
        EnumSet<TokenKind> kinds = EnumSet.allOf(TokenKind.class);
        kinds.removeIf(kind -> own.containsKey(kind) || perMillion(kind).isEmpty());
        return Collections.unmodifiableSet(kinds);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rates rates && currency.equals(rates.currency) && own.equals(rates.own);
    }

    @Override
    public int hashCode() {
        return 31 * currency.hashCode() + own.hashCode();
    }

    /** Returns for example <code>USD per million {input=2.5, output=10}</code>. */
    @Override
    public String toString() {
        return currency + " per million " + own;
    }
}
