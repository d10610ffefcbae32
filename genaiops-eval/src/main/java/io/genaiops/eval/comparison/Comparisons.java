package io.genaiops.eval.comparison;

import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Every two of several variants compared. The p-values of all pairs and all evaluators are corrected as one family, so that
 * many variants do not find a winner by chance. Immutable.
 *
 * @since 0.1
 */
public final class Comparisons {

    private final List<Comparison> pairs;
    private final Correction correction;

    private Comparisons(List<Comparison> pairs, Correction correction) {
        this.correction = Objects.requireNonNull(correction, "correction");
        this.pairs = together(pairs, correction);
    }

    /**
     * Compares every two variants, the earlier one of the map as the first.
     *
     * @param variants the columns of each variant, by its name
     * @param relevant the share of a scale from which a difference matters, above 0 to 1
     * @param seed the seed of the resampling tests
     * @throws IllegalArgumentException if there are fewer than two variants, or their columns do not match
     */
    public static Comparisons of(Map<String, List<ScoreColumn>> variants, double relevant, long seed) {
        if (variants.size() < 2) {
            throw new IllegalArgumentException("a comparison needs two variants or more; found: " + variants.keySet());
        }
        List<String> names = List.copyOf(variants.keySet());
        List<List<ScoreColumn>> columns = List.copyOf(variants.values());
        List<Comparison> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                pairs.add(Comparison.of(names.get(i), columns.get(i), names.get(j), columns.get(j), relevant, seed));
            }
        }
        return new Comparisons(pairs, Correction.BENJAMINI_HOCHBERG);
    }

    /** Returns the same comparisons with another correction: Holm for a gate, Benjamini-Hochberg to explore. */
    public Comparisons corrected(Correction method) {
        return new Comparisons(pairs, method);
    }

    /** Returns the same comparisons, every sentence of which carries these caveats too. */
    public Comparisons with(List<Caveat> caveats) {
        return new Comparisons(pairs.stream().map(pair -> pair.with(caveats)).toList(), correction);
    }

    /** Returns the comparison of every two variants; the one that was added earlier is the first. */
    public List<Comparison> pairs() {
        return pairs;
    }

    /**
     * Returns the comparison of two variants, whichever of them is the first.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public Comparison between(String one, String other) {
        return pairs.stream()
                .filter(pair -> isOf(pair, one, other) || isOf(pair, other, one))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no comparison of '" + one + "' and '" + other
                        + "'; there are "
                        + pairs.stream()
                                .map(pair -> pair.first() + " and " + pair.second())
                                .toList()));
    }

    private static boolean isOf(Comparison pair, String first, String second) {
        return pair.first().equals(first) && pair.second().equals(second);
    }

    /** Returns the correction of the p-values. */
    public Correction correction() {
        return correction;
    }

    /** Returns how many p-values were corrected together: one for each pair, evaluator and kind of test. */
    public int questions() {
        return pairs.stream()
                .flatMap(pair -> pair.rows().stream())
                .mapToInt(row -> row.verdicts().size())
                .sum();
    }

    /** Returns the caveats once and the sentences of all pairs, one on each line. */
    public String describe() {
        return Caveat.above(
                pairs.get(0).caveats(),
                pairs.stream()
                        .flatMap(pair -> pair.rows().stream().flatMap(row -> pair.sentences(row).stream()))
                        .toList());
    }

    /** Returns the same comparisons with their measured p-values corrected as one family. */
    public static List<Comparison> together(List<Comparison> family, Correction correction) {
        double[] raw = verdicts(family).mapToDouble(Verdict::pValue).toArray();
        PrimitiveIterator.OfDouble corrected = DoubleStream.of(
                        raw.length == 0 ? raw : Statistics.corrected(correction, raw))
                .iterator();
        return family.stream()
                .map(comparison -> comparison.with(
                        comparison.measured().stream()
                                .map(row -> corrected(row, corrected))
                                .toList(),
                        correction))
                .toList();
    }

    private static Stream<Verdict> verdicts(List<Comparison> family) {
        return family.stream()
                .flatMap(comparison -> comparison.measured().stream())
                .flatMap(row -> row.verdicts().stream());
    }

    /** Takes the p-values in the order of {@link Comparison.Row#verdicts}. */
    private static Comparison.Row corrected(Comparison.Row row, Iterator<Double> next) {
        Optional<Verdict> passes = row.passes().map(verdict -> verdict.adjusted(next.next()));
        Optional<Verdict> scores = row.scores().map(verdict -> verdict.adjusted(next.next()));
        return row.with(scores, passes);
    }

    @Override
    public String toString() {
        return describe();
    }
}
