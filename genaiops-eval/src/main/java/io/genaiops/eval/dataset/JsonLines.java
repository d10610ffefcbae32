package io.genaiops.eval.dataset;

import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a {@link Dataset} from JSON Lines: one JSON object a line, UTF-8, blank lines ignored. The fields of a row are
 * found under the usual names, and {@link #mapping} adds another; what is left becomes attributes. Immutable.
 *
 * @since 0.1
 */
public final class JsonLines {

    /** The largest number of rows that is read. */
    public static final int MOST_ROWS = 10_000_000;

    private static final long LARGEST_HELD = 16 << 20;

    private final Map<Field, List<String>> names;
    private final long largestHeld;

    private JsonLines(Map<Field, List<String>> names, long largestHeld) {
        this.names = names;
        this.largestHeld = largestHeld;
    }

    /** The fields of a row. */
    public enum Field {
        /** The id; the number of the line if there is none. Usual name: {@code id}. */
        ID,
        /** The input. Usual names: {@code input}, {@code query}, {@code question}. */
        INPUT,
        /** A response that is already there. Usual names: {@code response}, {@code answer}. */
        RESPONSE,
        /** One right answer or an array of them. Usual names: {@code reference(s)}, {@code expected}, {@code ground_truth}. */
        REFERENCE,
        /** A text, an array of texts, or of objects with id and text. Usual names: {@code context(s)}. */
        CONTEXT,
        /** An array of texts, or one text. Usual name: {@code tags}. */
        TAGS
    }

    /** Returns a reader of the usual field names. */
    public static JsonLines usual() {
        Map<Field, List<String>> names = new EnumMap<>(Field.class);
        names.put(Field.ID, List.of("id"));
        names.put(Field.INPUT, List.of("input", "query", "question"));
        names.put(Field.RESPONSE, List.of("response", "answer"));
        names.put(Field.REFERENCE, List.of("reference", "references", "expected", "ground_truth"));
        names.put(Field.CONTEXT, List.of("context", "contexts"));
        names.put(Field.TAGS, List.of("tags"));
        return new JsonLines(names, LARGEST_HELD);
    }

    /** Returns a reader that finds a field under this name alone. */
    public JsonLines mapping(String name, Field field) {
        Map<Field, List<String>> changed = new EnumMap<>(names);
        changed.replaceAll(
                (other, usual) -> usual.stream().filter(n -> !n.equals(name)).toList());
        changed.put(field, List.of(name));
        return new JsonLines(changed, largestHeld);
    }

    /**
     * Returns a reader that leaves the rows of a file larger than this on disk and reads them when they are needed; 16 MiB
     * unless set. A resource or a stream is always held in memory.
     */
    public JsonLines holding(long mostBytes) {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("bytes to hold in memory must be at least 0; found: " + mostBytes);
        }
        return new JsonLines(names, mostBytes);
    }

    /** Reads a file; the dataset is called by the file's name without its ending. */
    public Dataset read(Path file) {
        try {
            String name = stem(String.valueOf(file.getFileName()));
            FileState state = FileState.of(file);
            OpeningPass pass = new OpeningPass(this, file.toString());
            return state.size() > largestHeld ? pass.index(name, state) : pass.hold(name, state);
        } catch (IOException e) {
            throw new UncheckedIOException("dataset cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a resource from the class path of the current thread. */
    public Dataset classpath(String resource) {
        String path = resource.startsWith("/") ? resource.substring(1) : resource;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ClassLoader known = loader == null ? JsonLines.class.getClassLoader() : loader;
        try (InputStream stream = known.getResourceAsStream(path)) {
            if (stream == null) {
                throw new GenAiOpsException("dataset must be on the class path at '" + path
                        + "'; found: nothing. Is it in src/test/resources or src/main/resources?");
            }
            return parse(stem(path.substring(path.lastIndexOf('/') + 1)), "classpath:" + path, stream);
        } catch (IOException e) {
            throw new UncheckedIOException("dataset cannot be read from classpath:" + path, e);
        }
    }

    /** Reads a stream to its end and leaves it open; errors call it {@code name}. */
    public Dataset read(String name, InputStream stream) {
        try {
            return parse(name, name, stream);
        } catch (IOException e) {
            throw new UncheckedIOException("dataset '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    List<String> names(Field field) {
        return names.getOrDefault(field, List.of());
    }

    private Dataset parse(String name, String source, InputStream stream) throws IOException {
        return new OpeningPass(this, source).hold(name, stream);
    }

    private static String stem(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        for (String ending : List.of(".jsonl", ".ndjson", ".json")) {
            if (lower.endsWith(ending) && lower.length() > ending.length()) {
                return file.substring(0, file.length() - ending.length());
            }
        }
        return file;
    }

    /** Returns the names under which each field is found. */
    @Override
    public String toString() {
        List<String> fields = new ArrayList<>();
        names.forEach((field, usual) -> fields.add(field + "=" + usual));
        return "JsonLines" + fields;
    }
}
