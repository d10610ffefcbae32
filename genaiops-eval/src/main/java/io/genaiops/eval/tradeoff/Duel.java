package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Two variants held against each other in everything that counts.
 *
 * @param first one of them
 * @param second the other
 * @param edges what is known of both, an improvement of the second being positive
 * @param unknown what counts and is not known of both
 */
record Duel(String first, String second, List<Edge> edges, List<String> unknown) {

    static Duel between(Contender first, Contender second, List<Quantity> quantities, double relevant, long seed) {
        List<Edge> edges = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Comparison.Row row = Comparison.of(
                        first.variant(),
                        List.of(first.quality()),
                        second.variant(),
                        List.of(second.quality()),
                        relevant,
                        seed)
                .rows()
                .get(0);
        row.scores()
                .ifPresentOrElse(
                        verdict -> edges.add(new Edge(
                                "quality",
                                /* ratio= */ false,
                                verdict,
                                verdict,
                                row.scoreEffect().orElseThrow().differing(),
                                verdict.relevant() / relevant)),
                        () -> unknown.add("quality"));
        for (Quantity quantity : quantities) {
            Ratio ratio = Ratio.of(quantity, first.spending(), second.spending(), relevant, seed);
            ratio.measured()
                    .ifPresentOrElse(
                            verdict -> edges.add(new Edge(
                                    quantity.toString(), /* ratio= */ true, verdict, verdict, ratio.differing(), 1)),
                            () -> unknown.add(quantity.toString()));
        }
        return new Duel(first.variant(), second.variant(), List.copyOf(edges), List.copyOf(unknown));
    }

    Stream<Verdict> verdicts() {
        return edges.stream().map(Edge::measured);
    }

    Duel corrected(Iterator<Double> pValues) {
        return new Duel(
                first,
                second,
                edges.stream().map(edge -> edge.adjusted(pValues.next())).toList(),
                unknown);
    }

    /** Returns the same with the first variant in the place of the second. */
    Duel reversed() {
        return new Duel(second, first, edges.stream().map(Edge::reversed).toList(), unknown);
    }

    /** Tells whether the second is better in something and no worse in everything else. */
    boolean secondDominates() {
        return unknown.isEmpty() && has(Edge::isBetter) && edges.stream().allMatch(Edge::isNoWorse);
    }

    boolean secondIsBetterInSomething() {
        return has(Edge::isBetter);
    }

    /** Tells whether neither is better in anything and neither is worse by what matters. */
    boolean isTie() {
        return unknown.isEmpty() && edges.stream().allMatch(Edge::isTie);
    }

    private boolean has(Predicate<Edge> what) {
        return edges.stream().anyMatch(what);
    }
}
