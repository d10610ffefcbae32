package io.genaiops.release;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a reference of a released asset leads.
 *
 * @param id the asset that it leads to
 * @param version its version, or {@code null} for a model that no asset defines and the host knows by name
 * @param digest the resolved digest of that version, or {@code null} for such a model
 * @param locked the digest that was locked when the asset was published, or {@code null} if there is none
 * @since 0.1
 */
public record ReleasedReference(
        AssetId id,
        @Nullable Version version,
        @Nullable Digest digest,
        @Nullable Digest locked) {

    /** Refuses a version without a digest and the other way round. */
    public ReleasedReference {
        Objects.requireNonNull(id, "id");
        if ((version == null) != (digest == null)) {
            throw new IllegalArgumentException(
                    "a reference must have both version and digest or neither; found " + version + " and " + digest);
        }
    }

    /** Returns whether it leads to a model or a tool that no asset defines. */
    public boolean isHosts() {
        return version == null;
    }

    /** Returns the digest of what it leads to, if an asset defines that. */
    public Optional<Digest> target() {
        return Optional.ofNullable(digest);
    }

    /** Returns whether it leads elsewhere now than when the asset was published. */
    public boolean isMoved() {
        return locked != null && !locked.equals(digest);
    }

    /** Returns what it leads to, for example {@code model/small@1.0.0}. */
    String target(String unlessDefined) {
        return version == null ? unlessDefined : ReleasedAsset.key(id, version);
    }
}
