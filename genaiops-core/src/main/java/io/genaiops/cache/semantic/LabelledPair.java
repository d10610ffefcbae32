package io.genaiops.cache.semantic;

import java.util.Objects;

/**
 * Two questions of the host's users, and whether one answer serves both.
 *
 * @param one a question
 * @param other another question
 * @param sameAnswer whether the answer to either serves the other
 * @since 0.1
 */
public record LabelledPair(String one, String other, boolean sameAnswer) {

    /** Requires both questions. */
    public LabelledPair {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        if (one.isBlank() || other.isBlank()) {
            throw new IllegalArgumentException("a pair needs two questions; found one that is blank");
        }
    }

    /** Returns two questions that one answer serves. */
    public static LabelledPair same(String one, String other) {
        return new LabelledPair(one, other, true);
    }

    /** Returns two questions that need an answer each. */
    public static LabelledPair different(String one, String other) {
        return new LabelledPair(one, other, false);
    }
}
