package io.genaiops.eval.statistics;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Compares two runs that passed or failed the same items, by the items on which they disagree.
 *
 * <p>A difference is always second minus first. Each item is judged once in each run; repeated items are averaged and
 * compared by {@link PairedDifferences}.
 *
 * @param bothPass items that passed in both runs
 * @param firstOnly items that passed in the first run alone
 * @param secondOnly items that passed in the second run alone
 * @param bothFail items that failed in both runs
 * @since 0.1
 */
public record McNemar(int bothPass, int firstOnly, int secondOnly, int bothFail) {

    /**
     * Refuses negative counts and an empty table.
     *
     * @throws IllegalArgumentException if a count is negative or all are 0
     */
    public McNemar {
        if (bothPass < 0 || firstOnly < 0 || secondOnly < 0 || bothFail < 0) {
            throw new IllegalArgumentException("counts must not be negative; found " + bothPass + ", " + firstOnly
                    + ", " + secondOnly + ", " + bothFail);
        }
        if (sum(bothPass, firstOnly, secondOnly, bothFail) == 0) {
            throw new IllegalArgumentException("a comparison needs at least 1 item; found 0");
        }
    }

    static McNemar of(boolean[] first, boolean[] second) {
        Statistics.requirePairs(first.length, second.length);
        int[] counts = new int[4];
        for (int i = 0; i < first.length; i++) {
            counts[(first[i] ? 0 : 2) + (second[i] ? 0 : 1)]++;
        }
        return new McNemar(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Returns the number of items. */
    public int items() {
        return sum(bothPass, firstOnly, secondOnly, bothFail);
    }

    /** Returns the number of items that passed in one run and failed in the other. */
    public int discordant() {
        return firstOnly + secondOnly;
    }

    /** Returns the pass rate of the first run. */
    public Proportion first() {
        return new Proportion(bothPass + firstOnly, items());
    }

    /** Returns the pass rate of the second run. */
    public Proportion second() {
        return new Proportion(bothPass + secondOnly, items());
    }

    /** Returns the share of the discordant items that the second run won; empty if there are none. */
    public Optional<Proportion> winRate() {
        return discordant() == 0 ? Optional.empty() : Optional.of(new Proportion(secondOnly, discordant()));
    }

    /** Returns the pass rate of the second run minus that of the first. */
    public double difference() {
        return (double) (secondOnly - firstOnly) / items();
    }

    /** Returns the same comparison of failures, for checks where {@code true} is the bad outcome. */
    public McNemar negated() {
        return new McNemar(
                /* bothPass= */ bothFail,
                /* firstOnly= */ secondOnly,
                /* secondOnly= */ firstOnly,
                /* bothFail= */ bothPass);
    }

    /**
     * Returns the exact two-sided p-value: twice the smaller binomial tail of the discordant items, at most 1.
     *
     * <p>Source: McNemar 1947, Psychometrika 12:153, in its conditional exact form. Without discordant items it is 1.
     */
    public double pValue() {
        int smaller = Math.min(firstOnly, secondOnly);
        double tail = BinomialDistribution.of(discordant(), 0.5).cumulativeProbability(smaller);
        return Math.min(1, 2 * tail);
    }

    /**
     * Returns the score interval of {@link #difference}.
     *
     * <p>Source: Tango 1998, Statistics in Medicine 17:891. Its ends are where the score statistic reaches the normal
     * quantile; at a difference of 0 that statistic is McNemar's without continuity correction.
     *
     * @param level the confidence level, such as 0.95
     */
    public Interval interval(double level) {
        double z = Power.twoSidedNormal(level);
        return new Interval(lowEnd(firstOnly, secondOnly, z), -lowEnd(secondOnly, firstOnly, z), level);
    }

    /**
     * Answers whether the second run is better, in one value that carries figures and words.
     *
     * <p>Both the exact test and the score interval must exclude a difference of 0. The interval is {@link #interval},
     * stretched to contain 0 wherever the exact test does not reject; the p-value is the larger of {@link #pValue} and the
     * score test's, which differ in this order only far below 0.001.
     *
     * @param power the level of the test and the power that "could have seen" stands for
     * @param relevant the smallest difference of pass rates that matters, above 0 and at most 1
     */
    public Verdict verdict(Power power, double relevant) {
        if (!(relevant > 0 && relevant <= 1)) {
            throw new IllegalArgumentException(
                    "relevant, the smallest difference of rates that matters, must be above 0 and at most 1; found "
                            + relevant);
        }
        int n = items();
        // The rule of succession keeps a sample without disagreement from promising that there is none.
        double discordance = (discordant() + 1.0) / (n + 2.0);
        double p = Math.max(pValue(), scorePValue());
        Interval interval = interval(power.level());
        return new Verdict(
                n,
                difference(),
                p,
                Optional.of(p <= power.alpha() ? interval : interval.stretchedTo(0)),
                power.detectableRate(n, discordance),
                OptionalLong.of(power.itemsForRates(Math.max(discordance, relevant), relevant)),
                power,
                relevant);
    }

    private double scorePValue() {
        if (discordant() == 0) {
            return 1;
        }
        double z = Math.abs(secondOnly - firstOnly) / Math.sqrt(discordant());
        return 2 * NormalDistribution.of(0, 1).survivalProbability(z);
    }

    private double lowEnd(int losses, int wins, double z) {
        double low = -1;
        double high = (double) (wins - losses) / items();
        for (int i = 0; i < 200 && high - low > 1e-15; i++) {
            double middle = (low + high) / 2;
            if (score(losses, wins, middle) > z) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Tango's statistic: observed minus hypothetical difference over its standard error under the hypothesis. */
    private double score(int losses, int wins, double difference) {
        double n = items();
        double linear = -wins - losses + (2 * n - wins + losses) * difference;
        double constant = -losses * difference * (1 - difference);
        double nuisance = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
        double variance = n * (2 * nuisance + difference * (1 - difference));
        double gap = wins - losses - n * difference;
        return variance > 0 ? gap / Math.sqrt(variance) : gap > 0 ? Double.MAX_VALUE : 0;
    }

    private static int sum(int a, int b, int c, int d) {
        return Math.addExact(Math.addExact(a, b), Math.addExact(c, d));
    }
}
