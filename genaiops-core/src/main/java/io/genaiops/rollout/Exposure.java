package io.genaiops.rollout;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was given an arm's version of an asset.
 *
 * @param rollout the id of the rollout
 * @param assignment the arm and why
 * @param asset the asset
 * @param digest the resolved digest of what was delivered
 * @param key the hash of the key as {@link Rollout#hash} makes it, or {@code null} if there was no key
 * @since 0.1
 */
public record Exposure(
        String rollout,
        Assignment assignment,
        AssetId asset,
        Digest digest,
        @Nullable Digest key) {

    /** Requires all but the key. */
    public Exposure {
        Objects.requireNonNull(rollout, "rollout");
        Objects.requireNonNull(assignment, "assignment");
        Objects.requireNonNull(asset, "asset");
        Objects.requireNonNull(digest, "digest");
    }
}
