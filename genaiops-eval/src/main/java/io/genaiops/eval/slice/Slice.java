package io.genaiops.eval.slice;

import io.genaiops.eval.comparison.Comparison;
import java.util.Objects;

/**
 * The items with one tag, and how two variants compare on them.
 *
 * @param tag the tag
 * @param items how many items have it
 * @param comparison the comparison on these items, its p-values corrected together with those of all other slices
 * @since 0.1
 */
public record Slice(String tag, int items, Comparison comparison) {

    /** Requires tag and comparison. */
    public Slice {
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(comparison, "comparison");
    }
}
