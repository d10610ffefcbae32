package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.replay.Recording.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a cassette and what of it is used. A write reads the file again, adds what is new and replaces the file in
 * one step, so that several tapes of one file lose nothing of each other. Thread-safe.
 */
final class Tape {

    static final String FORMAT = "genaiops.cassette/1";

    /** Writes of all tapes of this process; other processes are held off by a lock in the folder of temporary files. */
    private static final ReentrantLock WRITES = new ReentrantLock();

    private final Path file;
    private final Consumer<String> beforeStep;
    private final Map<Slot, Recording> recordings = new HashMap<>();
    private final Map<Slot, Recording> unwritten = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Set<Slot> used = new HashSet<>();
    private boolean loaded;

    /** Makes one; the consumer hears each step of a write before it is taken, and may fail it. */
    Tape(Path file, Consumer<String> beforeStep) {
        this.file = file.toAbsolutePath().normalize();
        this.beforeStep = beforeStep;
    }

    Path file() {
        return file;
    }

    /** Reads the file, once. */
    synchronized Tape load() {
        if (!loaded) {
            read().forEach(recordings::putIfAbsent);
            loaded = true;
        }
        return this;
    }

    /** Takes the next slot of a request. */
    synchronized Slot take(String kind, JsonNode request) {
        load();
        String key = Recording.keyOf(request);
        Slot slot = new Slot(kind, key, asked.merge(kind + key, 1, Integer::sum));
        used.add(slot);
        return slot;
    }

    /** Uses a slot that every caller shares. */
    synchronized Slot share(String kind, JsonNode request) {
        load();
        Slot slot = Slot.of(kind, request, 1);
        used.add(slot);
        return slot;
    }

    synchronized Optional<Recording> find(Slot slot) {
        return Optional.ofNullable(recordings.get(slot));
    }

    synchronized List<Recording> all() {
        load();
        return Recording.sorted(recordings.values());
    }

    synchronized List<Recording> unused() {
        load();
        return all().stream()
                .filter(recording -> !used.contains(recording.slot()))
                .toList();
    }

    /** Fails before a model is asked whose answer could not be kept. */
    void prepare() {
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cassette " + file + " needs a folder that can be written to, and nothing was asked: " + e, e);
        }
        if (!Files.isWritable(folder())) {
            throw new GenAiOpsException(
                    "cassette " + file + " needs a folder that can be written to, and nothing was asked; it cannot be");
        }
    }

    /** Keeps a recording, in memory and in the file. */
    void save(Recording recording) {
        synchronized (this) {
            recordings.put(recording.slot(), recording);
            unwritten.put(recording.slot(), recording);
        }
        write(recording.slot(), Set.of());
    }

    /** Removes recordings from the file. */
    void remove(Collection<Recording> stale) {
        Set<Slot> slots = new HashSet<>();
        stale.forEach(recording -> slots.add(recording.slot()));
        synchronized (this) {
            recordings.keySet().removeAll(slots);
        }
        write(null, slots);
    }

    /** Writes what is not written yet; another thread may have written this slot as well. */
    private void write(@Nullable Slot slot, Set<Slot> removed) {
        WRITES.lock();
        try {
            Map<Slot, Recording> mine;
            synchronized (this) {
                if (slot != null && !unwritten.containsKey(slot)) {
                    return;
                }
                mine = new LinkedHashMap<>(unwritten);
            }
            locked(() -> {
                Map<Slot, Recording> merged = read();
                merged.putAll(mine);
                merged.keySet().removeAll(removed);
                replace(merged.values());
                synchronized (this) {
                    merged.forEach(recordings::putIfAbsent);
                    unwritten.values().removeAll(mine.values());
                }
            });
        } finally {
            WRITES.unlock();
        }
    }

    private void locked(Runnable write) {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("genaiops-cassette-" + Recording.keyOf(JsonText.NODES.textNode(file.toString())) + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid()) {
                write.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cassette " + file + " cannot be locked by " + lock + ": " + e, e);
        }
    }

    private void replace(Collection<Recording> all) {
        ObjectNode json = JsonText.NODES.objectNode().put("format", FORMAT);
        ArrayNode array = json.putArray("recordings");
        Recording.sorted(all).forEach(recording -> {
            ObjectNode entry = array.addObject()
                    .put("kind", recording.slot().kind())
                    .put("key", recording.slot().key())
                    .put("repetition", recording.slot().repetition());
            entry.set("request", recording.request());
            entry.setAll(recording.outcome());
        });
        Path temporary = folder().resolve("." + file.getFileName() + ".tmp");
        try {
            try {
                beforeStep.accept("write " + temporary.getFileName());
                Files.createDirectories(folder());
                Files.writeString(temporary, JsonText.pretty(json));
                beforeStep.accept("replace " + file.getFileName());
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new GenAiOpsException(
                    "cassette " + file + " cannot be written, and stays as it was: " + e.getMessage(), e);
        }
    }

    private Map<Slot, Recording> read() {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : new HashMap<>();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new GenAiOpsException(
                    "cassette " + file + " is broken and is left as it is: " + e.getMessage()
                            + ". Restore it, or delete it and record anew with -Dgenaiops.cassette=record",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cassette " + file + " cannot be read: " + e, e);
        }
    }

    private static Map<Slot, Recording> parse(String text) {
        JsonNode json = JsonText.parse(text);
        String format = json.path("format").asText();
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "expected format '" + FORMAT + "', found '" + format + "'; a higher number is of a newer genaiops");
        }
        Map<Slot, Recording> found = new HashMap<>();
        for (JsonNode entry : json.required("recordings")) {
            ObjectNode outcome = entry.deepCopy();
            outcome.remove(List.of("kind", "key", "repetition", "request"));
            JsonNode request = entry.required("request");
            Slot slot = Slot.of(
                    entry.required("kind").asText(),
                    request,
                    entry.required("repetition").asInt());
            if (!slot.key().equals(entry.required("key").asText())) {
                throw new IllegalArgumentException("the request of recording "
                        + entry.path("key").asText() + " was changed by hand: its key would be " + slot.key());
            }
            if (outcome.isEmpty() || found.put(slot, new Recording(slot, request, outcome)) != null) {
                throw new IllegalArgumentException("recording " + slot + " is empty, or there twice");
            }
        }
        return found;
    }

    private Path folder() {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }
}
