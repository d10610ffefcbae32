package io.genaiops.eval.statistics;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Plans paired comparisons: how many items a difference needs, and which difference a number of items can show.
 *
 * <p>The two questions are inverse to each other. No plan names fewer than {@link #fewestItems} items.
 *
 * @param level the confidence level of the two-sided test, such as 0.95
 * @param power the probability that the test finds the difference if it exists, such as 0.8
 * @since 0.1
 */
public record Power(double level, double power) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final long MOST_ITEMS = 1L << 50;

    /**
     * Refuses a plan that would find differences by chance alone.
     *
     * @throws IllegalArgumentException if the level is outside (0, 1) or the power is not between 1 - level and 1
     */
    public Power {
        Interval.requireLevel(level);
        if (!(power > 1 - level && power < 1)) {
            throw new IllegalArgumentException(
                    "power must lie between " + (1 - level) + " and 1, as 0.8; found " + power);
        }
    }

    /** Returns the usual plan: a two-sided test at level 0.95 with power 0.8. */
    public static Power usual() {
        return new Power(0.95, 0.8);
    }

    /** Returns the share of false alarms that the test accepts, 1 - level. */
    public double alpha() {
        return 1 - level;
    }

    /** Returns the fewest items with which an exact paired test can reject at all: the first n with 2^(1-n) at most alpha. */
    public int fewestItems() {
        int n = 1;
        while (Math.scalb(1.0, 1 - n) > alpha() + 1e-12) {
            n++;
        }
        return n;
    }

    /**
     * Returns how many items show a difference between two pass rates.
     *
     * <p>Source: Connor 1987, Biometrics 43:207; Miettinen 1968, Biometrics 24:339:
     * n = (z(1-alpha/2) sqrt(d) + z(power) sqrt(d - D^2))^2 / D^2. The exact test needs a few items more.
     *
     * @param discordance the expected share d of items on which the runs disagree, at most 1
     * @param difference the difference D between the pass rates, above 0 and at most the discordance
     */
    public long itemsForRates(double discordance, double difference) {
        if (!(difference > 0 && difference <= discordance && discordance <= 1)) {
            throw new IllegalArgumentException(
                    "a difference must be above 0 and at most the discordance, which is at most"
                            + " 1; found difference " + difference + ", discordance " + discordance);
        }
        return Math.max(fewestItems(), roundUp(itemsExactly(discordance, difference)));
    }

    /**
     * Returns the smallest difference between two pass rates that the items show.
     *
     * <p>Inverse of {@link #itemsForRates}; a difference above the discordance is taken as its own discordance.
     *
     * @param items the number of items, at least 1
     * @param discordance the share of items on which the runs disagree, between 0 and 1
     * @return empty if so few items cannot show any difference
     */
    public OptionalDouble detectableRate(long items, double discordance) {
        requireItems(items);
        if (!(discordance >= 0 && discordance <= 1)) {
            throw new IllegalArgumentException("discordance must lie between 0 and 1; found " + discordance);
        }
        if (items < fewestItems() || itemsExactly(1, 1) > items) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(smallest(
                difference -> itemsExactly(Math.max(discordance, difference), difference) - items, 1));
    }

    /**
     * Returns how many items show a difference between two means.
     *
     * <p>The smallest n with (t(1-alpha/2) + t(power)) s / sqrt(n) at most the difference, t with n - 1 degrees of freedom.
     *
     * @param deviation the standard deviation s of the differences within an item, above 0
     * @param difference the difference between the means, above 0
     */
    public long itemsForMeans(double deviation, double difference) {
        if (!(deviation > 0 && difference > 0 && Double.isFinite(deviation) && Double.isFinite(difference))) {
            throw new IllegalArgumentException("deviation and difference must be above 0 and finite; found deviation "
                    + deviation + ", difference " + difference);
        }
        return firstItems(fewestItems(), items -> shown(items, deviation) <= difference);
    }

    /**
     * Returns the smallest difference between two means that the items show.
     *
     * <p>Inverse of {@link #itemsForMeans}.
     *
     * @param items the number of items, at least 1
     * @param deviation the standard deviation of the differences within an item, not negative
     * @return empty if so few items cannot show any difference
     */
    public OptionalDouble detectableMean(long items, double deviation) {
        requireItems(items);
        if (!(deviation >= 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("deviation must be finite and not negative; found " + deviation);
        }
        return items < fewestItems() ? OptionalDouble.empty() : OptionalDouble.of(shown(items, deviation));
    }

    /** The fewest items with a Wilson interval of this half width: at n items it is z / (n + z^2) sqrt(n r (1 - r) + z^2 / 4). */
    static long itemsForHalfWidth(double rate, double halfWidth, double level) {
        if (!(rate >= 0 && rate <= 1) || !(halfWidth > 0 && halfWidth < 0.5)) {
            throw new IllegalArgumentException(
                    "a rate must lie between 0 and 1 and the half width of its interval strictly"
                            + " between 0 and 0.5; found rate " + rate + ", half width " + halfWidth);
        }
        double z = twoSidedNormal(level);
        return firstItems(
                1, n -> z / (n + z * z) * Math.sqrt(n * rate * (1 - rate) + z * z / 4) <= halfWidth * (1 + 1e-12));
    }

    static double twoSidedNormal(double level) {
        return NORMAL.inverseSurvivalProbability((1 - Interval.requireLevel(level)) / 2);
    }

    static double twoSidedT(double level, long freedom) {
        return TDistribution.of((double) freedom).inverseSurvivalProbability((1 - Interval.requireLevel(level)) / 2);
    }

    private double itemsExactly(double discordance, double difference) {
        double spread = Math.max(0, discordance - difference * difference);
        double sum = twoSidedNormal(level) * Math.sqrt(discordance)
                + NORMAL.inverseCumulativeProbability(power) * Math.sqrt(spread);
        return sum / difference * (sum / difference);
    }

    private double shown(long items, double deviation) {
        double quantiles =
                twoSidedT(level, items - 1) + TDistribution.of(items - 1.0).inverseCumulativeProbability(power);
        return quantiles * deviation / Math.sqrt((double) items);
    }

    /** A value that an inverse computed may lie a rounding error above a whole number. */
    private static long roundUp(double items) {
        return (long) Math.ceil(Math.min(items * (1 - 1e-12), MOST_ITEMS));
    }

    private static void requireItems(long items) {
        if (items < 1) {
            throw new IllegalArgumentException("items must be at least 1; found " + items);
        }
    }

    private static double smallest(DoubleUnaryOperator falling, double high) {
        double low = 0;
        double enough = high;
        while (enough - low > 1e-15 * enough) {
            double middle = (low + enough) / 2;
            if (middle <= low || middle >= enough) {
                break;
            }
            if (falling.applyAsDouble(middle) > 0) {
                low = middle;
            } else {
                enough = middle;
            }
        }
        return enough;
    }

    private static long firstItems(long fewest, LongPredicate enough) {
        long high = fewest;
        while (!enough.test(high) && high < MOST_ITEMS) {
            high *= 2;
        }
        long low = fewest - 1;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
