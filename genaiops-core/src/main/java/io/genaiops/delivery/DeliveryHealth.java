package io.genaiops.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery is doing. Counts are since it was built.
 *
 * @param storeReachable whether the store answered when it was last asked; {@code true} before it was ever asked
 * @param lastSuccess when the store last answered, or {@code null} if it never did
 * @param entries references that are kept, spellings of one reference counted apart
 * @param hits answers that were kept and fresh
 * @param misses answers for which a caller waited for the store
 * @param staleServed answers older than the time to live
 * @param fallbacksUsed answers from disk, from the bundle or from the caller
 * @param failures how often the store failed, did not answer in time, or answered something damaged
 * @param refreshQueue refreshes that wait or run in the background
 * @since 0.1
 */
public record DeliveryHealth(
        boolean storeReachable,
        @Nullable Instant lastSuccess,
        long entries,
        long hits,
        long misses,
        long staleServed,
        long fallbacksUsed,
        long failures,
        int refreshQueue) {}
