package io.genaiops.template;

import java.util.Objects;

/**
 * Holds where a stretch of rendered text came from.
 *
 * @param start the first character, counted from 0 in UTF-16 units
 * @param end one past the last character; greater than {@code start}
 * @param origin the template or an input
 * @since 0.1
 */
public record Span(int start, int end, Origin origin) {

    /** Validates the bounds. */
    public Span {
        Objects.requireNonNull(origin, "origin");
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("expected 0 <= start < end, found start " + start + ", end " + end);
        }
    }

    /** Returns the number of characters, in UTF-16 units. */
    public int length() {
        return end - start;
    }
}
