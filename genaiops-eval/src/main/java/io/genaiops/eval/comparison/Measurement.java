package io.genaiops.eval.comparison;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures of one evaluator for one variant. Mean and pass rate are over the items that have a score; coverage and
 * counts say how many have none. Immutable.
 *
 * @since 0.1
 */
public final class Measurement {

    /**
     * The share of items that passed.
     *
     * @param rate the mean over the judged items of the share of passed repetitions, 0 to 1
     * @param interval the Wilson interval with the item as its unit; where repeats give an item a share between 0 and 1
     *     it reaches from the lower end for the passes rounded down to the upper end for the passes rounded up
     * @param items how many items were judged
     */
    public record PassRate(double rate, Interval interval, int items) {

        static PassRate of(double passed, int items) {
            Interval low = new Proportion((int) Math.floor(passed + 1e-9), items).wilson(LEVEL);
            Interval high = new Proportion((int) Math.ceil(passed - 1e-9), items).wilson(LEVEL);
            return new PassRate(passed / items, new Interval(low.low(), high.high(), LEVEL), items);
        }
    }

    private static final double LEVEL = 0.95;

    private final ScoreColumn column;

    private Measurement(ScoreColumn column) {
        this.column = column;
    }

    /** Returns the figures of a column; they are computed when they are asked for. */
    public static Measurement of(ScoreColumn column) {
        return new Measurement(column);
    }

    /** Returns the scores by item and repetition. */
    public ScoreColumn column() {
        return column;
    }

    /** Returns the evaluator. */
    public EvaluatorId evaluator() {
        return column.evaluator();
    }

    /** Returns the evaluator's scale. */
    public Scale scale() {
        return column.scale();
    }

    /** Returns which end of the scale is the good one. */
    public Direction direction() {
        return column.direction();
    }

    /** Returns the threshold; empty if scores were only observed. */
    public Optional<Threshold> threshold() {
        return column.threshold();
    }

    /** Returns the counts of all outcomes, over all repetitions. */
    public Aggregate aggregate() {
        return column.aggregate();
    }

    /** Returns how many items have a score. */
    public int scoredItems() {
        return column.itemScores().length;
    }

    /** Returns the mean over the scored items, repeats averaged within each; empty without a score. */
    public Optional<Mean> mean() {
        double[] scores = column.itemScores();
        return scores.length == 0 ? Optional.empty() : Optional.of(Statistics.mean(scores));
    }

    /** Returns the 95 % Student interval of the mean; empty with fewer than two scored items. */
    public Optional<Interval> interval() {
        return mean().flatMap(mean -> mean.interval(LEVEL));
    }

    /** Returns the pass rate with its 95 % interval; empty without a threshold or without a judged item. */
    public Optional<PassRate> passRate() {
        double[] passes = column.itemPasses();
        if (passes.length == 0) {
            return Optional.empty();
        }
        double passed = 0;
        for (double share : passes) {
            passed += share;
        }
        return Optional.of(PassRate.of(passed, passes.length));
    }

    /**
     * Returns the same scores held against another threshold; no evaluator is asked.
     *
     * @throws IllegalArgumentException if every score on the scale passes it, or none
     */
    public Measurement at(Threshold other) {
        return of(column.at(other));
    }

    /** Returns the pass rate that each threshold would give, at most 200 of them. */
    public ThresholdCurve thresholdCurve() {
        return thresholdCurve(200);
    }

    /** Returns the pass rate that each threshold would give, at most so many of them; 2 or more. */
    public ThresholdCurve thresholdCurve(int most) {
        return ThresholdCurve.of(column, most);
    }

    /** Returns mean, pass rate and coverage in words, with the count of each kind of outcome. */
    public String describe() {
        List<String> parts = new ArrayList<>();
        Aggregate counts = aggregate();
        parts.add(mean().map(mean -> "mean " + Statistics.figure(mean.value(), interval()))
                .orElse("no score"));
        passRate()
                .ifPresent(rate -> parts.add("pass rate "
                        + Statistics.figure(rate.rate(), Optional.of(rate.interval())) + " "
                        + threshold().map(Threshold::toString).orElse("")));
        parts.add("coverage " + Statistics.number(counts.coverage()));
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (counts.count(kind) > 0) {
                parts.add(counts.count(kind) + " "
                        + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return evaluator().name() + ": " + String.join(", ", parts);
    }

    @Override
    public String toString() {
        return aggregate().toString();
    }
}
