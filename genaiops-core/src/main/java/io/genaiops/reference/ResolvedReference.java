package io.genaiops.reference;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reference means.
 *
 * @param id the asset
 * @param version its version
 * @param entry what was fixed when it was published, or {@code null} for a draft
 * @param label the label that was followed, or {@code null} if the reference named a version or digest
 * @since 0.1
 */
public record ResolvedReference(
        AssetId id,
        Version version,
        @Nullable PublishedVersion entry,
        @Nullable Label label) {

    /** Requires id and version. */
    public ResolvedReference {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
    }

    /** Returns asset and version, for example {@code prompt 'trail-guide' 1.1.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }
}
