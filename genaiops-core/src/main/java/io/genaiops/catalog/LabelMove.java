package io.genaiops.catalog;

import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One move of a label: who moved it, when, why, from where to where. A move that freezes keeps the label where it goes to
 * for good.
 *
 * @param label the label
 * @param from the version it was on, or {@code null} if it was on none; a store refuses the move if it is elsewhere
 * @param to the version it goes to, or {@code null} to remove it
 * @param at when
 * @param by who
 * @param why the reason given
 * @param authority what let a governed label move, or {@code null} for a plain move
 * @param freezes whether the label can never move again after this
 * @since 0.1
 */
public record LabelMove(
        Label label,
        @Nullable Version from,
        @Nullable Version to,
        Instant at,
        String by,
        String why,
        @Nullable Authority authority,
        boolean freezes) {

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
        if (freezes && to == null) {
            throw new IllegalArgumentException("a move that freezes label '" + label + "' needs a version to go to");
        }
    }

    /** Returns a move after which the label may move on. */
    public LabelMove(
            Label label,
            @Nullable Version from,
            @Nullable Version to,
            Instant at,
            String by,
            String why,
            @Nullable Authority authority) {
        this(label, from, to, at, by, why, authority, false);
    }

    /** Returns this move, after which the label can never move again. */
    public LabelMove freezing() {
        return new LabelMove(label, from, to, at, by, why, authority, true);
    }

    /** Returns this move as a history has it: its authority lets nothing move any more. */
    public LabelMove recorded() {
        return authority == null
                ? this
                : new LabelMove(label, from, to, at, by, why, Authority.recorded(authority.text()), freezes);
    }

    @Override
    public String toString() {
        return label + " " + (from == null ? "(none)" : from) + " -> " + (to == null ? "(none)" : to)
                + (freezes ? " for good" : "") + " by " + by
                + " at " + at + ": " + why;
    }
}
