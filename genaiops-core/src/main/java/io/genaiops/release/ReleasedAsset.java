package io.genaiops.release;

import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One version that belongs to a release.
 *
 * @param asset the asset as it is in the store
 * @param entry what was fixed when it was published
 * @param references where each of its references leads, by the reference as written, for example {@code model small@live}
 * @since 0.1
 */
public record ReleasedAsset(Asset asset, PublishedVersion entry, SortedMap<String, ReleasedReference> references) {

    /** Copies the references. */
    public ReleasedAsset {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(entry, "entry");
        references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
    }

    /** Returns kind and name. */
    public AssetId id() {
        return asset.id();
    }

    /** Returns the version. */
    public Version version() {
        return asset.version();
    }

    /** Returns the resolved digest. */
    public Digest digest() {
        return entry.resolved();
    }

    /** Returns for example {@code prompt/trail-guide@1.0.0}. */
    String key() {
        return key(id(), version());
    }

    static String key(AssetId id, Version version) {
        return id.kind().singular() + "/" + id.name() + "@" + version;
    }

    /** Returns for example {@code prompt 'trail-guide' 1.0.0}. */
    @Override
    public String toString() {
        return id() + " " + version();
    }
}
