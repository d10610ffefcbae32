package io.genaiops.store;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.Transactions;
import io.genaiops.format.AssetFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Keeps assets. Every write is atomic and durable when the method returns, also beside writers in other threads and
 * processes. Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface AssetStore extends AutoCloseable {

    /** Returns an empty store in memory. */
    static AssetStore memory() {
        return new MemoryAssetStore();
    }

    /** Returns a store of the files below a directory, which may be empty or absent. */
    static AssetStore directory(Path root) {
        return new DirectoryAssetStore(root);
    }

    /**
     * Returns a read-only store of the resources below a root on the class path, for example {@code genaiops}.
     *
     * @throws io.genaiops.AssetNotFoundException if the class path has no such root
     */
    static AssetStore classpath(String root) {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ClasspathAssetStore.of(root, ofThread == null ? AssetStore.class.getClassLoader() : ofThread);
    }

    /**
     * Returns stores seen as one, for example a directory of overrides above the class path. The versions of all are
     * visible; one that two of them have must have the same content in both, and is deleted if it is deleted in one. A label
     * is where the uppermost store says that ever moved it. What is written goes to the uppermost store, along with the
     * versions that it needs there. All of them must answer: none stands in for one that fails.
     *
     * @param uppermost the store that counts first and is written to
     * @param below the stores below it, from the upper to the lower
     */
    static AssetStore layered(AssetStore uppermost, AssetStore... below) {
        return LayeredAssetStore.of(uppermost, below);
    }

    /**
     * Returns a store of the tables in a PostgreSQL or H2 database that {@link #migrate} made. Connections come from the data
     * source, best a pool, one a call, and go back as they came; whoever made it closes it.
     */
    static AssetStore jdbc(DataSource dataSource) {
        return new JdbcAssetStore(dataSource);
    }

    /**
     * Makes the tables of {@link #jdbc} or brings them to this version; several processes may do so at once. A host that
     * migrates with a tool of its own runs the files in {@code io/genaiops/store/migrations} instead.
     *
     * @throws io.genaiops.GenAiOpsException if the database fails, is another product, or was migrated by a newer genaiops
     */
    static void migrate(DataSource dataSource) {
        JdbcAssetStore.MIGRATIONS.apply(dataSource);
    }

    /** Returns the assets of a kind, in order. */
    SortedSet<AssetId> assets(AssetKind kind);

    /** Returns one consistent view of an asset, if there is any version of it. */
    Optional<StoredAsset> find(AssetId id);

    /**
     * Returns one consistent view of several assets: no label move that touches more than one of them is seen in part. What
     * does not exist is not in it.
     */
    default SortedMap<AssetId, StoredAsset> findAll(Collection<AssetId> ids) {
        SortedMap<AssetId, StoredAsset> seen = findEach(ids);
        // Histories only grow: what reads the same twice was so at one moment between.
        while (seen.size() > 1) {
            SortedMap<AssetId, StoredAsset> again = findEach(ids);
            if (again.equals(seen)) {
                return seen;
            }
            seen = again;
        }
        return seen;
    }

    private SortedMap<AssetId, StoredAsset> findEach(Collection<AssetId> ids) {
        SortedMap<AssetId, StoredAsset> found = new TreeMap<>();
        for (AssetId id : ids) {
            find(id).ifPresent(asset -> found.put(id, asset));
        }
        return found;
    }

    /** Returns the file of a version, published or draft, if it is there. */
    Optional<AssetFile> file(AssetId id, Version version);

    /**
     * Publishes a version. The same content again is a no-op; other content under the same number is refused.
     *
     * @throws io.genaiops.ConflictException if the version was published with other content or was deleted, or the store
     *     has a draft of it with other content
     * @throws IllegalArgumentException if the entry is not of this file
     */
    void publish(AssetFile file, PublishedVersion entry);

    /**
     * Moves a label if it is where the move says that it comes from. To freeze a label that is frozen there changes nothing.
     *
     * @throws io.genaiops.ConflictException if it is elsewhere
     * @throws io.genaiops.RefusedException if it is frozen, or governed and the move has no authority
     * @throws io.genaiops.AssetNotFoundException if the target is not a published version
     */
    default void move(AssetId id, LabelMove move) {
        move(new TreeMap<>(Map.of(id, move)));
    }

    /**
     * Moves a label of each of several assets in one step: all of them, or none if any is refused, also when the process
     * ends in between. {@link #findAll} never sees some of them moved and others not.
     *
     * @throws io.genaiops.ConflictException if a label is not where its move says that it comes from
     * @throws io.genaiops.RefusedException if one is frozen, or governed and its move has no authority
     * @throws io.genaiops.AssetNotFoundException if a target is not a published version
     */
    void move(SortedMap<AssetId, LabelMove> moves);

    /**
     * Deletes a published version: it stays listed, is never delivered again, and its number is not given again. Its file
     * stays where it is. Deleting it again changes nothing.
     *
     * @param removal who deletes it, when and why
     * @throws io.genaiops.RefusedException if a label is on it
     * @throws io.genaiops.AssetNotFoundException if it was not published
     */
    void delete(AssetId id, Version version, Removal removal);

    /** Marks a label so that, for every asset, it moves only with the authority of a gate. */
    void govern(Label label);

    /** Returns the labels that move only with the authority of a gate. */
    SortedSet<Label> governed();

    /**
     * Returns how long an answer of this store may be delivered before it is asked again, unless the host says otherwise:
     * 60 seconds. Zero is for a store that is cheap to ask, or that somebody may be editing; for good is for one that never
     * changes.
     */
    default Duration timeToLive() {
        return Duration.ofSeconds(60);
    }

    /**
     * Returns the transactions that this store writes in, if it is in a database. What else is kept there can be written in
     * one with a move.
     */
    default Optional<Transactions> transactions() {
        return Optional.empty();
    }

    /** Releases what the store holds. */
    @Override
    default void close() {}
}
