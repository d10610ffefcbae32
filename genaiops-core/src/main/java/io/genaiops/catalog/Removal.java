package io.genaiops.catalog;

import java.time.Instant;
import java.util.Objects;

/**
 * That a published version was deleted.
 *
 * @param at when
 * @param by who deleted it
 * @param why the reason given
 * @since 0.1
 */
public record Removal(Instant at, String by, String why) {

    /** Requires all three. */
    public Removal {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(why, "why");
        if (by.isBlank()) {
            throw new IllegalArgumentException("by must name who deletes a version; found: '" + by + "'");
        }
    }
}
