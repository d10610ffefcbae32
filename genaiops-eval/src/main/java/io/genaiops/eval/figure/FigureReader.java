package io.genaiops.eval.figure;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Reads the figures of a text in one pass. Immutable and thread-safe; takes time linear in the text, whatever it is.
 *
 * @param style how the numbers are written
 * @param words whether English words for numbers are read
 * @since 0.1
 */
public record FigureReader(NumberStyle style, boolean words) {

    /**
     * A part of a text.
     *
     * @param from the index of its first character
     * @param to the index behind its last one
     */
    public record Span(int from, int to) {
        /** Refuses a part without a character. */
        public Span {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("span needs 0 <= from < to; found: " + from + " to " + to);
            }
        }
    }

    /** Requires a style. */
    public FigureReader {
        requireNonNull(style, "style");
    }

    /** Returns all figures that may be drawn on; a date gives its year and day as numbers too. */
    public List<Figure> known(String text, List<Span> skipped) {
        return new FigureScanner(this, text, skipped, false).scan();
    }

    /** Returns the figures that a text states, without the marks of list items and the word "one". */
    public List<Figure> claimed(String text, List<Span> skipped) {
        return new FigureScanner(this, text, skipped, true).scan();
    }
}
