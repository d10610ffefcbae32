package io.genaiops.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
        return new Price(new Terms(provider, List.of(model), rates, List.of(), null, null, null));
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
        return new Price(terms.tiers(List.copyOf(more)));
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
        return input == null ? Cost.unpriced(TokenKind.INPUT + " was not reported") : Charge.of(ratesFor(input), usage);
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
            @Nullable String source) {

        Terms models(List<String> names) {
            return new Terms(provider, names, rates, tiers, from, until, source);
        }

        Terms times(@Nullable LocalDate first, @Nullable LocalDate end) {
            return new Terms(provider, models, rates, tiers, first, end, source);
        }

        Terms tiers(List<Tier> all) {
            return new Terms(provider, models, rates, all, from, until, source);
        }

        Terms source(String name) {
            return new Terms(provider, models, rates, tiers, from, until, name);
        }
    }
}
