package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds the mean of scores, with intervals that respect which scores belong together.
 *
 * <p>A cluster is what was drawn independently: an item, or a document with several questions. Every interval treats the
 * clusters, never the single scores, as the sample. Made by {@link Statistics#mean} and {@link Statistics#clusteredMean}.
 *
 * @since 0.1
 */
public final class Mean {

    private static final double ROUNDING = 1e-12;

    private final double[] sums;
    private final int[] sizes;
    private final int count;
    private final double value;
    private final double[] residuals;

    private Mean(double[] sums, int[] sizes) {
        this.sums = sums;
        this.sizes = sizes;
        this.count = Arrays.stream(sizes).reduce(0, Math::addExact);
        this.value = Arrays.stream(sums).sum() / count;
        this.residuals = new double[sums.length];
        for (int c = 0; c < sums.length; c++) {
            double expected = sizes[c] * value;
            double residual = sums[c] - expected;
            boolean noise = Math.abs(residual) <= ROUNDING * Math.max(Math.abs(sums[c]), Math.abs(expected));
            residuals[c] = noise ? 0 : residual;
        }
    }

    static Mean of(double[] scores) {
        double[] sums = Statistics.finite("scores", scores);
        int[] sizes = new int[sums.length];
        Arrays.fill(sizes, 1);
        return new Mean(sums, sizes);
    }

    static Mean ofClusters(double[][] clusters) {
        if (clusters.length == 0) {
            throw new IllegalArgumentException("clusters need at least 1 cluster; found none");
        }
        double[] sums = new double[clusters.length];
        int[] sizes = new int[clusters.length];
        for (int c = 0; c < clusters.length; c++) {
            double[] scores = Statistics.finite("cluster " + c, clusters[c]);
            sums[c] = Arrays.stream(scores).sum();
            sizes[c] = scores.length;
        }
        return new Mean(sums, sizes);
    }

    /** Returns the mean over all scores. */
    public double value() {
        return value;
    }

    /** Returns the number of scores. */
    public int count() {
        return count;
    }

    /** Returns the number of clusters; equal to {@link #count} when every score stands alone. */
    public int clusters() {
        return sums.length;
    }

    /**
     * Returns the standard error, robust to dependence within a cluster; empty for a single cluster.
     *
     * <p>Source: Miller 2024, arXiv 2411.00640, section 2.2, with the small-sample factor C / (C - 1). Without clusters it
     * is the standard deviation over the root of the number of scores.
     */
    public OptionalDouble standardError() {
        int c = sums.length;
        if (c < 2) {
            return OptionalDouble.empty();
        }
        double squares = Arrays.stream(residuals).map(r -> r * r).sum();
        return OptionalDouble.of(Math.sqrt(squares * c / (c - 1.0)) / count);
    }

    /**
     * Returns Student's t interval with one degree of freedom less than there are clusters.
     *
     * @param level the confidence level, such as 0.95
     * @return empty if there is a single cluster or all clusters agree, since such data do not show how far they vary
     */
    public Optional<Interval> interval(double level) {
        Interval.requireLevel(level);
        double error = standardError().orElse(0);
        if (error == 0) {
            return Optional.empty();
        }
        double half = Power.twoSidedT(level, sums.length - 1) * error;
        return Optional.of(new Interval(value - half, value + half, level));
    }

    /**
     * Returns the bias-corrected and accelerated bootstrap interval; whole clusters are resampled.
     *
     * <p>Source: Efron 1987, JASA 82:171; Efron, Tibshirani 1993, section 14.3. Falls back to {@link #interval} below 8
     * clusters, where too few resamples differ, and where the correction has no finite value.
     *
     * @param level the confidence level, such as 0.95
     * @param resampling the seed and the number of resamples
     * @return empty where {@link #interval} is
     */
    public Optional<Interval> bootstrap(double level, Resampling resampling) {
        Optional<Interval> student = interval(level);
        if (student.isEmpty() || sums.length < Bootstrap.FEWEST_CLUSTERS) {
            return student;
        }
        return new Bootstrap(sums, sizes, residuals).interval(level, resampling).or(() -> student);
    }
}
