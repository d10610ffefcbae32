package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Resamples clusters of scores and reads the BCa interval of their mean off the resampled means. */
final class Bootstrap {

    static final int FEWEST_CLUSTERS = 8;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final double[] sums;
    private final int[] sizes;
    private final double[] residuals;
    private final double mean;
    private final boolean single;

    Bootstrap(double[] sums, int[] sizes, double[] residuals) {
        this.sums = sums;
        this.sizes = sizes;
        this.residuals = residuals;
        int count = Arrays.stream(sizes).sum();
        this.mean = Arrays.stream(sums).sum() / count;
        this.single = count == sizes.length;
    }

    Optional<Interval> interval(double level, Resampling resampling) {
        double[] means = sortedMeans(resampling);
        double bias = bias(means);
        double low = corrected(bias, -Power.twoSidedNormal(level));
        double high = corrected(bias, Power.twoSidedNormal(level));
        if (!(low > 0 && low < high && high < 1)) {
            return Optional.empty();
        }
        return Optional.of(new Interval(quantile(means, low), quantile(means, high), level));
    }

    double[] sortedMeans(Resampling resampling) {
        SplittableRandom random = resampling.random();
        double[] means = new double[resampling.resamples()];
        for (int r = 0; r < means.length; r++) {
            means[r] = single ? meanOfSingles(random) : meanOfClusters(random);
        }
        Arrays.sort(means);
        return means;
    }

    private double meanOfSingles(SplittableRandom random) {
        int n = sums.length;
        double even = 0;
        double odd = 0;
        for (int i = 1; i < n; i += 2) {
            long bits = random.nextLong();
            even += sums[Resampling.upperIndex(bits, n)];
            odd += sums[Resampling.lowerIndex(bits, n)];
        }
        double last = n % 2 == 0 ? 0 : sums[Resampling.upperIndex(random.nextLong(), n)];
        return (even + odd + last) / n;
    }

    private double meanOfClusters(SplittableRandom random) {
        double sum = 0;
        long size = 0;
        for (int i = 0; i < sums.length; i++) {
            int chosen = Resampling.upperIndex(random.nextLong(), sums.length);
            sum += sums[chosen];
            size += sizes[chosen];
        }
        return sum / size;
    }

    /** Half of the ties count as below; without that a lattice of scores would look biased. */
    private double bias(double[] means) {
        double tolerance = 1e-12 * Math.max(Math.abs(means[0]), Math.abs(means[means.length - 1]));
        double below = 0;
        for (double resampled : means) {
            if (resampled < mean - tolerance) {
                below++;
            } else if (resampled <= mean + tolerance) {
                below += 0.5;
            }
        }
        double share = below / means.length;
        return share > 0 && share < 1 ? NORMAL.inverseCumulativeProbability(share) : Double.MAX_VALUE;
    }

    private double corrected(double bias, double z) {
        double shifted = bias + z;
        double damping = 1 - acceleration() * shifted;
        return damping > 0 ? NORMAL.cumulativeProbability(bias + shifted / damping) : 1;
    }

    /** The jackknife's skewness: leaving cluster c out moves the mean by -residual_c / (count - size_c). */
    private double acceleration() {
        int count = Arrays.stream(sizes).sum();
        double squares = 0;
        double cubes = 0;
        double centre = 0;
        for (int c = 0; c < sums.length; c++) {
            centre += residuals[c] / (count - sizes[c]) / sums.length;
        }
        for (int c = 0; c < sums.length; c++) {
            double influence = residuals[c] / (count - sizes[c]) - centre;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
    }

    private static double quantile(double[] sorted, double share) {
        double position = Math.min(Math.max(share * (sorted.length + 1) - 1, 0), sorted.length - 1.0);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
