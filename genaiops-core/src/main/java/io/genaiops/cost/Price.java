package io.genaiops.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider charges for a model during a time, for example {@code Price.of("openai", "gpt-4o",
 * Rates.usd().input("2.50").output("10")).from(LocalDate.of(2024, 10, 2))}.
 *
 * <p>A model is matched by what its name says, see {@link ModelName}: the name {@code gpt-4} never matches
 * {@code gpt-4o}; only a name that ends with {@code *} matches every model that starts like it. Immutable; every setter
 * returns another price.
 *
 * @since 0.1
 */
public final class Price {

    private final Terms terms;
    private final long firstSecond;
    private final long endSecond;

    private Price(Terms terms) {
        this.terms = terms;
        this.firstSecond = second(terms.from, Long.MIN_VALUE);
        this.endSecond = second(terms.until, Long.MAX_VALUE);
        if (firstSecond >= endSecond) {
            throw new IllegalArgumentException(
                    "from must be before until; found: " + terms.from + " and " + terms.until);
        }
    }

    /**
     * Returns the price of a model, in force at all times.
     *
     * @param provider who sells the model, in any of the usual spellings
     * @param model the name of the model; with {@code *} at its end, the start of it
     * @throws IllegalArgumentException if a name is blank or the rates have no price of input
     */
    public static Price of(String provider, String model, Rates rates) {
        ModelName.provider(provider);
        ModelPattern.parse(model);
        requireInput(rates);
        return new Price(
                new Terms(provider, List.of(model), rates, List.of(), null, null, null, null, null, Long.MAX_VALUE));
    }

    /** Returns this price for more names of the model. */
    public Price alsoNamed(String... names) {
        Set<String> all = new LinkedHashSet<>(terms.models);
        for (String name : names) {
            ModelPattern.parse(name);
            all.add(name);
        }
        return new Price(terms.models(List.copyOf(all)));
    }

    /** Returns this price in force from the start of a day in UTC. */
    public Price from(LocalDate day) {
        return new Price(terms.times(day, terms.until));
    }

    /** Returns this price in force until the start of a day in UTC, which is the first without it. */
    public Price until(LocalDate day) {
        return new Price(terms.times(terms.from, day));
    }

    /** Returns this price with the name of where it was read, such as the provider's price page. */
    public Price source(String name) {
        return new Price(terms.source(name));
    }

    /**
     * Returns this price with rates for all tokens of a call whose input exceeds a size.
     *
     * @param inputTokens the size in tokens, cached ones included
     * @throws IllegalArgumentException if there is a tier at that size or the currency is another
     */
    public Price above(long inputTokens, Rates all) {
        requireInput(all);
        if (!all.currency().equals(terms.rates.currency())) {
            throw new IllegalArgumentException("a tier must be in the currency of its price, " + terms.rates.currency()
                    + "; found: " + all.currency());
        }
        if (terms.tiers.stream().anyMatch(tier -> tier.aboveInputTokens() == inputTokens)) {
            throw new IllegalArgumentException("a price has one tier above a size; found two above " + inputTokens);
        }
        List<Tier> more = new ArrayList<>(terms.tiers);
        more.add(new Tier(inputTokens, all));
        more.sort(Comparator.comparingLong(Tier::aboveInputTokens));
        return new Price(terms.charging(terms.rates, List.copyOf(more)));
    }

    /** Returns this price with the day on which it was last looked up. */
    public Price checked(LocalDate day) {
        return new Price(terms.checked(day));
    }

    /**
     * Returns this price with what a call in a batch is charged: this share of all of its rates, for example {@code
     * batch("0.5")}. Without it a call in a batch has no price, see {@link PriceList#batch()}.
     *
     * @throws IllegalArgumentException if the share is not a decimal number above 0 and at most 1
     */
    public Price batch(String share) {
        return batch(Cost.decimal("batch", share));
    }

    Price batch(BigDecimal share) {
        BigDecimal exact = Cost.exact("batch", share, Rates.MOST_DIGITS);
        if (exact.signum() == 0 || exact.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("batch must be above 0 and at most 1; found: " + share);
        }
        return new Price(terms.batch(exact));
    }

    /**
     * Returns this price for calls with at most this much input, cached tokens included: what more costs is not known, and
     * such a call is unpriced.
     *
     * @throws IllegalArgumentException if the size is below 1
     */
    public Price knownUpTo(long inputTokens) {
        if (inputTokens < 1) {
            throw new IllegalArgumentException("knownUpTo must be at least 1 token; found: " + inputTokens);
        }
        return new Price(terms.knownUpTo(inputTokens));
    }

    /** Returns who sells the model, as it was written. */
    public String provider() {
        return terms.provider;
    }

    /** Returns the names of the model, as they were written. */
    public List<String> models() {
        return terms.models;
    }

    /** Returns the rates of a call that passes no tier. */
    public Rates rates() {
        return terms.rates;
    }

    /** Returns the tiers by rising size. */
    public List<Tier> tiers() {
        return terms.tiers;
    }

    /** Returns the first day, in UTC, on which the price is in force; empty if it always was. */
    public Optional<LocalDate> from() {
        return Optional.ofNullable(terms.from);
    }

    /** Returns the first day, in UTC, on which the price is no longer in force; empty if none is known. */
    public Optional<LocalDate> until() {
        return Optional.ofNullable(terms.until);
    }

    /** Returns where the price was read, if said. */
    public Optional<String> source() {
        return Optional.ofNullable(terms.source);
    }

    /** Returns the day on which the price was last looked up, if said. */
    public Optional<LocalDate> checked() {
        return Optional.ofNullable(terms.checked);
    }

    /** Returns the share of all rates that a call in a batch is charged, if batches have a price. */
    public Optional<BigDecimal> batchShare() {
        return Optional.ofNullable(terms.batch);
    }

    /** Returns the most input tokens of a call that the price is known for; empty if there is no such end. */
    public OptionalLong knownUpTo() {
        return terms.knownUpTo == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(terms.knownUpTo);
    }

    /** Returns whether the price is in force at a time. */
    public boolean isInForceAt(Instant time) {
        long second = time.getEpochSecond();
        return firstSecond <= second && second < endSecond;
    }

    /** Returns the rates of all tokens of a call with this much input, cached tokens included. */
    public Rates ratesFor(long inputTokens) {
        Rates passed = terms.rates;
        for (Tier tier : terms.tiers) {
            if (inputTokens > tier.aboveInputTokens()) {
                passed = tier.rates();
            }
        }
        return passed;
    }

    /**
     * Returns what a call cost. It is unpriced, with the reason, if input or output was not reported, if the counts
     * contradict each other, or if a kind was used that neither it nor its fallback has a price for. A part of the
     * usage that was not reported counts as none, and the cost says so where the part has a price of its own.
     */
    public Cost cost(Usage usage) {
        Long input = usage.input();
        if (input == null) {
            return Cost.unpriced(TokenKind.INPUT + " was not reported");
        }
        return input > terms.knownUpTo ? beyondKnown(input) : Charge.of(ratesFor(input), usage);
    }

    /**
     * Returns what a call with at most this many tokens costs at most: every token at the highest price that one of its
     * side may have, be it cached, written to a cache or spent on reasoning, in the dearest tier that the input may reach.
     * Unpriced, with the reason, if nothing of a side has a price.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public Cost atMost(long inputTokens, long outputTokens) {
        Usage most = Usage.of(inputTokens, outputTokens);
        if (inputTokens > terms.knownUpTo) {
            return beyondKnown(inputTokens);
        }
        Cost highest = Charge.atMost(terms.rates, most);
        for (Tier tier : terms.tiers) {
            if (inputTokens > tier.aboveInputTokens()) {
                highest = Charge.higher(highest, Charge.atMost(tier.rates(), most));
            }
        }
        return highest;
    }

    /** Returns this price as that of a call in a batch, if that is known. */
    Optional<Price> ofBatch() {
        return batchShare()
                .map(share -> new Price(terms.charging(
                        terms.rates.times(share),
                        terms.tiers.stream()
                                .map(tier -> new Tier(
                                        tier.aboveInputTokens(), tier.rates().times(share)))
                                .toList())));
    }

    private Cost beyondKnown(long inputTokens) {
        return Cost.unpriced("the price of " + terms.models.get(0) + " is known up to " + terms.knownUpTo
                + " input tokens; the call has " + inputTokens);
    }

    private static void requireInput(Rates rates) {
        if (!rates.own().containsKey(TokenKind.INPUT)) {
            throw new IllegalArgumentException("rates must have a price of input; found: " + rates);
        }
    }

    private static long second(@Nullable LocalDate day, long otherwise) {
        return day == null ? otherwise : day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Price price && terms.equals(price.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    /** Returns for example {@code openai [gpt-4o] from 2024-10-02: USD per million {input=2.5}}. */
    @Override
    public String toString() {
        return terms.provider + " " + terms.models + (terms.from == null ? "" : " from " + terms.from)
                + (terms.until == null ? "" : " until " + terms.until) + ": " + terms.rates
                + (terms.tiers.isEmpty() ? "" : " " + terms.tiers);
    }

    /**
     * What a call is charged at once its input passes a size: these rates hold for all of its tokens, output included,
     * not for those above the size alone.
     *
     * @param aboveInputTokens the input, cached tokens included, that a call must exceed, at least 0
     * @param rates the rates of the whole call; they stand alone and inherit no price of a lower tier
     * @since 0.1
     */
    public record Tier(long aboveInputTokens, Rates rates) {

        /** Refuses a negative size. */
        public Tier {
            if (aboveInputTokens < 0) {
                throw new IllegalArgumentException("aboveInputTokens must be at least 0; found: " + aboveInputTokens);
            }
        }
    }

    private record Terms(
            String provider,
            List<String> models,
            Rates rates,
            List<Tier> tiers,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable String source,
            @Nullable LocalDate checked,
            @Nullable BigDecimal batch,
            long knownUpTo) {

        Terms models(List<String> names) {
            return new Terms(provider, names, rates, tiers, from, until, source, checked, batch, knownUpTo);
        }

        Terms times(@Nullable LocalDate first, @Nullable LocalDate end) {
            return new Terms(provider, models, rates, tiers, first, end, source, checked, batch, knownUpTo);
        }

        Terms charging(Rates other, List<Tier> all) {
            return new Terms(provider, models, other, all, from, until, source, checked, batch, knownUpTo);
        }

        Terms source(String name) {
            return new Terms(provider, models, rates, tiers, from, until, name, checked, batch, knownUpTo);
        }

        Terms checked(LocalDate day) {
            return new Terms(provider, models, rates, tiers, from, until, source, day, batch, knownUpTo);
        }

        Terms batch(BigDecimal share) {
            return new Terms(provider, models, rates, tiers, from, until, source, checked, share, knownUpTo);
        }

        Terms knownUpTo(long inputTokens) {
            return new Terms(provider, models, rates, tiers, from, until, source, checked, batch, inputTokens);
        }
    }
}
