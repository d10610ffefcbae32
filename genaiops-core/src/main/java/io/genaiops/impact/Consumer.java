package io.genaiops.impact;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.util.Objects;
import java.util.Set;

/**
 * A version that refers, by a label that is about to move, to an asset whose label it is. What was measured of it with the
 * version from before says nothing of it with the one from after.
 *
 * @param id the asset that refers
 * @param version its version
 * @param labels the labels that are on that version
 * @param reference the reference as written
 * @param follows whether it follows the label at once, as drafts do and calls of models; a published version keeps the
 *     partials and tools that it was published with until another is published
 * @since 0.1
 */
public record Consumer(AssetId id, Version version, Set<Label> labels, AssetReference reference, boolean follows) {

    /** Requires every part and copies the labels. */
    public Consumer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(reference, "reference");
        labels = Set.copyOf(labels);
    }

    /** Returns for example {@code prompt 'trail-guide' 2.0.0 on [production] refers to partial tone@production and …}. */
    @Override
    public String toString() {
        return id + " " + version
                + (labels.isEmpty() ? "" : " on " + labels.stream().sorted().toList()) + " refers to "
                + reference
                + (follows
                        ? " and follows it at once: evidence about it is void then"
                        : " and keeps what it was published with; evidence about the next version has to be new");
    }
}
