package io.genaiops.quota;

/**
 * A window of time, in milliseconds since 1970.
 *
 * @param start its first millisecond
 * @param end the first millisecond after it
 * @since 0.1
 */
public record Span(long start, long end) {

    /** Refuses a window that holds no moment. */
    public Span {
        if (end <= start) {
            throw new IllegalArgumentException("a window must end after its start " + start + "; found: " + end);
        }
    }
}
