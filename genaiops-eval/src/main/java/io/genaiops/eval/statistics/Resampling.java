package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * States how often to resample and from which seed, so that a result can be had again.
 *
 * <p>The generator is SplitMix64 as {@link SplittableRandom} implements it; its bits are turned into choices here, so the
 * same seed gives the same choices on every Java runtime.
 *
 * @param seed the seed; any value
 * @param resamples how many resamples to draw, between 100 and 10 million
 * @since 0.1
 */
public record Resampling(long seed, int resamples) {

    /** The number of resamples of {@link #seeded}. */
    public static final int USUAL = 10_000;

    private static final int FEWEST = 100;
    private static final int MOST = 10_000_000;
    private static final double LEAST_DEFINED = 0.95;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    /**
     * Refuses a number of resamples that no result could be built on.
     *
     * @throws IllegalArgumentException if resamples are below 100 or above 10 million
     */
    public Resampling {
        if (resamples < FEWEST || resamples > MOST) {
            throw new IllegalArgumentException(
                    "resamples must lie between " + FEWEST + " and " + MOST + "; found " + resamples);
        }
    }

    /** Returns {@value #USUAL} resamples from the seed. */
    public static Resampling seeded(long seed) {
        return new Resampling(seed, USUAL);
    }

    /** Returns the same seed with another number of resamples. */
    public Resampling times(int number) {
        return new Resampling(seed, number);
    }

    /**
     * Returns the percentile interval of a figure that is computed anew from items drawn with replacement.
     *
     * <p>Source: Efron, Tibshirani 1993, An Introduction to the Bootstrap, section 13.3. For the mean of scores
     * {@link Mean#bootstrap} is sharper.
     *
     * @param items the number of items, at least 1
     * @param level the confidence level, such as 0.95
     * @param figure the figure of the drawn items, named by their indexes; empty where they determine none
     * @return empty if more than one resample in twenty determines no figure, or if all agree, since such data do not show
     *     how far the figure varies
     */
    public Optional<Interval> interval(int items, double level, Function<int[], OptionalDouble> figure) {
        if (items < 1) {
            throw new IllegalArgumentException("items must be at least 1; found " + items);
        }
        double tail = (1 - Interval.requireLevel(level)) / 2;
        SplittableRandom random = random();
        double[] figures = new double[resamples];
        int defined = 0;
        for (int r = 0; r < resamples; r++) {
            int[] drawn = new int[items];
            Arrays.setAll(drawn, i -> upperIndex(random.nextLong(), items));
            OptionalDouble found = figure.apply(drawn);
            if (found.isPresent()) {
                figures[defined++] = found.getAsDouble();
            }
        }
        if (defined < LEAST_DEFINED * resamples) {
            return Optional.empty();
        }
        Quantiles quantiles = Quantiles.of(Arrays.copyOf(figures, defined));
        double low = quantiles.quantile(tail);
        double high = quantiles.quantile(1 - tail);
        return low < high ? Optional.of(new Interval(low, high, level)) : Optional.empty();
    }

    SplittableRandom random() {
        return new SplittableRandom(seed);
    }

    /** Maps the upper half of the bits to 0..bound-1; no choice is favoured by more than bound / 2^32. */
    static int upperIndex(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Maps the lower half of the bits to 0..bound-1; no choice is favoured by more than bound / 2^32. */
    static int lowerIndex(long bits, int bound) {
        return (int) (((bits & LOW_HALF) * bound) >>> 32);
    }
}
