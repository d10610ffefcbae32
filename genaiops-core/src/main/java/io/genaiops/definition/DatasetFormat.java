package io.genaiops.definition;

/**
 * How the rows of a data set are written. Files spell the constants in lower case.
 *
 * @since 0.1
 */
public enum DatasetFormat {
    /** One JSON object a line. */
    JSONL,
    /** One JSON array of objects. */
    JSON,
    /** Comma-separated values (RFC 4180), with a line of field names. */
    CSV;

    /**
     * Returns the format that files spell so.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static DatasetFormat parse(String text) {
        return FieldRules.parse("format", text, values());
    }

    @Override
    public String toString() {
        return FieldRules.spelled(this);
    }
}
