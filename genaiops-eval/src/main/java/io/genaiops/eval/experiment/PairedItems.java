package io.genaiops.eval.experiment;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Scale;
import io.genaiops.eval.statistics.PairedDifferences;
import io.genaiops.eval.statistics.Power;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The items of two variants that one evaluator can compare. The items are those of one dataset, in one order. */
final class PairedItems {

    private final VariantResult first;
    private final VariantResult second;
    private final Measurement measurement;

    PairedItems(VariantResult first, VariantResult second, Measurement measurement) {
        this.first = first;
        this.second = second;
        this.measurement = measurement;
    }

    Comparison.Row row(double relevant, long seed) {
        double[][] scores = pairs(item -> item.score(measurement.evaluator()));
        double[][] passes = pairs(item -> item.passes(measurement.evaluator()));
        int paired = scores[0].length;
        return new Comparison.Row(
                measurement.evaluator(),
                measurement.direction(),
                scoreVerdict(scores, relevant, seed),
                passVerdict(passes, relevant, seed),
                paired,
                first.items().size() - paired);
    }

    private Optional<Verdict> scoreVerdict(double[][] scores, double relevant, long seed) {
        if (scores[0].length == 0) {
            return Optional.empty();
        }
        PairedDifferences differences = Statistics.paired(scores[0], scores[1]);
        boolean lowerIsBetter = measurement.direction() == Direction.LOWER_IS_BETTER;
        return Optional.of((lowerIsBetter ? differences.negated() : differences)
                .verdict(Power.usual(), relevant * span(scores[0]), Resampling.seeded(seed)));
    }

    private Optional<Verdict> passVerdict(double[][] passes, double relevant, long seed) {
        if (passes[0].length == 0) {
            return Optional.empty();
        }
        boolean whole =
                Arrays.stream(passes).flatMapToDouble(Arrays::stream).allMatch(share -> share == Math.rint(share));
        return Optional.of(
                whole
                        ? Statistics.paired(booleans(passes[0]), booleans(passes[1]))
                                .verdict(Power.usual(), relevant)
                        : Statistics.paired(passes[0], passes[1])
                                .verdict(Power.usual(), relevant, Resampling.seeded(seed)));
    }

    /** What a share is a share of: the length of the scale or, where it has no end, the size of the scores. */
    private double span(double[] scores) {
        Scale scale = measurement.scale();
        double length = scale.max() - scale.min();
        double size = Arrays.stream(scores).map(Math::abs).average().orElse(0);
        return Double.isFinite(length) ? length : size > 0 ? size : 1;
    }

    private double[][] pairs(Function<ItemResult, OptionalDouble> figure) {
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < first.items().size(); i++) {
            OptionalDouble one = figure.apply(first.items().get(i));
            OptionalDouble other = figure.apply(second.items().get(i));
            if (one.isPresent() && other.isPresent()) {
                pairs.add(new double[] {one.getAsDouble(), other.getAsDouble()});
            }
        }
        return new double[][] {column(pairs, 0), column(pairs, 1)};
    }

    private static double[] column(List<double[]> pairs, int column) {
        return pairs.stream().mapToDouble(pair -> pair[column]).toArray();
    }

    private static boolean[] booleans(double[] shares) {
        boolean[] passed = new boolean[shares.length];
        for (int i = 0; i < shares.length; i++) {
            passed[i] = shares[i] == 1;
        }
        return passed;
    }
}
