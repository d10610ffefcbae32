package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What the second of two variants takes in proportion to the first: time, tokens and cost. The p-values of all quantities
 * are corrected together. Immutable.
 *
 * @since 0.1
 */
public final class Ratios {

    private final List<Ratio> all;
    private final Correction correction;

    private Ratios(List<Ratio> all, Correction correction) {
        this.correction = Objects.requireNonNull(correction, "correction");
        this.all = together(all, correction);
    }

    /**
     * Compares what two variants took.
     *
     * @param relevant the share from which a change matters, above 0, such as 0.05
     * @param seed the seed of the resampling tests
     */
    public static Ratios of(Spending first, Spending second, double relevant, long seed) {
        List<Ratio> ratios = Arrays.stream(Quantity.values())
                .map(quantity -> Ratio.of(quantity, first, second, relevant, seed))
                .toList();
        return new Ratios(ratios, Correction.BENJAMINI_HOCHBERG);
    }

    /** Returns the same ratios with another correction: Holm for a gate, Benjamini-Hochberg to explore. */
    public Ratios corrected(Correction method) {
        return new Ratios(all, method);
    }

    /** Returns the same ratios, every sentence of which carries these caveats. */
    public Ratios with(List<Caveat> caveats) {
        return new Ratios(all.stream().map(ratio -> ratio.with(caveats)).toList(), correction);
    }

    /** Returns the ratio of each quantity, in the order of {@link Quantity}. */
    public List<Ratio> all() {
        return all;
    }

    /** Returns the ratio of a quantity. */
    public Ratio ratio(Quantity quantity) {
        return all.stream()
                .filter(ratio -> ratio.quantity() == quantity)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the correction of the p-values. */
    public Correction correction() {
        return correction;
    }

    /** Returns the caveats and the sentence of each ratio, one on each line. */
    public String describe() {
        return Caveat.above(all.get(0).caveats(), all.stream().map(Ratio::words).toList());
    }

    private static List<Ratio> together(List<Ratio> ratios, Correction correction) {
        double[] raw = ratios.stream()
                .flatMap(ratio -> ratio.measured().stream())
                .mapToDouble(Verdict::pValue)
                .toArray();
        double[] corrected = raw.length == 0 ? raw : Statistics.corrected(correction, raw);
        List<Ratio> result = new ArrayList<>();
        int next = 0;
        for (Ratio ratio : ratios) {
            result.add(ratio.measured().isPresent() ? ratio.adjusted(corrected[next++]) : ratio);
        }
        return List.copyOf(result);
    }

    @Override
    public String toString() {
        return describe();
    }
}
