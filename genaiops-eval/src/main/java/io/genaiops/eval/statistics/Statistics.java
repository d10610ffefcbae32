package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * Opens every statistic: {@code Statistics.passRate(9, 10).wilson(0.95)}.
 *
 * <p>Scores are finite and below 1e100 in size; arrays are copied, never changed.
 *
 * @since 0.1
 */
public final class Statistics {

    private static final double LARGEST = 1e100;

    private Statistics() {}

    /** Returns the rate of {@code passed} out of {@code total} items. */
    public static Proportion passRate(int passed, int total) {
        return new Proportion(passed, total);
    }

    /** Returns the mean of scores, one for each item. */
    public static Mean mean(double... scores) {
        return Mean.of(scores);
    }

    /** Returns the mean of scores that come in clusters, such as the questions on one document; a row is a cluster. */
    public static Mean clusteredMean(double[][] clusters) {
        return Mean.ofClusters(clusters);
    }

    /** Averages repeats within each item, so that the item stays the unit; a row holds the repeats of an item. */
    public static double[] averaged(double[][] repeats) {
        double[] means = new double[repeats.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = Arrays.stream(finite("repeats of item " + i, repeats[i])).sum() / repeats[i].length;
        }
        return means;
    }

    /** Compares two runs that passed or failed the same items, in the same order. */
    public static McNemar paired(boolean[] first, boolean[] second) {
        return McNemar.of(first, second);
    }

    /** Compares two runs that scored the same items, in the same order. */
    public static PairedDifferences paired(double[] first, double[] second) {
        return PairedDifferences.of(first, second);
    }

    /** Returns the quantiles of values such as latencies in seconds or costs in USD. */
    public static Quantiles quantiles(double... values) {
        return Quantiles.of(values);
    }

    /** Returns the quantiles of values of which some are repeats of one item; their intervals have the item as the unit. */
    public static Quantiles repeatedQuantiles(int items, double... values) {
        return Quantiles.ofRepeated(items, values);
    }

    /** Starts a count of passes that may be looked at after every item. */
    public static SequentialPassRate sequentialPassRate(double level) {
        return new SequentialPassRate(0, 0, level);
    }

    /**
     * Corrects the p-values of several measures and keeps their order; the results are compared with the uncorrected level.
     *
     * @throws IllegalArgumentException if a value is not between 0 and 1
     */
    public static double[] corrected(Correction correction, double... pValues) {
        return correction.adjust(pValues);
    }

    /** Plans the number of items: {@code Statistics.power(0.95, 0.8).itemsForRates(0.2, 0.05)}. */
    public static Power power(double level, double power) {
        return new Power(level, power);
    }

    /**
     * Estimates without bias the chance that at least one of {@code k} attempts passes, from more attempts at one item.
     *
     * <p>Source: Chen et al. 2021, arXiv 2107.03374, equation 1: 1 - C(n-c, k) / C(n, k).
     *
     * @param attempts the number n of attempts made
     * @param passed the number c of attempts that passed
     * @param k the number of attempts asked about, between 1 and {@code attempts}
     */
    public static double passAtK(int attempts, int passed, int k) {
        requirePassed(attempts, passed);
        return 1 - chosenFrom(attempts, attempts - passed, k);
    }

    /**
     * Estimates without bias the chance that all of {@code k} attempts pass, from more attempts at one item: C(c, k) / C(n, k).
     *
     * <p>Source: Yao et al. 2024, arXiv 2406.12045, section 3.
     *
     * @param attempts the number n of attempts made
     * @param passed the number c of attempts that passed
     * @param k the number of attempts asked about, between 1 and {@code attempts}
     */
    public static double passPowerK(int attempts, int passed, int k) {
        requirePassed(attempts, passed);
        return chosenFrom(attempts, passed, k);
    }

    /**
     * Returns the mean of {@link #passAtK(int, int, int)} over items, with the item as the unit of its intervals.
     *
     * @param attempts one row for each item, {@code true} for each attempt that passed; at least {@code k} in each
     * @param k the number of attempts asked about
     */
    public static Mean passAtK(boolean[][] attempts, int k) {
        return Mean.of(chances(attempts, (made, passed) -> passAtK(made, passed, k)));
    }

    /**
     * Returns the mean of {@link #passPowerK(int, int, int)} over items, with the item as the unit of its intervals.
     *
     * @param attempts one row for each item, {@code true} for each attempt that passed; at least {@code k} in each
     * @param k the number of attempts asked about
     */
    public static Mean passPowerK(boolean[][] attempts, int k) {
        return Mean.of(chances(attempts, (made, passed) -> passPowerK(made, passed, k)));
    }

    /**
     * Plans how many items give a pass rate an interval that reaches {@code halfWidth} to each side ({@link
     * Proportion#wilson}).
     *
     * @param rate the expected rate, 0 to 1; 0.5 is the dearest
     * @param halfWidth how far the interval may reach from its centre, strictly between 0 and 0.5
     * @param level the confidence level, such as 0.95
     */
    public static long itemsForPassRate(double rate, double halfWidth, double level) {
        return Power.itemsForHalfWidth(rate, halfWidth, level);
    }

    private static double[] chances(boolean[][] attempts, ToDoubleBiFunction<Integer, Integer> chance) {
        double[] chances = new double[attempts.length];
        for (int i = 0; i < attempts.length; i++) {
            int passed = 0;
            for (boolean pass : attempts[i]) {
                passed += pass ? 1 : 0;
            }
            chances[i] = chance.applyAsDouble(attempts[i].length, passed);
        }
        return chances;
    }

    /** The chance that k attempts drawn without replacement all come from a part of them. */
    private static double chosenFrom(int attempts, int part, int k) {
        if (k < 1 || k > attempts) {
            throw new IllegalArgumentException("k must lie between 1 and " + attempts + " attempts; found " + k);
        }
        double chance = 1;
        for (int i = 0; i < k && chance > 0; i++) {
            chance *= (double) Math.max(0, part - i) / (attempts - i);
        }
        return chance;
    }

    private static void requirePassed(int attempts, int passed) {
        if (passed < 0 || passed > attempts) {
            throw new IllegalArgumentException(
                    "passed must lie between 0 and " + attempts + " attempts; found " + passed);
        }
    }

    /** Returns a figure as sentences show it: two significant digits below 1, three up to 100, whole numbers above. */
    public static String number(double value) {
        return Verdict.number(value);
    }

    /** Returns a figure with its interval, if there is one, as sentences show them: {@code 4.1 (3.9 to 4.3)}. */
    public static String figure(double value, Optional<Interval> interval) {
        return number(value) + interval.map(i -> " (" + i.words() + ")").orElse("");
    }

    static double[] finite(String name, double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException(name + ": at least 1 score is needed; found none");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!(Math.abs(scores[i]) <= LARGEST)) {
                throw new IllegalArgumentException(name + ": score " + i + " must be finite and at most " + LARGEST
                        + " in size; found " + scores[i] + "; leave out what has no score");
            }
        }
        return scores.clone();
    }

    static void requirePairs(int first, int second) {
        if (first != second || first == 0) {
            throw new IllegalArgumentException(
                    "paired runs need the same items, at least 1; found " + first + " and " + second);
        }
    }
}
