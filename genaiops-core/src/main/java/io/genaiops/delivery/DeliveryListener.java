package io.genaiops.delivery;

import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;

/**
 * Hears what happens between a delivery and its store. Every method does nothing unless overridden. They run on the
 * thread that delivers or refreshes and must be quick; what they throw is logged and goes no further.
 *
 * @since 0.1
 */
public interface DeliveryListener {

    /** Hears that the store was asked and gave this version, for the first time or again. */
    default void refreshed(AssetReference reference, Version version) {}

    /** Hears of every answer that was older than the time to live. */
    default void staleServed(AssetReference reference, Resolution resolution) {}

    /** Hears that the store failed or did not answer in time. */
    default void unreachable(AssetReference reference, RuntimeException cause) {}

    /** Hears that the store no longer gives, or refuses, what was delivered before. */
    default void revoked(AssetReference reference, String why) {}

    /** Hears of every answer that came from disk, from the bundle or from the caller. */
    default void fallbackUsed(AssetReference reference, Resolution resolution) {}

    /** Hears that the store gave a file that is not what was published; it is not delivered. */
    default void digestMismatch(AssetReference reference, Digest expected, Digest found) {}

    /** Hears that the store answered something that cannot be read, or lost the file of a published version. */
    default void damaged(AssetReference reference, RuntimeException cause) {}
}
