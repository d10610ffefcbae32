package io.genaiops.eval.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Counts passes one by one and may be looked at after each, so that a run can stop as soon as the answer is clear.
 *
 * <p>A rate p is ruled out once the counts are 1 / (1 - level) times likelier under a uniform mixture of all rates than
 * under p, that is once (n + 1) P(passed; n, p) is at most 1 - level. By Ville's inequality the true rate is ever ruled out
 * with a chance of at most 1 - level, however often one looks. Source: Robbins 1970, Annals of Mathematical Statistics
 * 41:1397; Howard, Ramdas, McAuliffe, Sekhon 2021, Annals of Statistics 49:1055.
 *
 * @param passed how many passed so far
 * @param failed how many failed so far
 * @param level the confidence level over the whole run, such as 0.95
 * @since 0.1
 */
public record SequentialPassRate(int passed, int failed, double level) {

    /** Names what the counts so far say about a target. */
    public enum Decision {
        /** The rate is above the target. */
        MET,
        /** The rate is below the target. */
        MISSED,
        /** More items are needed. */
        CONTINUE
    }

    /**
     * Refuses negative counts.
     *
     * @throws IllegalArgumentException if a count is negative or the level is outside (0, 1)
     */
    public SequentialPassRate {
        Interval.requireLevel(level);
        if (passed < 0 || failed < 0) {
            throw new IllegalArgumentException("counts must not be negative; found " + passed + " and " + failed);
        }
    }

    /** Returns the counts with one more item. */
    public SequentialPassRate plus(boolean pass) {
        return new SequentialPassRate(
                pass ? Math.incrementExact(passed) : passed, pass ? failed : Math.incrementExact(failed), level);
    }

    /**
     * Says whether the rate is above or below the target, or still open.
     *
     * @param target strictly between 0 and 1
     */
    public Decision decide(double target) {
        if (!(target > 0 && target < 1)) {
            throw new IllegalArgumentException("target must lie strictly between 0 and 1; found " + target);
        }
        if (!ruledOut(target)) {
            return Decision.CONTINUE;
        }
        return passed > target * items() ? Decision.MET : Decision.MISSED;
    }

    /** Returns the rates that are not ruled out; from 0 to 1 before the first item. */
    public Interval interval() {
        double observed = items() == 0 ? 0.5 : (double) passed / items();
        return new Interval(boundary(observed, 0), boundary(observed, 1), level);
    }

    private double boundary(double observed, double end) {
        if (!ruledOut(end)) {
            return end;
        }
        double inside = observed;
        double outside = end;
        for (int i = 0; i < 100 && inside != outside; i++) {
            double middle = (inside + outside) / 2;
            if (ruledOut(middle)) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        return outside;
    }

    private boolean ruledOut(double rate) {
        double logLikelihood = BinomialDistribution.of(items(), rate).logProbability(passed);
        return Math.log1p(items()) + logLikelihood <= Math.log1p(-level);
    }

    private int items() {
        return Math.addExact(passed, failed);
    }
}
