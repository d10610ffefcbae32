package io.genaiops.quota;

/**
 * How much of a quota is used by one key in one window.
 *
 * @param window the window
 * @param used units that are spent or reserved
 * @param spent units that are spent
 * @since 0.1
 */
public record Level(Span window, long used, long spent) {

    /** Returns the units that are reserved. */
    public long reserved() {
        return Math.max(0, used - spent);
    }
}
