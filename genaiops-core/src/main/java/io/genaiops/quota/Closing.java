package io.genaiops.quota;

/**
 * How a grant was closed.
 *
 * @param first whether it was open or expired before; of several that close it, one is told so
 * @param late whether it had expired
 * @param softRaised a bit for each claim by which the quota came to its soft limit
 * @since 0.1
 */
public record Closing(boolean first, boolean late, long softRaised) {

    /** It was closed before, and nothing was done. */
    public static final Closing AGAIN = new Closing(false, false, 0);

    static final Closing DONE = new Closing(true, false, 0);
    static final Closing LATE = new Closing(true, true, 0);

    static Closing of(boolean late, long softRaised) {
        if (softRaised != 0) {
            return new Closing(true, late, softRaised);
        }
        return late ? LATE : DONE;
    }
}
