package io.genaiops.catalog;

import io.genaiops.asset.Asset;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was fixed when a version was published.
 *
 * @param version the version
 * @param source the digest of its file's content
 * @param resolved the digest of its content and its lock
 * @param lock the resolved digest of every reference, by kind and reference as written
 * @param at when it was published
 * @param by who published it
 * @param removal that it was deleted since, or {@code null}: it is listed, never delivered, and its number is not given
 *     again
 * @since 0.1
 */
public record PublishedVersion(
        Version version,
        Digest source,
        Digest resolved,
        SortedMap<String, Digest> lock,
        Instant at,
        String by,
        @Nullable Removal removal) {

    /** Requires every part and copies the lock. */
    public PublishedVersion {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(resolved, "resolved");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
        if (by.isBlank()) {
            throw new IllegalArgumentException("by must name who publishes " + version + "; found: '" + by + "'");
        }
        lock = Collections.unmodifiableSortedMap(new TreeMap<>(lock));
    }

    /**
     * Returns this entry if it is of that asset.
     *
     * @throws IllegalArgumentException if version or source digest differ
     */
    public PublishedVersion requireOf(Asset asset) {
        if (!asset.version().equals(version) || !asset.sourceDigest().equals(source)) {
            throw new IllegalArgumentException("entry must be of " + asset.id() + " " + asset.version()
                    + " with source digest " + asset.sourceDigest() + "; found: " + version + " with " + source);
        }
        return this;
    }

    /** Returns whether it was deleted. */
    public boolean removed() {
        return removal != null;
    }

    /** Returns this entry marked as deleted. */
    PublishedVersion deleted(Removal removal) {
        return new PublishedVersion(version, source, resolved, lock, at, by, removal);
    }

    /** Returns the entry of a version published now. */
    public static PublishedVersion of(
            Version version, Digest source, Digest resolved, Map<String, Digest> lock, Instant at, String by) {
        return new PublishedVersion(version, source, resolved, new TreeMap<>(lock), at, by, null);
    }
}
