package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Reads quantiles of latencies, costs or other values, with intervals that assume no distribution.
 *
 * <p>Made by {@link Statistics#quantiles} and {@link Statistics#repeatedQuantiles}.
 *
 * @since 0.1
 */
public final class Quantiles {

    private final double[] sorted;
    private final int items;

    private Quantiles(double[] sorted, int items) {
        this.sorted = sorted;
        this.items = items;
    }

    static Quantiles of(double[] values) {
        return ofRepeated(values.length, values);
    }

    static Quantiles ofRepeated(int items, double[] values) {
        double[] sorted = Statistics.finite("values", values);
        if (items < 1 || items > sorted.length) {
            throw new IllegalArgumentException("items must be 1 to the " + sorted.length + " values; found: " + items);
        }
        Arrays.sort(sorted);
        return new Quantiles(sorted, items);
    }

    /** Returns the number of values. */
    public int count() {
        return sorted.length;
    }

    /** Returns the number of items that the values are of; equal to {@link #count} unless items were repeated. */
    public int items() {
        return items;
    }

    /** Returns the median. */
    public double p50() {
        return quantile(0.5);
    }

    /** Returns the value that 95 of 100 do not pass. */
    public double p95() {
        return quantile(0.95);
    }

    /** Returns the value that 99 of 100 do not pass. */
    public double p99() {
        return quantile(0.99);
    }

    /**
     * Returns the value at a share of the sorted values, interpolated between neighbours.
     *
     * <p>Source: Hyndman, Fan 1996, The American Statistician 50:361, definition 7.
     *
     * @param share between 0 (the smallest value) and 1 (the largest)
     */
    public double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must lie between 0 and 1; found " + share);
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /**
     * Returns the interval between two of the values that holds the true quantile at least as often as the level says.
     *
     * <p>Source: David, Nagaraja 2003, Order Statistics, section 7.1; half of the error on each side. Where items were
     * repeated it is as wide as if the repeats of an item were all alike, so that they never count as more items.
     *
     * @param share strictly between 0 and 1, such as 0.95
     * @param level the confidence level, such as 0.95
     * @return empty if there are too few values, as for p99 at 0.95 with fewer than 368
     */
    public Optional<Interval> interval(double share, double level) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must lie strictly between 0 and 1; found " + share);
        }
        double tail = (1 - Interval.requireLevel(level)) / 2;
        BinomialDistribution below = BinomialDistribution.of(items, share);
        int low = below.inverseCumulativeProbability(tail);
        int high = below.inverseSurvivalProbability(tail) + 1;
        if (low < 1 || high > items) {
            return Optional.empty();
        }
        long values = sorted.length;
        int first = (int) ((low - 1) * values / items);
        int last = (int) ((high * values + items - 1) / items) - 1;
        return Optional.of(new Interval(sorted[first], sorted[last], level));
    }
}
