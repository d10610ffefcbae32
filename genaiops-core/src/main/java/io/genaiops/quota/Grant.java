package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;

/**
 * Units that a call may use until it is settled or released, or the lease ends. Thread-safe.
 *
 * @since 0.1
 */
public sealed interface Grant extends Outcome permits MemoryGrant, JdbcGrant {

    /** Returns a bit for each claim by which the quota came to its soft limit, the lowest one for the first. */
    long softRaised();

    /** Returns how the quota of a claim stands now. */
    Level level(int claim);

    /**
     * Puts what was really used in the place of what was reserved. After the lease has ended it is still charged.
     *
     * @param actual the units of each claim
     * @throws io.genaiops.GenAiOpsException if the database fails; it may be repeated then, and is charged once
     */
    Closing settle(long[] actual);

    /**
     * Gives back what was reserved.
     *
     * @throws io.genaiops.GenAiOpsException if the database fails; it may be repeated then
     */
    Closing release();

    /**
     * How a grant was closed.
     *
     * @param first whether it was open or expired before; of several that close it, one is told so
     * @param late whether it had expired
     * @param softRaised a bit for each claim by which the quota came to its soft limit
     * @since 0.1
     */
    record Closing(boolean first, boolean late, long softRaised) {

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
}
