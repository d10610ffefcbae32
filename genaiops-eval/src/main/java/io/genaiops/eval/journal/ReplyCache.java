package io.genaiops.eval.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies that experiments share, each in a file of its own below a directory. A reply is found by everything that it
 * depended on and by its repetition, so that repetitions stay different answers. A failure is never kept. Several processes
 * may use one directory. Nothing is ever removed: delete the directory. Thread-safe.
 *
 * <p>A cache that cannot be read or written to costs a question and one line in the log, never the run.
 *
 * @since 0.1
 */
public final class ReplyCache {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyCache.class);
    private static final String FORMAT = "genaiops.reply/1";

    private final Path directory;
    private final AtomicBoolean complained = new AtomicBoolean();

    private ReplyCache(Path directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    /** Returns the cache in a directory, which need not exist yet. */
    public static ReplyCache directory(Path directory) {
        return new ReplyCache(directory);
    }

    /**
     * Returns a reply that was kept.
     *
     * @param key the digest of all that the reply depends on
     * @param row the row that it answers
     */
    public Optional<Sample> find(Digest key, int repetition, Sample row) {
        Path file = file(key, repetition);
        try {
            JsonNode json = JournalFile.parseJson(Files.readAllBytes(file));
            if (!identity(key, repetition).properties().stream()
                    .allMatch(field -> field.getValue().equals(json.path(field.getKey())))) {
                throw new IOException("it is no reply to this question");
            }
            return Optional.of(SampleJson.read(row, json.path("sample")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            complain("a kept reply cannot be read and is asked for again: " + file, e);
            return Optional.empty();
        }
    }

    /** Tells whether a reply is kept, without reading it. */
    public boolean holds(Digest key, int repetition) {
        return Files.exists(file(key, repetition));
    }

    /**
     * Keeps a reply; it is in its place as a whole or not at all.
     *
     * @param key the digest of all that the reply depends on
     * @param row the row that it answers
     */
    public void keep(Digest key, int repetition, Sample row, Sample answered) {
        ObjectNode json = identity(key, repetition);
        json.set("sample", SampleJson.write(row, answered));
        Path file = file(key, repetition);
        try {
            Path folder = Files.createDirectories(requireNonNull(file.getParent()));
            Path written = Files.createTempFile(folder, "reply", ".tmp");
            try {
                Files.write(written, JournalFile.json(json));
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException | RuntimeException e) {
            complain("a reply cannot be kept in " + directory, e);
        }
    }

    private void complain(String problem, Exception e) {
        if (complained.compareAndSet(false, true)) {
            LOG.warn("{}; no more is said of this cache", problem, e);
        }
    }

    private Path file(Digest key, int repetition) {
        String digits = key.value().substring(key.value().indexOf(':') + 1);
        return directory.resolve(digits.substring(0, 2)).resolve(digits.substring(2) + "-" + repetition + ".json");
    }

    private static ObjectNode identity(Digest key, int repetition) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("reply", FORMAT);
        return json.put("key", key.value()).put("repetition", repetition);
    }

    @Override
    public String toString() {
        return "ReplyCache[" + directory + "]";
    }
}
