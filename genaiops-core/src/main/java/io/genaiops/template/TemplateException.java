package io.genaiops.template;

import io.genaiops.GenAiOpsException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signals that a template could not be compiled or rendered, and where. Messages name tags, inputs and classes, never a
 * value.
 *
 * @since 0.1
 */
public final class TemplateException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String partial;
    private final String problem;
    private final @Nullable String missing;

    TemplateException(Place place, String message, @Nullable String missing) {
        super(place + ": " + message);
        this.line = place.line;
        this.column = place.column;
        this.partial = place.partial;
        this.problem = message;
        this.missing = missing;
    }

    /** Returns the line of the tag or text, counted from 1. */
    public int line() {
        return line;
    }

    /** Returns the column of the tag or text, counted from 1 in UTF-16 units. */
    public int column() {
        return column;
    }

    /** Returns the message without the place, for callers that name the place in their own way. */
    public String problem() {
        return problem;
    }

    /** Returns the partial that line and column refer to, or nothing if they refer to the template itself. */
    public Optional<String> partial() {
        return partial.isEmpty() ? Optional.empty() : Optional.of(partial);
    }

    /** Returns the name, as written in its tag, of the value that a strict rendering missed, or nothing otherwise. */
    public Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    /** A position in the source of a template or of a partial; the name of a partial is empty for the template. */
    record Place(String partial, int line, int column) {

        static Place of(String partial, String source, int offset) {
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < offset; i++) {
                if (source.charAt(i) == '\n') {
                    line++;
                    lineStart = i + 1;
                }
            }
            return new Place(partial, line, offset - lineStart + 1);
        }

        @Override
        public String toString() {
            String where = "line " + line + ", column " + column;
            return partial.isEmpty() ? where : "partial '" + partial + "', " + where;
        }
    }
}
