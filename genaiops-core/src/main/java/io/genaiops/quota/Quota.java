package io.genaiops.quota;

import java.util.Objects;
import java.util.function.LongFunction;

/**
 * What may be used of something by each key in each window, counted in units. A unit is ten to the power of minus {@code
 * scale} of what people count in, so that a whole number of them is exact.
 *
 * @param index its place among the quotas of one ledger, from 0; claims are made in this order
 * @param name its name, the same one in every process that shares it
 * @param softAt the use at which a ledger says once that the end is near
 * @param scale the decimals of one unit, 0 to 12
 * @param windows the window of a moment; those that follow each other have no gap
 * @since 0.1
 */
public record Quota(int index, String name, long softAt, int scale, LongFunction<Span> windows) {

    /** The most units that one claim or settlement counts; more of them are as many. */
    public static final long MOST_UNITS = 100_000_000_000_000_000L;

    /** Requires a name and windows. */
    public Quota {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(windows, "windows");
        if (scale < 0 || scale > 12) {
            throw new IllegalArgumentException("scale must be 0 to 12; found: " + scale);
        }
    }

    /**
     * A window of time, in milliseconds since 1970.
     *
     * @param start its first millisecond
     * @param end the first millisecond after it
     * @since 0.1
     */
    public record Span(long start, long end) {

        /** Refuses a window that holds no moment. */
        public Span {
            if (end <= start) {
                throw new IllegalArgumentException("a window must end after its start " + start + "; found: " + end);
            }
        }
    }

    /**
     * How much of a quota is used by one key in one window.
     *
     * @param window the window
     * @param used units that are spent or reserved
     * @param spent units that are spent
     * @since 0.1
     */
    public record Level(Span window, long used, long spent) {

        /** Returns the units that are reserved. */
        public long reserved() {
            return Math.max(0, used - spent);
        }
    }
}
