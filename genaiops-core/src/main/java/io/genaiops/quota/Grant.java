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
}
