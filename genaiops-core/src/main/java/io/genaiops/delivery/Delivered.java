package io.genaiops.delivery;

import io.genaiops.asset.Asset;
import io.genaiops.asset.Resolution;
import java.util.Objects;

/**
 * An asset and how it came here.
 *
 * @param asset the version that the reference meant
 * @param resolution its resolved digest, where it came from, and how old that answer is
 * @since 0.1
 */
public record Delivered(Asset asset, Resolution resolution) {

    /** Requires both. */
    public Delivered {
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(resolution, "resolution");
    }
}
