package io.genaiops.eval.tradeoff;

import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.comparison.QuantityColumn;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.tradeoff.Option.Figure;
import io.genaiops.eval.tradeoff.Option.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Which variants are worth choosing, by quality, cost and latency: those that no other one dominates.
 *
 * <p>A variant dominates another if it is better in something beyond chance and is shown to be no worse in the rest by more
 * than what matters. The p-values of all pairs and axes are corrected together by Holm. Where the items do not tell, or
 * something is unknown of a pair, nothing is claimed of it. Cost and latency count as ratios, item by item; what is unknown
 * of every variant plays no part and is named. Immutable.
 *
 * @since 0.1
 */
public final class Tradeoff {

    private static final List<Quantity> TAKEN = List.of(Quantity.COST, Quantity.LATENCY);
    private static final double LEAST_COVERAGE = 0.95;

    private final List<Contender> contenders;
    private final List<Quantity> counted;
    private final List<Duel> duels;
    private final List<Option> options;
    private final double relevant;
    private final List<Caveat> caveats;

    private Tradeoff(Tradeoff from, List<Caveat> caveats) {
        this.contenders = from.contenders;
        this.counted = from.counted;
        this.duels = from.duels;
        this.options = from.options;
        this.relevant = from.relevant;
        this.caveats = List.copyOf(caveats);
    }

    private Tradeoff(List<Contender> contenders, double relevant, long seed) {
        this.contenders = List.copyOf(contenders);
        this.counted = TAKEN.stream()
                .filter(quantity -> contenders.stream().anyMatch(one -> isKnown(one.quantities(), quantity)))
                .toList();
        this.relevant = relevant;
        this.caveats = List.of();
        List<Duel> measured = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            for (int j = i + 1; j < contenders.size(); j++) {
                measured.add(Duel.between(contenders.get(i), contenders.get(j), counted, relevant, seed));
            }
        }
        this.duels = corrected(measured);
        this.options = contenders.stream().map(this::option).toList();
    }

    /**
     * Weighs variants, two or more, whose scores are of one evaluator.
     *
     * @param relevant the share of the scale, of the cost and of the latency from which a difference matters, such as 0.05
     * @param seed the seed of the resampling tests
     */
    public static Tradeoff between(List<Contender> contenders, double relevant, long seed) {
        if (contenders.size() < 2) {
            throw new IllegalArgumentException("variants are weighed between two or more; found: " + contenders.size());
        }
        return new Tradeoff(contenders, relevant, seed);
    }

    /** Returns the same, with caveats above it. */
    public Tradeoff with(List<Caveat> all) {
        return new Tradeoff(this, all);
    }

    private static List<Duel> corrected(List<Duel> duels) {
        double[] raw = duels.stream()
                .flatMap(Duel::verdicts)
                .mapToDouble(Verdict::pValue)
                .toArray();
        PrimitiveIterator.OfDouble next = DoubleStream.of(
                        raw.length == 0 ? raw : Statistics.corrected(Correction.HOLM, raw))
                .iterator();
        return duels.stream().map(duel -> duel.corrected(next)).toList();
    }

    private Option option(Contender contender) {
        String name = contender.variant();
        List<String> dominators = others(name)
                .filter(rival -> duel(name, rival).secondDominates())
                .toList();
        List<String> open = others(name)
                .filter(rival -> !duel(rival, name).secondIsBetterInSomething()
                        && !duel(rival, name).isTie())
                .toList();
        Standing standing =
                !dominators.isEmpty() ? Standing.DOMINATED : open.isEmpty() ? Standing.ON_FRONT : Standing.CANNOT_TELL;
        return new Option(
                name,
                quality(contender.quality()),
                figure(contender.quantities(), Quantity.COST),
                figure(contender.quantities(), Quantity.LATENCY),
                standing,
                dominators.isEmpty() ? open : dominators);
    }

    private static Optional<Figure> quality(ScoreColumn column) {
        double[] scores = column.itemScores();
        return scores.length == 0 ? Optional.empty() : Optional.of(Figure.of(Statistics.mean(scores), column.items()));
    }

    private static Optional<Figure> figure(Quantities quantities, Quantity quantity) {
        return isKnown(quantities, quantity)
                ? quantities
                        .column(quantity)
                        .mean()
                        .map(mean -> Figure.of(mean, quantities.column(quantity).items()))
                : Optional.empty();
    }

    private static boolean isKnown(Quantities quantities, Quantity quantity) {
        boolean comparable =
                quantity != Quantity.COST || quantities.currencies().size() <= 1;
        return comparable && quantities.column(quantity).mean().isPresent();
    }

    private Stream<String> others(String name) {
        return contenders.stream().map(Contender::variant).filter(other -> !other.equals(name));
    }

    /** Returns two variants held against each other; an improvement of the second is positive. */
    Duel duel(String first, String second) {
        for (Duel duel : duels) {
            if (duel.first().equals(first) && duel.second().equals(second)) {
                return duel;
            }
            if (duel.first().equals(second) && duel.second().equals(first)) {
                return duel.reversed();
            }
        }
        throw new IllegalStateException("no duel of '" + first + "' and '" + second + "'");
    }

    /** Returns each variant with its figures and its place, in the order they were added. */
    public List<Option> options() {
        return options;
    }

    /**
     * Returns a variant with its figures and its place.
     *
     * @throws IllegalArgumentException if there is none of the name; the message lists those there are
     */
    public Option option(String variant) {
        return options.stream()
                .filter(option -> option.variant().equals(variant))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant '" + variant + "'; there are "
                        + options.stream().map(Option::variant).toList()));
    }

    /** Returns the variants that stand so. */
    public List<String> variants(Standing standing) {
        return options.stream()
                .filter(option -> option.standing() == standing)
                .map(Option::variant)
                .toList();
    }

    /**
     * Returns the variant to take: the only one on the front, all others being dominated, with scores for 95 % of its
     * answers at least. Empty if there is none, which {@link #recommendation} explains.
     */
    public Optional<String> recommended() {
        List<String> front = variants(Standing.ON_FRONT);
        boolean alone = front.size() == 1 && variants(Standing.CANNOT_TELL).isEmpty();
        return alone && reservations().isEmpty() ? Optional.of(front.get(0)) : Optional.empty();
    }

    /** Returns in words what to take or why that is open; it says no more than the tests do. */
    public String recommendation() {
        return new Advice(this).words();
    }

    /** Returns what is not known, one sentence each: scores, costs, latencies that are missing. */
    public List<String> unknowns() {
        List<String> unknowns = new ArrayList<>();
        for (Quantity quantity : TAKEN) {
            if (!counted.contains(quantity)) {
                unknowns.add(quantity + " is unknown of every variant and plays no part");
            }
        }
        for (Contender contender : contenders) {
            missing(contender.quality())
                    .ifPresent(words -> unknowns.add(contender.variant() + " has no score for " + words));
            for (Quantity quantity : counted) {
                unknown(contender, quantity).ifPresent(unknowns::add);
            }
        }
        return unknowns;
    }

    private static Optional<String> missing(ScoreColumn column) {
        int missing = column.items() - column.itemScores().length;
        return missing == 0 ? Optional.empty() : Optional.of(missing + " of " + column.items() + " items");
    }

    private static Optional<String> unknown(Contender contender, Quantity quantity) {
        if (!isKnown(contender.quantities(), quantity)) {
            return Optional.of(quantity + " of " + contender.variant() + " is unknown");
        }
        QuantityColumn column = contender.quantities().column(quantity);
        int missing = column.unknown();
        return missing == 0
                ? Optional.empty()
                : Optional.of(quantity + " of " + contender.variant() + " is unknown for " + missing + " of "
                        + column.items() * column.repetitions() + " answers");
    }

    /** Returns the variants on the front whose scores cover too little to recommend them. */
    List<String> reservations() {
        return contenders.stream()
                .filter(contender -> variants(Standing.ON_FRONT).contains(contender.variant()))
                .filter(contender -> coverage(contender.quality()) < LEAST_COVERAGE)
                .map(contender -> contender.variant() + " has no score for "
                        + missing(contender.quality()).orElse("some repetitions"))
                .toList();
    }

    private static double coverage(ScoreColumn column) {
        return (double) column.count(Outcome.Kind.SCORED) / ((double) column.items() * column.repetitions());
    }

    /** Returns how many p-values were corrected together. */
    public int questions() {
        return (int) duels.stream().flatMap(Duel::verdicts).count();
    }

    /** Returns what has to be known beside it. */
    public List<Caveat> caveats() {
        return caveats;
    }

    /** Returns caveats, recommendation, each variant and what is unknown, one on each line. */
    public String describe() {
        List<String> lines = new ArrayList<>(recommendation().lines().toList());
        options.forEach(option -> lines.add(option.words()));
        lines.addAll(unknowns());
        lines.add("quality is '" + contenders.get(0).quality().evaluator().name() + "'; " + questions()
                + " tests corrected together by Holm; " + Statistics.number(100 * relevant)
                + " % of the scale, the cost or the latency matter");
        return Caveat.above(caveats, lines);
    }

    @Override
    public String toString() {
        return describe();
    }
}
