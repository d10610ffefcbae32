package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.replay.Recording.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * The file of a cassette and what of it is used. A write adds to what is on disk, so that several tapes of one file lose
 * nothing of each other; of two recordings of one slot the later one stays. Thread-safe.
 */
final class Tape {

    static final String FORMAT = "genaiops.cassette/1";

    /** From this size on a file has a journal. */
    static final int LARGE = 32_768;

    /** Writes of all tapes of this process, since a lock of a file is one of the whole process. */
    private static final ReentrantLock WRITES = new ReentrantLock();

    private final Disk disk;
    private final Map<Slot, Recording> recordings = new HashMap<>();
    private final Map<Slot, Recording> unwritten = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Set<Slot> used = new HashSet<>();
    private boolean loaded;

    /** Makes one; the consumer hears each step of a write before it is taken, and may fail it. */
    Tape(Path file, Consumer<String> beforeStep) {
        this.disk = new Disk(file.toAbsolutePath().normalize(), beforeStep);
    }

    Path file() {
        return disk.file;
    }

    /** Reads the file, once. */
    synchronized Tape load() {
        if (!loaded) {
            disk.read().forEach(recordings::putIfAbsent);
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
            Files.createDirectories(disk.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cassette " + disk.file + " needs a folder that can be written to, and nothing was asked: " + e, e);
        }
        if (!Files.isWritable(disk.folder())) {
            throw new GenAiOpsException("cassette " + disk.file
                    + " needs a folder that can be written to, and nothing was asked; it cannot be");
        }
    }

    /** Keeps a recording, in memory and on disk. */
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

    /** Takes what stands in the journal over into the file. */
    void fold() {
        if (disk.hasJournal()) {
            write(null, Set.of());
        }
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
            disk.locked(() -> {
                if (slot != null && disk.takesMore()) {
                    disk.append(mine.values());
                } else {
                    merge(mine, removed);
                }
                synchronized (this) {
                    unwritten.values().removeAll(mine.values());
                }
            });
        } finally {
            WRITES.unlock();
        }
    }

    private void merge(Map<Slot, Recording> mine, Set<Slot> removed) {
        Map<Slot, Recording> merged = disk.read();
        merged.putAll(mine);
        merged.keySet().removeAll(removed);
        disk.replace(merged.values());
        synchronized (this) {
            merged.forEach(recordings::putIfAbsent);
        }
    }

    /**
     * The file, and beside a large one its journal: a line for each recording that the file does not have yet. So a
     * recording costs a line, and not the whole file; the file is written anew when the journal has become as long.
     */
    private static final class Disk {

        private final Path file;
        private final Path journal;
        private final Consumer<String> beforeStep;

        Disk(Path file, Consumer<String> beforeStep) {
            this.file = file;
            this.journal = file.resolveSibling(file.getFileName() + ".journal");
            this.beforeStep = beforeStep;
        }

        Path folder() {
            Path folder = file.getParent();
            return folder == null ? file : folder;
        }

        boolean hasJournal() {
            return Files.exists(journal);
        }

        /** Tells whether the next recording goes to the journal. */
        boolean takesMore() {
            long size = file.toFile().length();
            return size >= LARGE && journal.toFile().length() < size;
        }

        /** Keeps off the writes of other processes, by a lock in the folder of temporary files. */
        void locked(Runnable write) {
            Path lock = Path.of(System.getProperty("java.io.tmpdir"))
                    .resolve(
                            "genaiops-cassette-" + Recording.keyOf(JsonText.NODES.textNode(file.toString())) + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid()) {
                    write.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cassette " + file + " cannot be locked by " + lock + ": " + e, e);
            }
        }

        /** Adds a line for each; of a failed write nothing stays. */
        void append(Collection<Recording> recordings) {
            StringBuilder lines = new StringBuilder();
            recordings.forEach(
                    each -> lines.append(JsonText.compact(entry(each))).append('\n'));
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            try (FileChannel channel = FileChannel.open(
                    journal, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                beforeStep.accept("append " + bytes.remaining() + " bytes to " + journal.getFileName());
                long end = wholeLines(channel);
                try {
                    channel.truncate(end).position(end);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                } catch (IOException e) {
                    channel.truncate(end);
                    throw e;
                }
            } catch (IOException | UncheckedIOException e) {
                throw unwritable(e);
            }
        }

        /** Returns where the last whole line ends: a process that was killed may have left a part of one. */
        private static long wholeLines(FileChannel channel) throws IOException {
            ByteBuffer last = ByteBuffer.allocate(1);
            long end = channel.size();
            while (end > 0 && channel.read(last.clear(), end - 1) == 1 && last.get(0) != '\n') {
                end--;
            }
            return end;
        }

        void replace(Collection<Recording> all) {
            ObjectNode json = JsonText.NODES.objectNode().put("format", FORMAT);
            ArrayNode array = json.putArray("recordings");
            Recording.sorted(all).forEach(recording -> array.add(entry(recording)));
            String text = JsonText.pretty(json);
            Path temporary = folder().resolve("." + file.getFileName() + ".tmp");
            try {
                try {
                    beforeStep.accept("write " + text.length() + " characters to " + temporary.getFileName());
                    Files.createDirectories(folder());
                    Files.writeString(temporary, text);
                    beforeStep.accept("replace " + file.getFileName());
                    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(temporary);
                }
            } catch (IOException | UncheckedIOException e) {
                throw unwritable(e);
            }
            deleteJournal();
        }

        private void deleteJournal() {
            try {
                beforeStep.accept("delete " + journal.getFileName());
                Files.deleteIfExists(journal);
            } catch (IOException | UncheckedIOException e) {
                throw new GenAiOpsException(
                        "cassette " + file + " is written, and its journal " + journal
                                + ", which it holds, cannot be deleted: " + e.getMessage(),
                        e);
            }
        }

        private GenAiOpsException unwritable(Exception e) {
            return new GenAiOpsException(
                    "cassette " + file + " cannot be written, and stays as it was: " + e.getMessage(), e);
        }

        private static ObjectNode entry(Recording recording) {
            ObjectNode entry = JsonText.NODES
                    .objectNode()
                    .put("kind", recording.slot().kind())
                    .put("key", recording.slot().key())
                    .put("repetition", recording.slot().repetition());
            entry.set("request", recording.request());
            return entry.setAll(recording.outcome());
        }

        /** Reads the journal before the file: what is taken over in the meantime is then in both, and never in none. */
        Map<Slot, Recording> read() {
            try {
                Map<Slot, Recording> later = new HashMap<>();
                String lines = text(journal);
                lines.substring(0, lines.lastIndexOf('\n') + 1).lines().forEach(line -> {
                    Recording recording = recording(JsonText.parse(line));
                    later.put(recording.slot(), recording);
                });
                String recorded = text(file);
                Map<Slot, Recording> found = recorded.isEmpty() ? new HashMap<>() : parse(recorded);
                if (!found.isEmpty()) {
                    found.putAll(later);
                }
                return found;
            } catch (CharacterCodingException | IllegalArgumentException e) {
                throw new GenAiOpsException(
                        "cassette " + file + (hasJournal() ? " or its journal" : "")
                                + " is broken and is left as it is: " + e.getMessage()
                                + ". Restore it, or delete it and record anew with -Dgenaiops.cassette=record",
                        e);
            } catch (IOException e) {
                throw new UncheckedIOException("cassette " + file + " cannot be read: " + e, e);
            }
        }

        private static String text(Path path) throws IOException {
            try {
                return Files.exists(path) ? Files.readString(path) : "";
            } catch (NoSuchFileException e) {
                return "";
            }
        }

        private static Map<Slot, Recording> parse(String text) {
            JsonNode json = JsonText.parse(text);
            String format = json.path("format").asText();
            if (!format.equals(FORMAT)) {
                throw new IllegalArgumentException("expected format '" + FORMAT + "', found '" + format
                        + "'; a higher number is of a newer genaiops");
            }
            Map<Slot, Recording> found = new HashMap<>();
            for (JsonNode entry : json.required("recordings")) {
                Recording recording = recording(entry);
                if (found.put(recording.slot(), recording) != null) {
                    throw new IllegalArgumentException("recording " + recording.slot() + " is there twice");
                }
            }
            return found;
        }

        private static Recording recording(JsonNode entry) {
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
            if (outcome.isEmpty()) {
                throw new IllegalArgumentException("recording " + slot + " is empty");
            }
            return new Recording(slot, request, outcome);
        }
    }
}
