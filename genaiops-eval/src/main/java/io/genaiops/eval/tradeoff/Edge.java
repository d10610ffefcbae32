package io.genaiops.eval.tradeoff;

import io.genaiops.eval.comparison.NonInferiority;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one of quality, cost and latency says about two variants; an improvement of the second is positive.
 *
 * @param axis what is compared, for people
 * @param ratio whether the verdict is on logarithms of ratios
 * @param measured the test as it was measured
 * @param corrected the test with a p-value corrected for all pairs and axes
 * @param differing how many items differ
 * @param span what an item that was not seen is taken to lose
 */
record Edge(String axis, boolean ratio, Verdict measured, Verdict corrected, int differing, double span) {

    Edge adjusted(double pValue) {
        return new Edge(axis, ratio, measured, measured.adjusted(pValue), differing, span);
    }

    /** Returns the same with the first variant in the place of the second. */
    Edge reversed() {
        return new Edge(axis, ratio, measured.reversed(), corrected.reversed(), differing, span);
    }

    boolean isBetter() {
        return corrected.conclusion() == Conclusion.BETTER;
    }

    boolean isWorse() {
        return corrected.conclusion() == Conclusion.WORSE;
    }

    /** Tells whether the second is shown not to be worse by what matters. */
    boolean isNoWorse() {
        NonInferiority.Question question =
                new NonInferiority.Question(axis, "first", "second", measured.relevant(), span);
        return isBetter()
                || (!isWorse()
                        && NonInferiority.ofDifferences(question, measured, differing, List.of())
                                .isShown());
    }

    /** Tells whether neither is better and one of them may be worse by what matters. */
    boolean isOpen() {
        return !isBetter() && !isWorse() && !isTie();
    }

    /** Tells whether neither is better, and both are shown not to be worse by what matters. */
    boolean isTie() {
        return !isBetter() && !isWorse() && isNoWorse() && reversed().isNoWorse();
    }

    /** Returns how the second stands to the first, such as {@code quality better by 0.1 to 0.2}. */
    String words() {
        Interval interval = corrected.interval().orElse(null);
        if (interval == null) {
            return "unknown " + axis;
        }
        if (ratio) {
            String times =
                    new Interval(Math.exp(-interval.high()), Math.exp(-interval.low()), interval.level()).words();
            return times + " times the " + axis;
        }
        boolean worse = corrected.difference() < 0;
        Interval size = worse ? new Interval(-interval.high(), -interval.low(), interval.level()) : interval;
        return axis + (worse ? " worse by " : " better by ") + size.words();
    }

    /** Returns what is said where nothing is shown, with about how many items would show what matters. */
    String open() {
        OptionalLong needed = corrected.itemsNeeded();
        return axis + " ("
                + (ratio
                        ? "a factor of " + Statistics.number(Math.exp(corrected.relevant()))
                        : Statistics.number(corrected.relevant()))
                + " matters" + (needed.isPresent() ? ", about " + needed.getAsLong() + " items needed to see it" : "")
                + ")";
    }
}
