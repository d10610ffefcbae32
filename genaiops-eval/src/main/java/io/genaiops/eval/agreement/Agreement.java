package io.genaiops.eval.agreement;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens every measure of agreement: {@code Agreement.between(judge, human).kappa(Weights.QUADRATIC)}.
 *
 * @since 0.1
 */
public final class Agreement {

    private Agreement() {}

    /** Compares two raters who gave each item a label, such as pass and fail. */
    public static TwoRaters between(List<String> first, List<String> second) {
        Set<String> distinct = new TreeSet<>(first);
        distinct.addAll(second);
        List<String> labels = new ArrayList<>(distinct);
        return new TwoRaters(indexes(labels, first), indexes(labels, second), false);
    }

    /** Compares two raters who gave each item an integer level, such as 1 to 5. */
    public static TwoRaters between(int[] first, int[] second) {
        return new TwoRaters(first, second, true);
    }

    /** Compares a judge's pass and fail with the truth, {@code true} being a pass. */
    public static JudgeAccuracy judgeAccuracy(boolean[] judge, boolean[] truth) {
        return JudgeAccuracy.of(judge, truth);
    }

    /**
     * Returns Krippendorff's alpha for any number of raters and missing ratings: 1 is full agreement, 0 what chance gives.
     *
     * <p>Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability. Below 0.667 no conclusion should rest on the
     * ratings, from 0.8 on they are called reliable (Krippendorff 2004, Content Analysis, section 11.4).
     *
     * @param ratings one row for each item with the ratings that exist; an item with fewer than 2 is passed over
     * @param scale what the numbers mean
     */
    public static Coefficient krippendorffAlpha(double[][] ratings, Scale scale) {
        for (double[] item : ratings) {
            if (item.length > 0) {
                Statistics.mean(item);
            }
        }
        return new Krippendorff(ratings).alpha(scale);
    }

    /**
     * Returns the bootstrap interval of {@link #krippendorffAlpha}: items are drawn with replacement.
     *
     * @param ratings as for the coefficient
     * @param scale what the numbers mean
     * @param level the confidence level, such as 0.95
     * @param resampling the seed and the number of resamples
     * @return empty if the coefficient is undefined or the resamples do not show how far it varies, as with full agreement
     */
    public static Optional<Interval> krippendorffInterval(
            double[][] ratings, Scale scale, double level, Resampling resampling) {
        double[][] paired =
                Arrays.stream(ratings).filter(item -> item.length > 1).toArray(double[][]::new);
        if (!krippendorffAlpha(paired, scale).isDefined()) {
            return Optional.empty();
        }
        return resampling.interval(
                paired.length,
                level,
                drawn -> new Krippendorff(
                                Arrays.stream(drawn).mapToObj(i -> paired[i]).toArray(double[][]::new))
                        .alpha(scale)
                        .value());
    }

    /**
     * Correlates two series of scores, such as those of a judge and of people; in n log n steps at most.
     *
     * @throws IllegalArgumentException if the lengths differ, a series is empty or a score is not finite
     */
    public static Coefficient correlation(Correlation correlation, double[] first, double[] second) {
        return correlation.of(first, second);
    }

    /**
     * Correlates within each system and averages, weighted by the number of pairs.
     *
     * <p>Pooling the scores of good and bad systems shows that a judge tells systems apart, and inflates the figure for how
     * well it tells answers of one system apart.
     *
     * @param systems the system of each pair
     */
    public static WithinSystems correlationWithin(
            Correlation correlation, List<String> systems, double[] first, double[] second) {
        return correlation.within(systems, first, second);
    }

    /**
     * Returns the share of comparisons whose winner stayed the same when the two answers changed places.
     *
     * @param winners the winner of each comparison, named by answer and not by place
     * @param winnersSwapped the same with the places swapped
     */
    public static Proportion swapConsistency(List<String> winners, List<String> winnersSwapped) {
        return between(winners, winnersSwapped).percentAgreement();
    }

    /**
     * Returns how often two verdicts on the same item agree: the share of agreeing pairs of repeats, averaged over items.
     *
     * @param repeats one row for each item with its verdicts, at least 2
     * @throws IllegalArgumentException if there is no item, or an item has a single verdict
     */
    public static Mean selfConsistency(List<List<String>> repeats) {
        double[] shares = new double[repeats.size()];
        for (int i = 0; i < shares.length; i++) {
            List<String> verdicts = repeats.get(i);
            int n = verdicts.size();
            if (n < 2) {
                throw new IllegalArgumentException("item " + i + " needs at least 2 verdicts; found " + n);
            }
            long agreeing = 0;
            for (String verdict : new HashSet<>(verdicts)) {
                long same = Collections.frequency(verdicts, verdict);
                agreeing += same * (same - 1);
            }
            shares[i] = (double) agreeing / ((long) n * (n - 1));
        }
        return Statistics.mean(shares);
    }

    static void requirePairs(int first, int second) {
        if (first != second || first == 0) {
            throw new IllegalArgumentException(
                    "raters need the same items, at least 1; found " + first + " and " + second);
        }
    }

    private static int[] indexes(List<String> labels, List<String> given) {
        return given.stream()
                .mapToInt(label -> Collections.binarySearch(labels, label))
                .toArray();
    }
}
