package io.genaiops.rollout;

import io.genaiops.asset.Digest;
import java.util.Optional;

/**
 * Remembers which arm a key was put into, so that it stays there when weights change. It sees hashes of keys only.
 * Implementations are thread-safe. What one throws is logged, and the rollout goes on without it.
 *
 * @since 0.1
 */
public interface StickyStore {

    /**
     * Returns a store in memory that forgets the least recently used keys beyond a number.
     *
     * @param maxEntries at least 1
     */
    static StickyStore memory(int maxEntries) {
        return new MemoryStickyStore(maxEntries);
    }

    /** Returns the name of the arm that the key was put into, if it was. */
    Optional<String> find(String rollout, Digest key);

    /**
     * Remembers an arm for a key unless there is one.
     *
     * @return the name of the arm that is remembered now
     */
    String keep(String rollout, Digest key, String arm);
}
