package io.genaiops.eval.agreement;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Compares the labels or levels that two raters gave to the same items; made by {@link Agreement}.
 *
 * @since 0.1
 */
public final class TwoRaters {

    private final boolean ordered;
    private final int[] levels;
    private final double[][] shares;
    private final double[] first;
    private final double[] second;
    private final int items;
    private final int agreed;

    TwoRaters(int[] firstLevels, int[] secondLevels, boolean ordered) {
        Agreement.requirePairs(firstLevels.length, secondLevels.length);
        this.ordered = ordered;
        this.items = firstLevels.length;
        this.levels = Arrays.stream(new int[][] {firstLevels, secondLevels})
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        if (levels.length > 1000) {
            throw new IllegalArgumentException("at most 1000 levels can be compared; found " + levels.length
                    + "; use Correlation or Krippendorff's alpha for measures");
        }
        this.shares = new double[levels.length][levels.length];
        this.first = new double[levels.length];
        this.second = new double[levels.length];
        int same = 0;
        for (int i = 0; i < items; i++) {
            int row = Arrays.binarySearch(levels, firstLevels[i]);
            int column = Arrays.binarySearch(levels, secondLevels[i]);
            shares[row][column] += 1.0 / items;
            first[row] += 1.0 / items;
            second[column] += 1.0 / items;
            same += row == column ? 1 : 0;
        }
        this.agreed = same;
    }

    /** Returns the share of items on which both raters said the same. */
    public Proportion percentAgreement() {
        return new Proportion(agreed, items);
    }

    /**
     * Returns Cohen's kappa: 1 is full agreement, 0 what chance alone gives; undefined if both raters used one same level.
     *
     * <p>Source: Cohen 1960, Educational and Psychological Measurement 20:37; weighted: Cohen 1968, Psychological Bulletin
     * 70:213. Distances are those between the integers.
     *
     * @throws IllegalArgumentException if weights are asked of labels, which have no order
     */
    public Coefficient kappa(Weights weights) {
        requireOrder(weights);
        if (levels.length == 1) {
            return Coefficient.undefined(
                    "both raters gave one level to all items, so chance agreement is complete too");
        }
        return Coefficient.of(1 - observed(weights) / expected(weights));
    }

    /**
     * Returns the large-sample interval of {@link #kappa}, cut at -1 and 1; rough below 50 items.
     *
     * <p>Source: Fleiss, Cohen, Everitt 1969, Psychological Bulletin 72:323, equation 12, written in weights of disagreement.
     * Full agreement has no such error; there the lower end is the kappa of as much disagreement as the Wilson interval of
     * {@link #percentAgreement} still allows, each one as grave as chance makes it.
     *
     * @param weights the weights of {@link #kappa}
     * @param level the confidence level, such as 0.95
     * @return empty if kappa is undefined, or if its estimated error is 0 without full agreement
     */
    public Optional<Interval> kappaInterval(Weights weights, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must lie strictly between 0 and 1, as 0.95; found " + level);
        }
        Coefficient kappa = kappa(weights);
        if (!kappa.isDefined()) {
            return Optional.empty();
        }
        if (agreed == items) {
            double disagreement = 1 - percentAgreement().wilson(level).low();
            return Optional.of(new Interval(Math.max(-1, 1 - disagreement / expected(Weights.NONE)), 1, level));
        }
        double value = kappa.orElseThrow();
        double error = Math.sqrt(variance(weights));
        double half = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2) * error;
        return half < 1e-9
                ? Optional.empty()
                : Optional.of(new Interval(Math.max(-1, value - half), Math.min(1, value + half), level));
    }

    /** By the delta method: kappa = 1 - o/e, so the influence of a cell is -(w - (o/e)(row and column means of w)) / e. */
    private double variance(Weights weights) {
        double e = expected(weights);
        double ratio = observed(weights) / e;
        int n = levels.length;
        double[] rowMeans = new double[n];
        double[] columnMeans = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rowMeans[i] += weight(weights, i, j) * second[j];
                columnMeans[j] += weight(weights, i, j) * first[i];
            }
        }
        double mean = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double influence = (weight(weights, i, j) - ratio * (rowMeans[i] + columnMeans[j])) / e;
                mean += shares[i][j] * influence;
                square += shares[i][j] * influence * influence;
            }
        }
        return Math.max(0, square - mean * mean) / items;
    }

    private double observed(Weights weights) {
        double sum = 0;
        for (int i = 0; i < levels.length; i++) {
            for (int j = 0; j < levels.length; j++) {
                sum += weight(weights, i, j) * shares[i][j];
            }
        }
        return sum;
    }

    private double expected(Weights weights) {
        double sum = 0;
        for (int i = 0; i < levels.length; i++) {
            for (int j = 0; j < levels.length; j++) {
                sum += weight(weights, i, j) * first[i] * second[j];
            }
        }
        return sum;
    }

    private double weight(Weights weights, int i, int j) {
        return weights.of((double) levels[i] - levels[j]);
    }

    private void requireOrder(Weights weights) {
        if (!ordered && weights != Weights.NONE) {
            throw new IllegalArgumentException(
                    weights + " weights need levels; labels have no order: give integer levels");
        }
    }
}
