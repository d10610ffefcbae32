package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Tests whether paired differences centre on zero, by flipping their signs.
 *
 * <p>Up to {@value #MOST_EXACT} items all flips are counted; above, at least
 * 10,000 random flips are, with the flip that changes nothing
 * counted too (Phipson, Smyth 2010, arXiv 1603.05766). {@link #interval} holds the shifts that this same test does not
 * reject, so it contains 0 exactly when {@link #pValue} is above 1 - level. Source: Fisher 1935, The Design of Experiments,
 * section 21; the interval by Hartigan 1969, JASA 64:1303: a shift is rejected by how many means of flipped items it
 * exceeds.
 *
 * @since 0.1
 */
public final class PermutationTest {

    /** The most items for which every flip is counted. */
    public static final int MOST_EXACT = 20;

    private static final double ROUNDING = 1e-11;

    private final boolean exact;
    private final int asExtreme;
    private final double[] lows;
    private final double[] highs;

    private PermutationTest(boolean exact, int asExtreme, double[] lows, double[] highs) {
        this.exact = exact;
        this.asExtreme = asExtreme;
        this.lows = lows;
        this.highs = highs;
    }

    static PermutationTest of(double[] differences, Resampling resampling) {
        if (differences.length > MOST_EXACT && resampling.resamples() < Resampling.USUAL) {
            throw new IllegalArgumentException("above " + MOST_EXACT + " items a permutation test takes at least "
                    + Resampling.USUAL + " resamples; found " + resampling.resamples());
        }
        Flips flips = new Flips(differences, differences.length <= MOST_EXACT, resampling);
        flips.run();
        Arrays.sort(flips.lows);
        Arrays.sort(flips.highs);
        return new PermutationTest(flips.exact, flips.asExtreme, flips.lows, flips.highs);
    }

    /** Tells whether all flips were counted, so that the p-value does not depend on the seed. */
    public boolean isExact() {
        return exact;
    }

    /** Returns the two-sided p-value: the share of flips whose mean is at least as far from zero; never 0. */
    public double pValue() {
        return (double) asExtreme / lows.length;
    }

    /** Tells whether the test rejects a mean difference of zero at the level. */
    public boolean rejects(double level) {
        return asExtreme <= accepted(level);
    }

    /**
     * Returns the mean differences that the test does not reject at the level.
     *
     * @return empty if the flips are too few to reject anything at this level, as with 5 items at 0.95
     */
    public Optional<Interval> interval(double level) {
        int rank = accepted(level);
        double low = lows[rank];
        double high = highs[highs.length - 1 - rank];
        if (Double.isInfinite(low)) {
            return Optional.empty();
        }
        Interval interval = new Interval(low, high, level);
        return Optional.of(rejects(level) ? interval : interval.stretchedTo(0));
    }

    private int accepted(double level) {
        return (int) Math.floor((1 - Interval.requireLevel(level)) * lows.length + 1e-9);
    }

    /** Counts flips; a set of flipped items and its complement reject the same shifts, so each pair is taken once. */
    private static final class Flips {

        private static final int WIDTH = 4;
        private static final int CHOICES = 1 << WIDTH;
        private static final int TILE = 4096;

        private final double[] differences;
        private final boolean exact;
        private final Resampling resampling;
        private final double[] lows;
        private final double[] highs;
        private final double total;
        private final double tolerance;
        private int asExtreme;
        private int next;

        Flips(double[] differences, boolean exact, Resampling resampling) {
            this.differences = differences;
            this.exact = exact;
            this.resampling = resampling;
            int number = exact ? 1 << (differences.length - 1) : resampling.resamples() + 1;
            this.lows = new double[number];
            this.highs = new double[number];
            this.total = Arrays.stream(differences).sum();
            this.tolerance =
                    ROUNDING * Arrays.stream(differences).map(Math::abs).sum();
        }

        void run() {
            count(0, 0);
            if (exact) {
                countAll();
            } else {
                countRandom();
            }
        }

        private void countAll() {
            double[] sums = new double[lows.length];
            for (int flipped = 1; flipped < sums.length; flipped++) {
                int item = Integer.numberOfTrailingZeros(flipped);
                sums[flipped] = sums[flipped & (flipped - 1)] + differences[item];
                count(sums[flipped], Integer.bitCount(flipped));
            }
        }

        /** Goes tile by tile, so that the sums of a tile stay near the processor however many items there are. */
        private void countRandom() {
            SplittableRandom random = resampling.random();
            double[] sums = new double[resampling.resamples()];
            int[] sizes = new int[sums.length];
            for (int tile = 0; tile <= differences.length / TILE; tile++) {
                flipTile(tile * TILE, random, sums, sizes);
            }
            for (int r = 0; r < sums.length; r++) {
                count(sums[r], sizes[r]);
            }
        }

        private void flipTile(int first, SplittableRandom random, double[] sums, int[] sizes) {
            int items = Math.min(TILE, differences.length - first);
            double[] blocks = blockSums(first, items);
            int full = items / WIDTH;
            int lastMask = items == TILE ? 0 : (1 << items % WIDTH) - 1;
            for (int r = 0; r < sums.length; r++) {
                double sum = 0;
                int size = 0;
                long bits = 0;
                for (int block = 0; block < full; block++) {
                    bits = block % (Long.SIZE / WIDTH) == 0 ? random.nextLong() : bits >>> WIDTH;
                    int flipped = (int) bits & (CHOICES - 1);
                    sum += blocks[block * CHOICES + flipped];
                    size += Integer.bitCount(flipped);
                }
                int flipped = items == TILE ? 0 : (int) random.nextLong() & lastMask;
                sums[r] += sum + blocks[full * CHOICES + flipped];
                sizes[r] += size + Integer.bitCount(flipped);
            }
        }

        /** Holds the sum of every choice out of each 4 items, so that a flip reads one sum where it would add 4. */
        private double[] blockSums(int first, int items) {
            int blocks = items / WIDTH + 1;
            double[] sums = new double[blocks * CHOICES];
            for (int block = 0; block < blocks; block++) {
                int width = Math.min(WIDTH, items - block * WIDTH);
                for (int flipped = 1; flipped < 1 << width; flipped++) {
                    int item = first + block * WIDTH + Integer.numberOfTrailingZeros(flipped);
                    int base = block * CHOICES;
                    sums[base + flipped] = sums[base + (flipped & (flipped - 1))] + differences[item];
                }
            }
            return sums;
        }

        private void count(double flippedSum, int flipped) {
            if (Math.abs(total - 2 * flippedSum) >= Math.abs(total) - tolerance) {
                asExtreme++;
            }
            int kept = differences.length - flipped;
            boolean none = flipped == 0 || kept == 0;
            double one = none ? Double.NEGATIVE_INFINITY : flippedSum / flipped;
            double other = none ? Double.POSITIVE_INFINITY : (total - flippedSum) / kept;
            lows[next] = Math.min(one, other);
            highs[next] = Math.max(one, other);
            next++;
        }
    }
}
