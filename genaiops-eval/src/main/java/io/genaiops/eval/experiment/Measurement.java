package io.genaiops.eval.experiment;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Statistics;
import java.util.List;
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
    public record PassRate(double rate, Interval interval, int items) {}

    private static final double LEVEL = 0.95;

    private final EvaluatorId evaluator;
    private final Scale scale;
    private final Direction direction;
    private final Optional<Threshold> threshold;
    private final Aggregate aggregate;
    private final double[] scores;
    private final double[] passes;

    Measurement(Check check, List<ItemResult> items) {
        this.evaluator = check.evaluator().id();
        this.scale = check.evaluator().scale();
        this.direction = check.evaluator().direction();
        this.threshold = check.threshold();
        this.aggregate = aggregate(evaluator, items);
        this.scores = items.stream()
                .flatMapToDouble(item -> item.score(evaluator).stream())
                .toArray();
        this.passes = items.stream()
                .flatMapToDouble(item -> item.passes(evaluator).stream())
                .toArray();
    }

    /** Returns the evaluator. */
    public EvaluatorId evaluator() {
        return evaluator;
    }

    /** Returns the evaluator's scale. */
    public Scale scale() {
        return scale;
    }

    /** Returns which end of the scale is the good one. */
    public Direction direction() {
        return direction;
    }

    /** Returns the threshold; empty if scores were only observed. */
    public Optional<Threshold> threshold() {
        return threshold;
    }

    /** Returns the counts of all outcomes, over all repetitions. */
    public Aggregate aggregate() {
        return aggregate;
    }

    /** Returns how many items have a score. */
    public int scoredItems() {
        return scores.length;
    }

    /** Returns the mean over the scored items, repeats averaged within each; empty without a score. */
    public Optional<Mean> mean() {
        return scores.length == 0 ? Optional.empty() : Optional.of(Statistics.mean(scores));
    }

    /** Returns the 95 % Student interval of the mean; empty with fewer than two scored items. */
    public Optional<Interval> interval() {
        return mean().flatMap(mean -> mean.interval(LEVEL));
    }

    /** Returns the pass rate with its 95 % interval; empty without a threshold or without a judged item. */
    public Optional<PassRate> passRate() {
        if (passes.length == 0) {
            return Optional.empty();
        }
        double passed = 0;
        for (double share : passes) {
            passed += share;
        }
        int items = passes.length;
        Interval low = new Proportion((int) Math.floor(passed + 1e-9), items).wilson(LEVEL);
        Interval high = new Proportion((int) Math.ceil(passed - 1e-9), items).wilson(LEVEL);
        return Optional.of(new PassRate(passed / items, new Interval(low.low(), high.high(), LEVEL), items));
    }

    private static Aggregate aggregate(EvaluatorId evaluator, List<ItemResult> items) {
        List<Evaluation> evaluations = items.stream()
                .flatMap(item -> item.trials().stream())
                .map(Trial::evaluation)
                .toList();
        return Aggregate.over(evaluations).stream()
                .filter(aggregate -> aggregate.evaluator().equals(evaluator))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no evaluation has the evaluator " + evaluator));
    }

    @Override
    public String toString() {
        return aggregate.toString();
    }
}
