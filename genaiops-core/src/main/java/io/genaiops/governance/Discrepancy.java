package io.genaiops.governance;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something about a governed label that the record of moves does not account for.
 *
 * @param id the asset, or {@code null} if it is about the label of all of them
 * @param label the label
 * @param what what was expected, what was found and what to do
 * @since 0.1
 */
public record Discrepancy(@Nullable AssetId id, Label label, String what) {

    /** Requires all but the asset. */
    public Discrepancy {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(what, "what");
    }

    /** Returns the asset, if it is about one. */
    public Optional<AssetId> asset() {
        return Optional.ofNullable(id);
    }

    /** Returns for example {@code prompt 'trail-guide'@production: …}. */
    @Override
    public String toString() {
        return (id == null ? "label '" + label + "'" : id + "@" + label) + ": " + what;
    }
}
