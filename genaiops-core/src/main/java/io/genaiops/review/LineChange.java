package io.genaiops.review;

import java.util.Objects;

/**
 * One line of a comparison of two bodies.
 *
 * @param kind what happened to the line
 * @param before its number in the earlier body, from 1; 0 if it was added
 * @param after its number in the later body, from 1; 0 if it was removed
 * @param text the line without its end
 * @since 0.1
 */
public record LineChange(Kind kind, int before, int after, String text) {

    /** What may happen to a line. */
    public enum Kind {
        /** It is in both bodies. */
        KEPT(' '),
        /** It is only in the earlier one. */
        REMOVED('-'),
        /** It is only in the later one. */
        ADDED('+');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    /** Requires kind and text, and numbers that fit the kind. */
    public LineChange {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        if ((before > 0) != (kind != Kind.ADDED) || (after > 0) != (kind != Kind.REMOVED)) {
            throw new IllegalArgumentException(
                    "a line that is " + kind + " must have numbers that say so; found: " + before + " and " + after);
        }
    }

    static LineChange kept(int before, int after, String text) {
        return new LineChange(Kind.KEPT, before, after, text);
    }

    static LineChange removed(int before, String text) {
        return new LineChange(Kind.REMOVED, before, 0, text);
    }

    static LineChange added(int after, String text) {
        return new LineChange(Kind.ADDED, 0, after, text);
    }

    /** Returns whether the line is in both bodies. */
    public boolean isKept() {
        return kind == Kind.KEPT;
    }

    /** Returns the line as unified diffs show it: a sign and the text. */
    @Override
    public String toString() {
        return kind.sign + text;
    }
}
