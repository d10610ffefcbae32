package io.genaiops.database;

import org.jspecify.annotations.Nullable;

/**
 * Writes text into columns so that it comes back as it was. PostgreSQL has no place for U+0000 in a text: it is written as
 * U+0001 and {@code 0}, and U+0001 as itself and {@code 1}. All other text stands in the column as it is. Stateless.
 *
 * @since 0.1
 */
public final class SqlText {

    private static final String NUL = "\u0000";
    private static final String ESCAPE = "\u0001";

    private SqlText() {}

    /** Returns what to write into the column. */
    public static @Nullable String written(@Nullable String text) {
        if (text == null || (!text.contains(NUL) && !text.contains(ESCAPE))) {
            return text;
        }
        return text.replace(ESCAPE, ESCAPE + "1").replace(NUL, ESCAPE + "0");
    }

    /** Returns the text that was written as this. */
    public static @Nullable String read(@Nullable String column) {
        return column == null || !column.contains(ESCAPE)
                ? column
                : column.replace(ESCAPE + "0", NUL).replace(ESCAPE + "1", ESCAPE);
    }
}
