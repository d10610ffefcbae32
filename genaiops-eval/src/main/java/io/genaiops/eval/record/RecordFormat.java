package io.genaiops.eval.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the rows of a file are written. All of it is UTF-8, with or without a byte order mark, and with any line ends.
 * Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RecordFormat {

    /** Begins to read. */
    private interface Opening {
        RecordReader.Splitter open(ByteScanner scanner) throws IOException;
    }

    private static final RecordFormat JSON_LINES =
            new RecordFormat("JSON Lines", List.of(".jsonl", ".ndjson"), true, scanner -> new LineRecords());
    private static final RecordFormat JSON =
            new RecordFormat("JSON", List.of(".json"), true, scanner -> new JsonRecords());
    private static final RecordFormat YAML =
            new RecordFormat("YAML", List.of(".yaml", ".yml"), false, scanner -> new YamlRecords());
    private static final RecordFormat CSV = separated("CSV", ".csv", ',');
    private static final RecordFormat TABS = separated("CSV with tabs", ".tsv", '\t');
    private static final List<RecordFormat> ALL = List.of(JSON_LINES, JSON, CSV, TABS, YAML);

    private final String name;
    private final List<String> endings;
    private final boolean rereadable;
    private final Opening opening;

    private RecordFormat(String name, List<String> endings, boolean rereadable, Opening opening) {
        this.name = name;
        this.endings = endings;
        this.rereadable = rereadable;
        this.opening = opening;
    }

    private static RecordFormat separated(String name, String ending, char delimiter) {
        return new RecordFormat(name, List.of(ending), true, scanner -> CsvRecords.open(scanner, delimiter));
    }

    /** Returns JSON Lines: one JSON object a line, blank lines ignored. */
    public static RecordFormat jsonLines() {
        return JSON_LINES;
    }

    /** Returns JSON: an array of objects, or an object that has exactly one array, of objects. */
    public static RecordFormat json() {
        return JSON;
    }

    /** Returns YAML 1.2: a list of maps, or a map that has exactly one list, of maps. Read as a whole, up to 16 MiB. */
    public static RecordFormat yaml() {
        return YAML;
    }

    /**
     * Returns comma-separated values (RFC 4180): a line of field names, then as many cells in each row. An empty cell is
     * no value; one that is quoted, {@code ""}, is an empty text.
     */
    public static RecordFormat csv() {
        return CSV;
    }

    /** Returns values separated by another ASCII character, such as {@code ';'} or {@code '\t'}. */
    public static RecordFormat csv(char delimiter) {
        if (delimiter < '\t' || delimiter > '~' || "\"\r\n".indexOf(delimiter) >= 0) {
            throw new IllegalArgumentException(
                    "delimiter must be an ASCII character, no quotation mark and no line end; found: U+"
                            + String.format("%04X", (int) delimiter));
        }
        return separated("CSV with '" + delimiter + "'", ".csv", delimiter);
    }

    /** Returns the format of the files whose names end like this one. */
    public static Optional<RecordFormat> ofFile(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(format -> format.endings.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /** Returns the endings by which a format is known. */
    public static List<String> knownEndings() {
        return ALL.stream().flatMap(format -> format.endings.stream()).toList();
    }

    /** Returns the file's name without the ending by which its format is known. */
    public static String stem(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return knownEndings().stream()
                .filter(ending -> lower.endsWith(ending) && lower.length() > ending.length())
                .findFirst()
                .map(ending -> fileName.substring(0, fileName.length() - ending.length()))
                .orElse(fileName);
    }

    /** Begins to read a stream, which the caller closes. */
    public RecordReader reader(InputStream stream) throws IOException {
        ByteScanner scanner = ByteScanner.of(stream);
        return new RecordReader(scanner, opening.open(scanner));
    }

    /** Returns whether records can be read again one by one; others are read as a whole. */
    public boolean isRereadable() {
        return rereadable;
    }

    /** Returns what people call it. */
    @Override
    public String toString() {
        return name;
    }
}
