package io.genaiops.eval.comparison;

import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.statistics.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pass rate of one variant as a function of the threshold. It changes at the scores that there are and nowhere else, so
 * a point for each different score is all of it. Made by {@link Measurement#thresholdCurve()}. Immutable.
 *
 * @since 0.1
 */
public final class ThresholdCurve {

    /**
     * One threshold.
     *
     * @param threshold what passes: this score and better ones
     * @param passRate the share of items that pass it, with its 95 % interval
     */
    public record Point(Threshold threshold, Measurement.PassRate passRate) {}

    private final EvaluatorId evaluator;
    private final List<Point> points;
    private final int different;

    private ThresholdCurve(EvaluatorId evaluator, List<Point> points, int different) {
        this.evaluator = evaluator;
        this.points = List.copyOf(points);
        this.different = different;
    }

    static ThresholdCurve of(ScoreColumn column, int most) {
        if (most < 2) {
            throw new IllegalArgumentException("a curve needs room for 2 points or more; found: " + most);
        }
        SortedScores scores = new SortedScores(column);
        double[] values = scores.different();
        boolean lowerIsBetter = column.direction() == Direction.LOWER_IS_BETTER;
        List<Point> points = new ArrayList<>();
        int count = Math.min(most, values.length);
        for (int i = 0; i < count; i++) {
            int place = count == 1 ? 0 : (int) ((long) i * (values.length - 1) / (count - 1));
            double value = values[lowerIsBetter ? values.length - 1 - place : place];
            Threshold threshold = lowerIsBetter ? Threshold.atMost(value) : Threshold.atLeast(value);
            double passed = lowerIsBetter ? scores.atMost(value) : scores.items - scores.below(value);
            points.add(new Point(threshold, Measurement.PassRate.of(passed, scores.items)));
        }
        return new ThresholdCurve(column.evaluator(), points, values.length);
    }

    /** Scores by how many repetitions of their item were scored: a repetition counts for that share of its item. */
    private static final class SortedScores {

        private final double[][] byRepeats;
        private final int items;

        SortedScores(ScoreColumn column) {
            int[] scored = new int[column.items()];
            int[] sizes = new int[column.repetitions() + 1];
            int found = 0;
            for (int item = 0; item < scored.length; item++) {
                for (int repetition = 1; repetition <= column.repetitions(); repetition++) {
                    scored[item] += column.score(item, repetition).isPresent() ? 1 : 0;
                }
                sizes[scored[item]] += scored[item];
                found += scored[item] > 0 ? 1 : 0;
            }
            this.items = found;
            this.byRepeats = new double[sizes.length][];
            Arrays.setAll(byRepeats, repeats -> new double[sizes[repeats]]);
            fill(column, scored);
            Arrays.stream(byRepeats).forEach(Arrays::sort);
        }

        private void fill(ScoreColumn column, int[] scored) {
            int[] next = new int[byRepeats.length];
            for (int item = 0; item < scored.length; item++) {
                int repeats = scored[item];
                for (int repetition = 1; repetition <= column.repetitions(); repetition++) {
                    if (column.score(item, repetition).isPresent()) {
                        byRepeats[repeats][next[repeats]++] =
                                column.score(item, repetition).getAsDouble();
                    }
                }
            }
        }

        double[] different() {
            double[] all =
                    Arrays.stream(byRepeats).flatMapToDouble(Arrays::stream).toArray();
            Arrays.sort(all);
            int count = 0;
            for (double value : all) {
                if (count == 0 || value != all[count - 1]) {
                    all[count++] = value;
                }
            }
            return Arrays.copyOf(all, count);
        }

        /** Returns how many items lie below the value, a part of an item for a part of its repetitions. */
        double below(double value) {
            return upTo(value, false);
        }

        double atMost(double value) {
            return upTo(value, true);
        }

        private double upTo(double value, boolean included) {
            double sum = 0;
            for (int repeats = 1; repeats < byRepeats.length; repeats++) {
                sum += (double) count(byRepeats[repeats], value, included) / repeats;
            }
            return sum;
        }

        private static int count(double[] sorted, double value, boolean included) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < value || (included && sorted[middle] == value)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** Returns the evaluator. */
    public EvaluatorId evaluator() {
        return evaluator;
    }

    /** Returns the points from the threshold that all scores pass to the strictest; empty without a score. */
    public List<Point> points() {
        return points;
    }

    /** Returns how many different scores there are, which are all the steps. */
    public int differentScores() {
        return different;
    }

    /** Tells whether there is a point for each step; if not, the points are spread evenly over the different scores. */
    public boolean isComplete() {
        return points.size() == different;
    }

    /**
     * Returns the strictest threshold that at least a share of all answers surely passes, going by the lower ends of the
     * intervals; empty if none of the points does.
     *
     * @param rate the share, above 0 and below 1
     */
    public Optional<Point> strictest(double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("a pass rate must be above 0 and below 1; found: " + rate);
        }
        return points.stream()
                .filter(point -> point.passRate().interval().low() >= rate)
                .reduce((weaker, stricter) -> stricter);
    }

    /** Returns each point in words, one on each line. */
    public String describe() {
        if (points.isEmpty()) {
            return evaluator.name() + ": no score, so no threshold can be judged";
        }
        String head = isComplete() ? "" : ": " + points.size() + " of " + different + " steps";
        return points.stream()
                .map(point -> point.threshold() + ": pass rate "
                        + Statistics.figure(
                                point.passRate().rate(),
                                Optional.of(point.passRate().interval())))
                .collect(Collectors.joining("\n", evaluator.name() + head + "\n", ""));
    }

    @Override
    public String toString() {
        return "ThresholdCurve[" + evaluator.name() + ", " + points.size() + " of " + different + " steps]";
    }
}
