package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;
import java.util.List;

/**
 * What a ledger says to claims: all of them are granted, or none.
 *
 * @since 0.1
 */
public sealed interface Outcome permits Grant, Outcome.Shortage {

    /**
     * Says that claims were not granted, and that nothing of them was taken.
     *
     * @param levels how each claim found its quota, in the order of the claims; empty if there was no room for a key
     * @param crowded the place of the claim whose quota has as many keys as it may, or -1
     * @since 0.1
     */
    record Shortage(List<Level> levels, int crowded) implements Outcome {

        /** Copies the levels. */
        public Shortage {
            levels = List.copyOf(levels);
        }
    }
}
