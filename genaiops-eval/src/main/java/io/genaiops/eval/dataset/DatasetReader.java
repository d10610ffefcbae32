package io.genaiops.eval.dataset;

import static java.util.Objects.requireNonNull;

import io.genaiops.GenAiOpsException;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.eval.record.RecordFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Dataset} from a file, the class path or a stream. The format is that of the file's ending and the fields
 * have their usual names unless set otherwise. Immutable.
 *
 * <pre>{@code
 * Dataset recorded = DatasetReader.usual()
 *         .format(RecordFormat.csv(';'))
 *         .mapping(FieldMapping.queryResponse())
 *         .read(Path.of("answers.csv"));
 * }</pre>
 *
 * @since 0.1
 */
public final class DatasetReader {

    /** The largest number of rows that is read. */
    public static final int MOST_ROWS = 10_000_000;

    private static final DatasetReader USUAL = new DatasetReader(null, FieldMapping.usual(), 16 << 20);

    private final @Nullable RecordFormat format;
    private final FieldMapping mapping;
    private final long largestHeld;

    private DatasetReader(@Nullable RecordFormat format, FieldMapping mapping, long largestHeld) {
        this.format = format;
        this.mapping = mapping;
        this.largestHeld = largestHeld;
    }

    /** Returns a reader that goes by the ending of a file and by the usual names of fields. */
    public static DatasetReader usual() {
        return USUAL;
    }

    /** Returns a reader of this format, whatever a file is called. */
    public DatasetReader format(RecordFormat format) {
        return new DatasetReader(requireNonNull(format, "format"), mapping, largestHeld);
    }

    /** Returns a reader that finds fields by this mapping. */
    public DatasetReader mapping(FieldMapping mapping) {
        return new DatasetReader(format, requireNonNull(mapping, "mapping"), largestHeld);
    }

    /**
     * Returns a reader that leaves the rows of a file larger than this on disk and reads them when they are needed; 16 MiB
     * unless set. YAML, resources and streams are always held in memory.
     */
    public DatasetReader holding(long mostBytes) {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("bytes to hold in memory must be at least 0; found: " + mostBytes);
        }
        return new DatasetReader(format, mapping, mostBytes);
    }

    /**
     * Reads a file; the dataset is called by the file's name without its ending.
     *
     * @throws InvalidDatasetException with every faulty line
     */
    public Dataset read(Path file) {
        return read(file, formatOf(file.toString()), names -> {});
    }

    private Dataset read(Path file, RecordFormat known, OpeningPass.FieldCheck fields) {
        try {
            OpeningPass pass = new OpeningPass(mapping, file.toString(), fields);
            String name = RecordFormat.stem(String.valueOf(file.getFileName()));
            if (known.isRereadable() && Files.size(file) > largestHeld) {
                return pass.index(name, file, known);
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return pass.hold(name, known.reader(stream));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("dataset cannot be read from " + file + ": " + e, e);
        }
    }

    /** Reads a resource from the class path of the current thread. */
    public Dataset classpath(String resource) {
        String path = resource.startsWith("/") ? resource.substring(1) : resource;
        RecordFormat known = formatOf(path);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ClassLoader searched = loader == null ? DatasetReader.class.getClassLoader() : loader;
        try (InputStream stream = searched.getResourceAsStream(path)) {
            if (stream == null) {
                throw new GenAiOpsException("dataset must be on the class path at '" + path
                        + "'; found: nothing. Is it in src/test/resources or src/main/resources?");
            }
            String name = RecordFormat.stem(path.substring(path.lastIndexOf('/') + 1));
            return new OpeningPass(mapping, "classpath:" + path, names -> {}).hold(name, known.reader(stream));
        } catch (IOException e) {
            throw new UncheckedIOException("dataset cannot be read from classpath:" + path + ": " + e, e);
        }
    }

    /**
     * Reads a stream to its end and leaves it open; errors call it {@code name}. The format is that of the name's ending,
     * and JSON Lines if it has none that is known.
     */
    public Dataset read(String name, InputStream stream) {
        RecordFormat known =
                Optional.ofNullable(format).or(() -> RecordFormat.ofFile(name)).orElseGet(RecordFormat::jsonLines);
        try {
            return new OpeningPass(mapping, name, names -> {}).hold(name, known.reader(stream));
        } catch (IOException e) {
            throw new UncheckedIOException("dataset '" + name + "' cannot be read: " + e, e);
        }
    }

    /**
     * Reads every file below a folder as the text of one sample, whose id is the path from the folder, with forward
     * slashes; files and folders that begin with a dot are left out. The samples are in the order of their ids and held in
     * memory.
     *
     * @param field what the text is: the input, the response, or a document of the context; an input that no file gives is
     *     empty
     * @throws InvalidDatasetException with every file that is not UTF-8
     */
    public Dataset texts(Path folder, FieldMapping.Field field) {
        try {
            return new TextFolder(folder, field).read();
        } catch (IOException e) {
            throw new UncheckedIOException("dataset cannot be read from " + folder + ": " + e, e);
        }
    }

    /**
     * Reads the file that a definition names, and holds it against the definition: format, rows, digest, and the fields,
     * each of which must be in some row, and no other.
     *
     * @param folder what the definition's file is below
     * @throws GenAiOpsException if the file is not what the definition says
     */
    public Dataset asset(DatasetDefinition definition, Path folder) {
        Path file = folder.resolve(definition.file());
        Set<String> missing = new TreeSet<>(definition.fields().keySet());
        Set<String> unknown = new TreeSet<>();
        Dataset dataset = read(
                file,
                formatOf(definition),
                names -> names.forEach(name -> {
                    missing.remove(name);
                    if (!definition.fields().containsKey(name)) {
                        unknown.add(name);
                    }
                }));
        require(definition, file, "rows", definition.rows(), dataset.size());
        require(definition, file, "digest", definition.rowsDigest(), dataset.digest());
        require(definition, file, "fields that are in no row", Set.of(), missing);
        require(definition, file, "fields that it does not describe", Set.of(), unknown);
        return dataset.named(definition.id().name());
    }

    private RecordFormat formatOf(DatasetDefinition definition) {
        if (format != null) {
            return format;
        }
        return switch (definition.format()) {
            case JSONL -> RecordFormat.jsonLines();
            case JSON -> RecordFormat.json();
            case CSV -> RecordFormat.csv();
        };
    }

    private static void require(DatasetDefinition definition, Path file, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new GenAiOpsException(definition + " says of " + file + ": " + what + " " + expected + "; found: "
                    + found + "; restore the file, or publish a version that describes it as it is");
        }
    }

    private RecordFormat formatOf(String file) {
        return Optional.ofNullable(format)
                .or(() -> RecordFormat.ofFile(file))
                .orElseThrow(() -> new GenAiOpsException("dataset must be a file that ends in one of "
                        + RecordFormat.knownEndings() + ", unless its format is set; found: " + file));
    }

    /** Returns format, mapping and the bytes that are held in memory. */
    @Override
    public String toString() {
        return "DatasetReader[" + (format == null ? "by ending" : format) + ", " + mapping + ", holding " + largestHeld
                + " bytes]";
    }
}
