package io.genaiops.catalog;

import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One move of a label: who moved it, when, why, from where to where.
 *
 * @param label the label
 * @param from the version it was on, or {@code null} if it was on none; a store refuses the move if it is elsewhere
 * @param to the version it goes to, or {@code null} to remove it
 * @param at when
 * @param by who
 * @param why the reason given
 * @param authority the gate that let a governed label move, or {@code null} for a plain move
 * @since 0.1
 */
public record LabelMove(
        Label label,
        @Nullable Version from,
        @Nullable Version to,
        Instant at,
        String by,
        String why,
        @Nullable String authority) {

    /** Requires all but the versions and the authority; refuses computed labels. */
    public LabelMove {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(why, "why");
        if (by.isBlank()) {
            throw new IllegalArgumentException("by must name who moves label '" + label + "'; found: '" + by + "'");
        }
        if (label.isComputed()) {
            throw new IllegalArgumentException("label '" + label + "' is computed and cannot be moved");
        }
        if (from == null && to == null) {
            throw new IllegalArgumentException("a move of label '" + label + "' needs a version to come from or go to");
        }
    }

    @Override
    public String toString() {
        return label + " " + (from == null ? "(none)" : from) + " -> " + (to == null ? "(none)" : to) + " by " + by
                + " at " + at + ": " + why;
    }
}
