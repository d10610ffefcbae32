package io.genaiops.eval.agreement;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import java.util.Optional;

/**
 * Counts how a judge's pass and fail compare with the truth that people gave.
 *
 * @param passedRightly items that pass and were judged so
 * @param failedWrongly items that pass and were judged to fail
 * @param failedRightly items that fail and were judged so
 * @param passedWrongly items that fail and were judged to pass
 * @since 0.1
 */
public record JudgeAccuracy(int passedRightly, int failedWrongly, int failedRightly, int passedWrongly) {

    /**
     * Refuses negative counts and an empty table.
     *
     * @throws IllegalArgumentException if a count is negative or all are 0
     */
    public JudgeAccuracy {
        if (passedRightly < 0 || failedWrongly < 0 || failedRightly < 0 || passedWrongly < 0) {
            throw new IllegalArgumentException("counts must not be negative; found " + passedRightly + ", "
                    + failedWrongly + ", " + failedRightly + ", " + passedWrongly);
        }
        if ((long) passedRightly + failedWrongly + failedRightly + passedWrongly == 0) {
            throw new IllegalArgumentException("a judge's accuracy needs at least 1 item; found 0");
        }
    }

    static JudgeAccuracy of(boolean[] judge, boolean[] truth) {
        Agreement.requirePairs(judge.length, truth.length);
        int[] counts = new int[4];
        for (int i = 0; i < judge.length; i++) {
            counts[(truth[i] ? 0 : 2) + (judge[i] == truth[i] ? 0 : 1)]++;
        }
        return new JudgeAccuracy(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Returns the share of passing items that the judge passed; empty if no item passes. */
    public Optional<Proportion> sensitivity() {
        return rate(passedRightly, failedWrongly);
    }

    /** Returns the share of failing items that the judge failed; empty if no item fails. */
    public Optional<Proportion> specificity() {
        return rate(failedRightly, passedWrongly);
    }

    /** Returns sensitivity + specificity - 1: 1 for a perfect judge, 0 for one that knows nothing. */
    public Coefficient informedness() {
        if (sensitivity().isEmpty() || specificity().isEmpty()) {
            return Coefficient.undefined("calibration needs passing and failing items; found "
                    + (passedRightly + failedWrongly) + " and " + (failedRightly + passedWrongly));
        }
        return Coefficient.of(sensitivity().get().rate() + specificity().get().rate() - 1);
    }

    /**
     * Corrects the pass rate that this judge gave to other items for the judge's errors.
     *
     * @param judged how many of the other items the judge passed
     * @param level the confidence level, such as 0.95
     */
    public CorrectedPassRate corrected(Proportion judged, double level) {
        return CorrectedPassRate.of(this, judged, level);
    }

    /**
     * Returns the interval of {@link #informedness}, from the Wilson intervals of sensitivity and specificity; empty if
     * informedness is undefined.
     *
     * <p>Source: Newcombe 1998, Statistics in Medicine 17:873, method 10, since informedness is the difference between two
     * independent rates.
     *
     * @param level the confidence level, such as 0.95
     */
    public Optional<Interval> informednessInterval(double level) {
        Coefficient value = informedness();
        if (!value.isDefined()) {
            return Optional.empty();
        }
        Proportion passing = sensitivity().orElseThrow();
        Proportion failing = specificity().orElseThrow();
        Interval one = passing.wilson(level);
        Interval other = failing.wilson(level);
        double centre = value.orElseThrow();
        double low = centre - Math.hypot(passing.rate() - one.low(), failing.rate() - other.low());
        double high = centre + Math.hypot(one.high() - passing.rate(), other.high() - failing.rate());
        return Optional.of(new Interval(low, high, level));
    }

    /** Returns how both raters used pass and fail, for agreement and kappa. */
    public TwoRaters raters() {
        int[] judge = new int[items()];
        int[] truth = new int[items()];
        int[] counts = {passedRightly, failedWrongly, failedRightly, passedWrongly};
        int next = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            for (int i = 0; i < counts[cell]; i++, next++) {
                judge[next] = cell == 0 || cell == 3 ? 1 : 0;
                truth[next] = cell < 2 ? 1 : 0;
            }
        }
        return new TwoRaters(judge, truth, true);
    }

    /** Returns the number of items. */
    public int items() {
        return Math.addExact(Math.addExact(passedRightly, failedWrongly), Math.addExact(failedRightly, passedWrongly));
    }

    private static Optional<Proportion> rate(int right, int wrong) {
        int all = Math.addExact(right, wrong);
        return all == 0 ? Optional.empty() : Optional.of(new Proportion(right, all));
    }
}
