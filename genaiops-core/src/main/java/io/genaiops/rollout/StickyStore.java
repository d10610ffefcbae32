package io.genaiops.rollout;

import io.genaiops.asset.Digest;
import java.util.Optional;
import javax.sql.DataSource;

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

    /**
     * Returns a store of the table in a PostgreSQL or H2 database that {@link #migrate} made, for processes that share it. It
     * forgets nothing: delete from {@code genaiops_arm} what belongs to a rollout that has ended.
     */
    static StickyStore jdbc(DataSource dataSource) {
        return new JdbcStickyStore(dataSource);
    }

    /**
     * Makes the table of {@link #jdbc} or brings it to this version; several processes may do so at once. A host that
     * migrates with a tool of its own runs the files in {@code io/genaiops/rollout/migrations} instead.
     *
     * @throws io.genaiops.GenAiOpsException if the database fails, is another product, or was migrated by a newer genaiops
     */
    static void migrate(DataSource dataSource) {
        JdbcStickyStore.MIGRATIONS.apply(dataSource);
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
