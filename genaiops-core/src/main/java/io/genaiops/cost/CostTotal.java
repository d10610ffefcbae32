package io.genaiops.cost;

import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What many calls cost, each currency apart, and how much of them is priced: an amount without its coverage would pass
 * for the whole. Immutable; {@code plus} returns another total.
 *
 * @since 0.1
 */
public final class CostTotal {

    /** A total of no calls. */
    public static final CostTotal NONE = new CostTotal(new TreeMap<>(order()), Map.of(), Map.of(), 0, 0, 0, 0, 0);

    private static final int MOST_REASONS = 20;
    private static final int MOST_MODELS = 200;
    private static final String OTHER_REASONS = "other reasons";
    private static final String OTHER_MODELS = "other models";

    private final SortedMap<Currency, Cost> amounts;
    private final Map<String, Long> reasons;
    private final Map<String, Long> models;
    private final long calls;
    private final long pricedCalls;
    private final long tokens;
    private final long pricedTokens;
    private final long callsOfUnknownTokens;

    private CostTotal(
            SortedMap<Currency, Cost> amounts,
            Map<String, Long> reasons,
            Map<String, Long> models,
            long calls,
            long pricedCalls,
            long tokens,
            long pricedTokens,
            long callsOfUnknownTokens) {
        this.amounts = Collections.unmodifiableSortedMap(amounts);
        this.reasons = Collections.unmodifiableMap(reasons);
        this.models = Collections.unmodifiableMap(models);
        this.calls = calls;
        this.pricedCalls = pricedCalls;
        this.tokens = tokens;
        this.pricedTokens = pricedTokens;
        this.callsOfUnknownTokens = callsOfUnknownTokens;
    }

    /** Returns this total with one more call. */
    public CostTotal plus(Cost cost, Usage usage) {
        boolean priced = cost.isPriced();
        long reported = Math.addExact(
                usage.inputTokens().orElse(0), usage.outputTokens().orElse(0));
        // A price without output, as of an embedding, needs no count of it.
        boolean known = usage.inputTokens().isPresent()
                && (priced || usage.outputTokens().isPresent());
        SortedMap<Currency, Cost> amount = new TreeMap<>(order());
        cost.currency().ifPresent(currency -> amount.put(currency, cost));
        Map<String, Long> reason = cost.reason().map(why -> Map.of(why, 1L)).orElse(Map.of());
        Map<String, Long> model =
                cost.unpricedModel().map(name -> Map.of(name, 1L)).orElse(Map.of());
        return plus(new CostTotal(
                amount, reason, model, 1, priced ? 1 : 0, reported, priced ? reported : 0, known ? 0 : 1));
    }

    /** Returns both totals together. */
    public CostTotal plus(CostTotal other) {
        SortedMap<Currency, Cost> both = new TreeMap<>(amounts);
        other.amounts.forEach((currency, cost) -> both.merge(currency, cost, Cost::plus));
        return new CostTotal(
                both,
                merged(reasons, other.reasons, MOST_REASONS, OTHER_REASONS),
                merged(models, other.models, MOST_MODELS, OTHER_MODELS),
                Math.addExact(calls, other.calls),
                Math.addExact(pricedCalls, other.pricedCalls),
                Math.addExact(tokens, other.tokens),
                Math.addExact(pricedTokens, other.pricedTokens),
                Math.addExact(callsOfUnknownTokens, other.callsOfUnknownTokens));
    }

    /** Returns what the priced calls cost, one amount a currency, by the code of the currency. */
    public List<Cost> priced() {
        return List.copyOf(amounts.values());
    }

    /**
     * Returns what all calls cost; unpriced, with the reason, unless every call is priced in one currency. A total of no
     * calls has no currency and is unpriced too.
     */
    public Cost cost() {
        if (calls == 0) {
            return Cost.unpriced("no calls were counted");
        }
        if (pricedCalls < calls) {
            return Cost.unpriced((calls - pricedCalls) + " of " + calls + " calls are unpriced: " + reasons);
        }
        return amounts.size() == 1
                ? priced().get(0)
                : Cost.unpriced("the calls are priced in " + amounts.size() + " currencies: " + amounts.values());
    }

    /** Returns the number of calls. */
    public long calls() {
        return calls;
    }

    /** Returns the number of calls that are priced. */
    public long pricedCalls() {
        return pricedCalls;
    }

    /** Returns the tokens that were reported, input and output together. */
    public long tokens() {
        return tokens;
    }

    /** Returns the reported tokens of the priced calls. */
    public long pricedTokens() {
        return pricedTokens;
    }

    /** Returns the number of calls whose tokens were not, or not all, reported; the tokens leave them out. */
    public long callsOfUnknownTokens() {
        return callsOfUnknownTokens;
    }

    /** Returns the share of the calls that is priced, 0 to 1; empty if there are none. */
    public OptionalDouble callCoverage() {
        return share(pricedCalls, calls);
    }

    /**
     * Returns the share of the reported tokens that is priced, 0 to 1; empty if none were reported. It says nothing of
     * the {@link #callsOfUnknownTokens()}.
     */
    public OptionalDouble tokenCoverage() {
        return share(pricedTokens, tokens);
    }

    /** Returns how many calls are unpriced for each reason; 20 reasons at most, and the rest together. */
    public Map<String, Long> unpricedReasons() {
        return reasons;
    }

    /**
     * Returns how many calls are unpriced for each model whose price is missing, by its name; 200 names at most, and the
     * rest together.
     */
    public Map<String, Long> unpricedModels() {
        return models;
    }

    private static Map<String, Long> merged(Map<String, Long> one, Map<String, Long> other, int most, String rest) {
        Map<String, Long> both = new LinkedHashMap<>(one);
        other.forEach((key, count) -> {
            boolean fits = both.containsKey(key) || both.size() < most;
            both.merge(fits ? key : rest, count, Math::addExact);
        });
        return both;
    }

    private static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }

    private static Comparator<Currency> order() {
        return Comparator.comparing(Currency::getCurrencyCode);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CostTotal total
                && amounts.equals(total.amounts)
                && reasons.equals(total.reasons)
                && models.equals(total.models)
                && calls == total.calls
                && pricedCalls == total.pricedCalls
                && tokens == total.tokens
                && pricedTokens == total.pricedTokens
                && callsOfUnknownTokens == total.callsOfUnknownTokens;
    }

    @Override
    public int hashCode() {
        return 31 * amounts.hashCode() + Long.hashCode(calls);
    }

    /** Returns for example {@code 0.12 USD for 8 of 10 calls and 900 of 1000 tokens}. */
    @Override
    public String toString() {
        String sums = amounts.isEmpty()
                ? "no amount"
                : priced().stream().map(Cost::toString).collect(Collectors.joining(" + "));
        return sums + " for " + pricedCalls + " of " + calls + " calls and " + pricedTokens + " of " + tokens
                + " tokens";
    }
}
