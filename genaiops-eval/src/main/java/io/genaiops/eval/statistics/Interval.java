package io.genaiops.eval.statistics;

/**
 * Spans the values that are compatible with the data at a confidence level; both ends belong to it.
 *
 * @param low the lower end, finite
 * @param high the upper end, finite, not below {@code low}
 * @param level the confidence level, strictly between 0 and 1
 * @since 0.1
 */
public record Interval(double low, double high, double level) {

    /**
     * Refuses ends that are not finite or not in order.
     *
     * @throws IllegalArgumentException if an end is not finite, the ends are out of order or the level is outside (0, 1)
     */
    public Interval {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new IllegalArgumentException(
                    "an interval needs finite ends in order; found low " + low + ", high " + high);
        }
        requireLevel(level);
    }

    /** Tells whether the value lies between the ends, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** Returns the distance between the ends. */
    public double width() {
        return high - low;
    }

    /** Returns the smallest interval of the same level that covers this one and the value. */
    public Interval stretchedTo(double value) {
        return contains(value) ? this : new Interval(Math.min(low, value), Math.max(high, value), level);
    }

    /** Returns the ends as sentences show them: {@code 3.9 to 4.3}. */
    public String words() {
        return Verdict.number(low) + " to " + Verdict.number(high);
    }

    static double requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must lie strictly between 0 and 1, as 0.95; found " + level);
        }
        return level;
    }
}
