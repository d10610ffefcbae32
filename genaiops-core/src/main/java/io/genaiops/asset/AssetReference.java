package io.genaiops.asset;

import java.util.Objects;

/**
 * A reference inside an asset: the kind follows from the field it stands in.
 *
 * @since 0.1
 */
public record AssetReference(AssetKind kind, AssetRef ref) {

    /** Requires both. */
    public AssetReference {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(ref, "ref");
    }

    /** Returns the kind and name of the asset referred to. */
    public AssetId id() {
        return new AssetId(kind, ref.name());
    }

    @Override
    public String toString() {
        return kind + " " + ref;
    }
}
