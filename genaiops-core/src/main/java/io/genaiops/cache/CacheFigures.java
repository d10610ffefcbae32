package io.genaiops.cache;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a cache did since it was made, and what it holds.
 *
 * @param hits requests that a kept answer served
 * @param misses requests that none served; those that waited for another call are among them
 * @param waits misses that the answer of another call served, so that no model was asked
 * @param loads times that a model was asked
 * @param failures times that a model failed; nothing is kept of these
 * @param kept answers that were kept
 * @param refused answers that were not kept: cut short, filtered, with tool calls, empty, or refused by the host's rule
 * @param unkeyed requests that went by the cache, since a part of them cannot be told from another one
 * @param evictions answers that were thrown out for their age or for want of room; with a database, expired rows
 * @param storeFailures times that the database failed, so that the cache did as if it were empty
 * @param storeFails whether the database failed when it was asked last
 * @param unreadable rows that could not be read
 * @param entries answers that are held; empty with a database
 * @param bytes about how many bytes they take; empty with a database
 * @since 0.1
 */
public record CacheFigures(
        long hits,
        long misses,
        long waits,
        long loads,
        long failures,
        long kept,
        long refused,
        long unkeyed,
        long evictions,
        long storeFailures,
        boolean storeFails,
        long unreadable,
        OptionalLong entries,
        OptionalLong bytes) {

    /** Returns the share of requests for which no model was asked, 0 to 1; empty if there were none. */
    public OptionalDouble hitRate() {
        long all = hits + misses;
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (hits + waits) / all);
    }

    @Override
    public String toString() {
        return "CacheFigures[hits=" + hits + ", misses=" + misses + ", waits=" + waits + ", loads=" + loads
                + ", failures=" + failures + ", kept=" + kept + ", refused=" + refused + ", unkeyed=" + unkeyed
                + ", evictions=" + evictions + ", storeFailures=" + storeFailures + ", storeFails=" + storeFails
                + ", unreadable=" + unreadable
                + (entries.isPresent() ? ", entries=" + entries.getAsLong() : "")
                + (bytes.isPresent() ? ", bytes=" + bytes.getAsLong() : "")
                + "]";
    }
}
