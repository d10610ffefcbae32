package io.genaiops.eval.comparison;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.PairedDifferences;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Statistics;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How large a difference is, free of the unit of its scale. An improvement of the second variant over the first is
 * positive, and a won item is one on which the second is better.
 *
 * @param size Cohen's dz, the mean difference in standard deviations of the differences; empty if they do not vary
 * @param interval its 95 % interval, rough below 20 items; empty if they do not vary
 * @param won the items that the second variant won
 * @param lost the items that it lost
 * @param tied the items that are alike
 * @since 0.1
 */
public record Effect(OptionalDouble size, Optional<Interval> interval, int won, int lost, int tied) {

    private static final double LEVEL = 0.95;

    /** Returns the effect of differences whose sign is such that an improvement is positive. */
    public static Effect of(PairedDifferences improvements) {
        int won = improvements.wins();
        int lost = improvements.losses();
        return new Effect(
                improvements.effectSize(),
                improvements.effectSizeInterval(LEVEL),
                won,
                lost,
                improvements.items() - won - lost);
    }

    /** Returns how many items differ. */
    public int differing() {
        return won + lost;
    }

    /** Returns the share of the differing items that the second variant won; empty if all are tied. */
    public Optional<Proportion> winRate() {
        return differing() == 0 ? Optional.empty() : Optional.of(new Proportion(won, differing()));
    }

    /** Returns it in words, such as {@code 31 won, 12 lost, 157 tied, effect size 0.34 (0.2 to 0.48)}. */
    public String words() {
        String items = won + " won, " + lost + " lost, " + tied + " tied";
        return size.isPresent() ? items + ", effect size " + Statistics.figure(size.getAsDouble(), interval) : items;
    }
}
