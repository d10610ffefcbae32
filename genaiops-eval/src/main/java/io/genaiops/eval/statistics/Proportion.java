package io.genaiops.eval.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Counts how many of a number of independent trials succeeded: a pass rate, a win rate, a sensitivity.
 *
 * @param successes how many succeeded, between 0 and {@code trials}
 * @param trials how many were tried, at least 1
 * @since 0.1
 */
public record Proportion(int successes, int trials) {

    /**
     * Refuses counts that give no rate.
     *
     * @throws IllegalArgumentException if there are no trials, or successes are outside 0 to trials
     */
    public Proportion {
        if (trials < 1) {
            throw new IllegalArgumentException("a rate needs at least 1 trial; found " + successes + " of " + trials);
        }
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes must lie between 0 and " + trials + " trials; found " + successes);
        }
    }

    /** Returns successes divided by trials, between 0 and 1. */
    public double rate() {
        return (double) successes / trials;
    }

    /**
     * Returns the score interval, the one to use unless a guarantee is asked for.
     *
     * <p>Source: Wilson 1927, JASA 22:209; recommended by Brown, Cai, DasGupta 2001, Statistical Science 16:101.
     *
     * @param level the confidence level, such as 0.95
     */
    public Interval wilson(double level) {
        double z = Power.twoSidedNormal(level);
        double weight = trials + z * z;
        double centre = (successes + z * z / 2) / weight;
        double half = z / weight * Math.sqrt((double) successes * (trials - successes) / trials + z * z / 4);
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == trials ? 1 : Math.min(1, centre + half);
        return new Interval(low, high, level);
    }

    /**
     * Returns the exact interval, which never covers less often than its level and is wider than needed.
     *
     * <p>Source: Clopper, Pearson 1934, Biometrika 26:404.
     *
     * @param level the confidence level, such as 0.95
     */
    public Interval clopperPearson(double level) {
        double tail = (1 - Interval.requireLevel(level)) / 2;
        int failures = trials - successes;
        double low = successes == 0
                ? 0
                : BetaDistribution.of(successes, failures + 1.0).inverseCumulativeProbability(tail);
        double high = failures == 0
                ? 1
                : BetaDistribution.of(successes + 1.0, failures).inverseSurvivalProbability(tail);
        return new Interval(low, high, level);
    }
}
