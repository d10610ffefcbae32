package io.genaiops.pseudonym;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.disk.DirectoryLock;
import io.genaiops.disk.DurableFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the table in a file of JSON lines. Each change replaces the whole file, temporary files of the last change included,
 * so that what was erased is in no file any more.
 */
final class FilePseudonyms implements Pseudonyms {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What tells one content of the file from another. */
    private record Stamp(Object key, Object modified, long size) {

        static final Stamp ABSENT = new Stamp("", "", -1);

        static Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        Objects.requireNonNullElse(found.fileKey(), ""), found.lastModifiedTime(), found.size());
            } catch (NoSuchFileException e) {
                return ABSENT;
            }
        }
    }

    private record Seen(Stamp stamp, MemoryPseudonyms rows) {}

    private final Path file;
    private final DirectoryLock lock;
    private final DurableFiles files;
    private final AtomicReference<@Nullable Seen> last = new AtomicReference<>();

    FilePseudonyms(Path file) {
        this(file, DurableFiles.ON_DISK);
    }

    FilePseudonyms(Path file, DurableFiles files) {
        this.file = file.toAbsolutePath().normalize();
        this.lock = new DirectoryLock(Objects.requireNonNull(this.file.getParent(), "folder"));
        this.files = files;
    }

    @Override
    public Pseudonym of(String id) {
        return find(id).orElseGet(() -> change(rows -> rows.of(id)));
    }

    @Override
    public Optional<Pseudonym> find(String id) {
        return seen().find(id);
    }

    @Override
    public Optional<String> reveal(Pseudonym pseudonym) {
        return seen().reveal(pseudonym);
    }

    @Override
    public Optional<Pseudonym> erase(String id) {
        MemoryPseudonyms.requireId(id);
        return change(rows -> rows.erase(id));
    }

    @Override
    public String toString() {
        return "pseudonyms in " + file;
    }

    /** Writes always, even if nothing is different: that replaces what a crash may have left beside the file. */
    private <T> T change(Function<MemoryPseudonyms, T> change) {
        List<T> result = new ArrayList<>();
        lock.whileHeld(() -> {
            MemoryPseudonyms rows = read();
            result.add(change.apply(rows));
            files.write(file, text(rows));
            restrict();
        });
        return result.get(0);
    }

    /** Persons stand in it: nobody but the owner reads it, where the file system knows owners. */
    private void restrict() {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new GenAiOpsException("cannot restrict who reads " + file + ": " + e, e);
        }
    }

    private MemoryPseudonyms seen() {
        try {
            Stamp now = Stamp.of(file);
            Seen before = last.get();
            if (before != null && before.stamp().equals(now)) {
                return before.rows();
            }
            MemoryPseudonyms rows = read();
            last.set(new Seen(now, rows));
            return rows;
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + file + ": " + e, e);
        }
    }

    private MemoryPseudonyms read() {
        MemoryPseudonyms rows = new MemoryPseudonyms();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                add(lines.get(i), i + 1, rows);
            }
        } catch (NoSuchFileException e) {
            return rows;
        } catch (CharacterCodingException e) {
            throw new GenAiOpsException("the table of pseudonyms " + file + " must be UTF-8; restore it", e);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + file + ": " + e, e);
        }
        return rows;
    }

    private void add(String line, int number, MemoryPseudonyms rows) {
        try {
            JsonNode row = JSON.readTree(line);
            String id = MemoryPseudonyms.requireId(row.path("id").asText());
            if (row.size() != 2
                    || !rows.put(id, Pseudonym.parse(row.path("pseudonym").asText()))) {
                throw new IllegalArgumentException(
                        "a person or a pseudonym stands in it twice, or a field is too many");
            }
        } catch (JsonProcessingException e) {
            // Without the cause: it quotes the line, and a person stands in it.
            throw edited(number, "it is no JSON", null);
        } catch (IllegalArgumentException e) {
            throw edited(number, String.valueOf(e.getMessage()), e);
        }
    }

    private GenAiOpsException edited(int number, String why, @Nullable Exception cause) {
        return new GenAiOpsException(
                "the table of pseudonyms " + file + " was edited on line " + number + ": " + why + "; restore it",
                cause);
    }

    private static String text(MemoryPseudonyms rows) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(rows.rows()).forEach((id, pseudonym) -> {
            ObjectNode row = JSON.createObjectNode();
            row.put("pseudonym", pseudonym.value());
            row.put("id", id);
            text.append(row).append('\n');
        });
        return text.toString();
    }
}
