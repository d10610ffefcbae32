package io.genaiops.eval.statistics;

import java.util.SplittableRandom;

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
