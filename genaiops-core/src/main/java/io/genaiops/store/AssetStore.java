package io.genaiops.store;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

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

    /** Returns the assets of a kind, in order. */
    SortedSet<AssetId> assets(AssetKind kind);

    /** Returns one consistent view of an asset, if there is any version of it. */
    Optional<StoredAsset> find(AssetId id);

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
     * Moves a label if it is where the move says that it comes from.
     *
     * @throws io.genaiops.ConflictException if it is elsewhere
     * @throws io.genaiops.RefusedException if it is frozen, or governed and the move has no authority
     * @throws io.genaiops.AssetNotFoundException if the target is not a published version
     */
    void move(AssetId id, LabelMove move);

    /**
     * Marks a label so that it can never move again.
     *
     * @param on the version that it is on
     * @throws io.genaiops.ConflictException if it is elsewhere
     * @throws io.genaiops.AssetNotFoundException if it is on no version
     */
    void freeze(AssetId id, Label label, Version on);

    /**
     * Deletes a published version: it stays listed, is never delivered again, and its number is not given again. Its file
     * stays where it is. Deleting it again changes nothing.
     *
     * @throws io.genaiops.RefusedException if a label is on it
     * @throws io.genaiops.AssetNotFoundException if it was not published
     */
    void delete(AssetId id, Version version);

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

    /** Releases what the store holds. */
    @Override
    default void close() {}
}
