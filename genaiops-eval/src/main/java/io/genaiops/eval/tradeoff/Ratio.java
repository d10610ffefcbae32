package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.NonInferiority;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Power;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many times as much of a quantity the second of two variants takes as the first, item by item.
 *
 * <p>It is the geometric mean of the items' ratios (Fleming, Wallace 1986, Communications of the ACM 29:218), tested by
 * flipping the signs of their logarithms, so that p-value and interval agree. An item of which one number is unknown or 0
 * has no ratio: it is counted and left out, never taken for 0 or 1. {@link #ofTotals} is the ratio of what the paired items
 * took together, as on a bill. Immutable.
 *
 * @since 0.1
 */
public final class Ratio {

    private final Quantity quantity;
    private final String first;
    private final String second;
    private final RatioItems items;
    private final Optional<Verdict> measured;
    private final Optional<Verdict> verdict;
    private final List<Caveat> caveats;

    private Ratio(Ratio from, Optional<Verdict> verdict, List<Caveat> caveats) {
        this.quantity = from.quantity;
        this.first = from.first;
        this.second = from.second;
        this.items = from.items;
        this.measured = from.measured;
        this.verdict = verdict;
        this.caveats = List.copyOf(caveats);
    }

    private Ratio(Quantity quantity, String first, String second, RatioItems items, Optional<Verdict> measured) {
        this.quantity = quantity;
        this.first = first;
        this.second = second;
        this.items = items;
        this.measured = measured;
        this.verdict = measured;
        this.caveats = List.of();
    }

    /**
     * Compares what two variants took.
     *
     * @param relevant the share from which a change matters, above 0, such as 0.05
     * @param seed the seed of the resampling test
     */
    static Ratio of(Quantity quantity, Spending first, Spending second, double relevant, long seed) {
        RatioItems items = first.incomparable(quantity, second)
                .map(why -> RatioItems.none(
                        first.quantities().column(Quantity.LATENCY).items(), why))
                .orElseGet(() -> RatioItems.of(
                        first.quantities().column(quantity), second.quantities().column(quantity)));
        Optional<Verdict> measured = items.savings()
                .map(savings -> savings.verdict(Power.usual(), Math.log1p(relevant), Resampling.seeded(seed)));
        return new Ratio(quantity, first.variant(), second.variant(), items, measured);
    }

    /** Returns the same ratio with a corrected p-value. */
    Ratio adjusted(double pValue) {
        return new Ratio(this, measured.map(found -> found.adjusted(pValue)), caveats);
    }

    /** Returns the same ratio, whose sentences carry these caveats. */
    Ratio with(List<Caveat> all) {
        return new Ratio(this, verdict, all);
    }

    /** Returns the test as it was measured, on logarithms; a saving is positive. */
    Optional<Verdict> measured() {
        return measured;
    }

    /** Returns what is taken. */
    public Quantity quantity() {
        return quantity;
    }

    /** Returns the geometric mean of the items' ratios, second to first; empty if no item has one. */
    public OptionalDouble value() {
        return verdict.map(found -> OptionalDouble.of(Math.exp(-found.difference())))
                .orElseGet(OptionalDouble::empty);
    }

    /** Returns the 95 % interval of {@link #value}; empty if the items are too few to rule anything out. */
    public Optional<Interval> interval() {
        return verdict.flatMap(Verdict::interval)
                .map(found -> new Interval(Math.exp(-found.high()), Math.exp(-found.low()), found.level()));
    }

    /**
     * Returns the test of the ratios' logarithms with its corrected p-value; a saving of the second variant is positive.
     * Empty if no item has a ratio.
     */
    public Optional<Verdict> verdict() {
        return verdict;
    }

    /** Returns the mean of the logarithms of the ratios, with its Student and bootstrap intervals; empty if none has one. */
    public Optional<Mean> logarithms() {
        return items.savings().map(savings -> savings.negated().mean());
    }

    /** Returns what the second variant took together, divided by what the first took; over the items known of both. */
    public OptionalDouble ofTotals() {
        return items.ofTotals();
    }

    /** Returns how many items have a ratio. */
    public int items() {
        return items.paired();
    }

    /** Returns how many items lack the number of one variant. */
    public int unknown() {
        return items.unknown();
    }

    /** Returns how many items have a 0, so that they have no ratio. */
    public int zeros() {
        return items.zeros();
    }

    /** Returns what has to be known beside it. */
    public List<Caveat> caveats() {
        return caveats;
    }

    /**
     * Answers whether the second variant takes at most a factor of what the first takes.
     *
     * @param factor above 1, such as 1.1 for a tenth more
     * @throws IllegalArgumentException if no item has a ratio
     */
    public NonInferiority noMoreThan(double factor) {
        NonInferiority.Question question =
                new NonInferiority.Question(quantity.toString(), first, second, Math.log(factor), 1);
        return measured.map(found -> NonInferiority.ofLogRatios(question, found, differing(), caveats))
                .orElseThrow(() -> new IllegalArgumentException(nothing()));
    }

    int differing() {
        return items.savings().map(savings -> savings.wins() + savings.losses()).orElse(0);
    }

    /** Says it in a sentence, with what was left out and what the sample could have seen. */
    public String words() {
        return Caveat.mark(verdict.map(this::sentence).orElseGet(this::nothing), caveats);
    }

    private String sentence(Verdict found) {
        String times = times() + " the " + quantity + " of " + first;
        String what = switch (found.conclusion()) {
            case BETTER, WORSE -> second + " takes " + times;
            case NO_DIFFERENCE -> "no difference in " + quantity + " that matters: " + second + " takes " + times;
            case CANNOT_TELL ->
                "cannot tell the " + quantity + " of " + second + " from that of " + first + ": " + times;
        };
        return what + figures(found) + totals() + leftOut() + seen(found);
    }

    /** Returns for example {@code 0.62 to 0.71 times}. */
    String times() {
        return interval().map(Interval::words).orElseGet(() -> Statistics.number(value().orElseThrow())) + " times";
    }

    private String figures(Verdict found) {
        String p = found.pValue() < 0.001 ? "p < 0.001" : "p = " + Statistics.number(found.pValue());
        return " (geometric mean " + Statistics.number(value().orElseThrow()) + ", "
                + Statistics.number(100 * found.power().level()) + " %, " + p + ", " + count(found.items()) + ")";
    }

    private String totals() {
        return ofTotals().isPresent()
                ? "; in total " + Statistics.number(ofTotals().getAsDouble()) + " times"
                : "";
    }

    private String leftOut() {
        String gone = unknown() == 0 ? "" : "; " + count(unknown()) + " left out as unknown";
        return zeros() == 0 ? gone : gone + "; " + count(zeros()) + " left out with a 0";
    }

    private static String seen(Verdict found) {
        return found.detectable().isPresent()
                ? "; the sample could have seen a factor of "
                        + Statistics.number(Math.exp(found.detectable().getAsDouble()))
                : "; so few items could not have seen any difference";
    }

    private String nothing() {
        return quantity + ": no item has one of both " + first + " and " + second + ", so nothing is known"
                + items.why().map(why -> "; " + why).orElse(leftOut());
    }

    private static String count(int items) {
        return items + (items == 1 ? " item" : " items");
    }

    /** Returns {@link #words}. */
    @Override
    public String toString() {
        return words();
    }
}
