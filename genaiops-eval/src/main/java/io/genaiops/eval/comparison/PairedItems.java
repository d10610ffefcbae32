package io.genaiops.eval.comparison;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Scale;
import io.genaiops.eval.statistics.PairedDifferences;
import io.genaiops.eval.statistics.Power;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/** The items that one evaluator can compare in two columns of its scores, which are of one dataset in one order. */
final class PairedItems {

    private final ScoreColumn first;
    private final ScoreColumn second;

    PairedItems(ScoreColumn first, ScoreColumn second) {
        this.first = first;
        this.second = second;
    }

    Comparison.Row row(double relevant, long seed) {
        double[][] scores = pairs(first::score, second::score);
        int paired = scores[0].length;
        Optional<PairedDifferences> gains = gains(scores, lowerIsBetter());
        Optional<Verdict> ofScores =
                gains.map(found -> found.verdict(Power.usual(), relevant * span(scores[0]), Resampling.seeded(seed)));
        double[][] passes = pairs(first::passes, second::passes);
        Optional<PairedDifferences> morePasses = gains(passes, false);
        return new Comparison.Row(
                first.evaluator(),
                first.direction(),
                ofScores,
                morePasses.map(found -> passVerdict(passes, found, relevant, seed)),
                gains.map(Effect::of),
                morePasses.map(Effect::of),
                paired,
                first.items() - paired);
    }

    private boolean lowerIsBetter() {
        return first.direction() == Direction.LOWER_IS_BETTER;
    }

    private static Optional<PairedDifferences> gains(double[][] pairs, boolean negated) {
        if (pairs[0].length == 0) {
            return Optional.empty();
        }
        PairedDifferences differences = Statistics.paired(pairs[0], pairs[1]);
        return Optional.of(negated ? differences.negated() : differences);
    }

    private static Verdict passVerdict(double[][] passes, PairedDifferences gains, double relevant, long seed) {
        boolean whole =
                Arrays.stream(passes).flatMapToDouble(Arrays::stream).allMatch(share -> share == Math.rint(share));
        return whole
                ? Statistics.paired(booleans(passes[0]), booleans(passes[1])).verdict(Power.usual(), relevant)
                : gains.verdict(Power.usual(), relevant, Resampling.seeded(seed));
    }

    /** What a share is a share of: the length of the scale or, where it has no end, the size of the scores. */
    private double span(double[] scores) {
        Scale scale = first.scale();
        double length = scale.max() - scale.min();
        double size = Arrays.stream(scores).map(Math::abs).average().orElse(0);
        return Double.isFinite(length) ? length : size > 0 ? size : 1;
    }

    private double[][] pairs(IntFunction<OptionalDouble> one, IntFunction<OptionalDouble> other) {
        double[] before = new double[first.items()];
        double[] after = new double[first.items()];
        int paired = 0;
        for (int item = 0; item < before.length; item++) {
            OptionalDouble left = one.apply(item);
            OptionalDouble right = other.apply(item);
            if (left.isPresent() && right.isPresent()) {
                before[paired] = left.getAsDouble();
                after[paired++] = right.getAsDouble();
            }
        }
        return new double[][] {Arrays.copyOf(before, paired), Arrays.copyOf(after, paired)};
    }

    private static boolean[] booleans(double[] shares) {
        boolean[] passed = new boolean[shares.length];
        for (int i = 0; i < shares.length; i++) {
            passed[i] = shares[i] == 1;
        }
        return passed;
    }
}
