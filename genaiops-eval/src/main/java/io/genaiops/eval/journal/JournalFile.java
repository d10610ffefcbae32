package io.genaiops.eval.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.genaiops.GenAiOpsException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of records, one on a line: eight hexadecimal digits of a CRC-32, a blank, JSON. A record is in the operating
 * system's hands when {@link #append} returns, so that it survives the end of the process at any moment; the disk itself is
 * forced once a second and at the end. Thread-safe.
 */
final class JournalFile implements AutoCloseable {

    /** Takes records in the order of the file. */
    interface Reader {
        void record(long offset, JsonNode record);
    }

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final int PREFIX = 9;
    private static final int CHUNK = 4096;
    private static final int LONGEST = 256 * 1024 * 1024;
    private static final long FORCE_EVERY = 1_000_000_000L;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** For texts that UTF-8 cannot carry as they are: unpaired surrogates. */
    private static final JsonMapper ESCAPING =
            JSON.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Path path;
    private final RandomAccessFile writer;
    private final RandomAccessFile reader;
    private boolean open = true;
    private long end;
    private long forced = System.nanoTime();

    private JournalFile(Path path, RandomAccessFile writer, RandomAccessFile reader) {
        this.path = path;
        this.writer = writer;
        this.reader = reader;
    }

    /** Opens a file, or makes one; nobody else may have it open to write. */
    static JournalFile open(Path path) {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw");
            if (!isLocked(writer)) {
                writer.close();
                throw new GenAiOpsException("journal " + path
                        + " must be free; found: another run writes to it. Wait for its end, or give another file");
            }
            return new JournalFile(path, writer, new RandomAccessFile(path.toFile(), "r"));
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be opened at " + path + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("resource")
    private static boolean isLocked(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /**
     * Reads all records, once, before anything is appended. What a killed process left of its last record, a line without
     * an end, is cut off.
     *
     * @param first the record that begins such a file
     * @throws GenAiOpsException if a whole line is no record, or the file never was a journal; it stays as it is
     */
    void scan(JsonNode first, Reader reader) {
        try (Lines lines = new Lines(path)) {
            long good = 0;
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (!line.ended) {
                    cutOff(line, good > 0 || isBeginning(line.bytes, line(first)));
                    break;
                }
                JsonNode record = parse(line.bytes);
                if (record == null) {
                    throw good == 0 ? noJournal() : damaged(line);
                }
                reader.record(line.offset, record);
                good = line.offset + line.bytes.length + 1;
            }
            end = good;
        } catch (IOException e) {
            throw new UncheckedIOException("journal cannot be read from " + path + ": " + e.getMessage(), e);
        }
    }

    private void cutOff(Line line, boolean isOurs) throws IOException {
        if (!isOurs) {
            throw noJournal();
        }
        LOG.info("journal {}: cut off {} bytes of an unfinished record at its end", path, line.bytes.length);
        writer.setLength(line.offset);
    }

    private static boolean isBeginning(byte[] part, byte[] whole) {
        return part.length <= whole.length && Arrays.equals(part, Arrays.copyOf(whole, part.length));
    }

    private GenAiOpsException noJournal() {
        return new GenAiOpsException("the file " + path + " is no journal: expected lines of a checksum and JSON; found"
                + " something else. It stays as it is; give another file");
    }

    private GenAiOpsException damaged(Line line) {
        return new GenAiOpsException(
                "journal " + path + " is damaged on line " + line.number + ": its checksum does not" + " fit its "
                        + line.bytes.length + " bytes. Restore the file, or start anew with another");
    }

    /** Writes a record and returns where it begins. */
    long append(JsonNode record) {
        byte[] line = line(record);
        synchronized (this) {
            try {
                long offset = end;
                writer.seek(offset);
                writer.write(line);
                end = offset + line.length;
                forceFromTimeToTime();
                return offset;
            } catch (IOException e) {
                throw new UncheckedIOException("journal cannot be written to " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private void forceFromTimeToTime() throws IOException {
        long now = System.nanoTime();
        if (now - forced > FORCE_EVERY) {
            writer.getFD().sync();
            forced = now;
        }
    }

    /** Reads the record that begins at an offset, after {@link #close} too. */
    JsonNode read(long offset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
        synchronized (reader) {
            try {
                reader.seek(offset);
                byte[] chunk = new byte[CHUNK];
                for (int read = reader.read(chunk); read > 0; read = reader.read(chunk)) {
                    int length = lengthOfLine(chunk, read);
                    bytes.write(chunk, 0, length);
                    if (length < read) {
                        return whole(offset, bytes.toByteArray());
                    }
                }
                throw new EOFException("no end of the record at byte " + offset);
            } catch (IOException e) {
                throw new UncheckedIOException("journal cannot be read from " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private static int lengthOfLine(byte[] chunk, int read) {
        int length = 0;
        while (length < read && chunk[length] != '\n') {
            length++;
        }
        return length;
    }

    private JsonNode whole(long offset, byte[] bytes) {
        JsonNode record = parse(bytes);
        if (record == null) {
            throw new GenAiOpsException("journal " + path + " changed while it was in use: expected a record at byte "
                    + offset + "; found another one or none. Leave the file alone until the result is done with");
        }
        return record;
    }

    private static byte[] line(JsonNode record) {
        byte[] json = json(record);
        byte[] line = new byte[PREFIX + json.length + 1];
        byte[] checksum = checksum(json, 0, json.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, line, 0, checksum.length);
        line[PREFIX - 1] = ' ';
        System.arraycopy(json, 0, line, PREFIX, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** Returns the UTF-8 bytes of the JSON; where UTF-8 cannot carry a text, it is escaped. */
    static byte[] json(JsonNode record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException unpairedSurrogate) {
            try {
                return ESCAPING.writeValueAsBytes(record);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException("a record is no JSON: " + e.getOriginalMessage(), e);
            }
        }
    }

    /** Parses JSON that may have long texts. */
    static JsonNode parseJson(byte[] json) throws IOException {
        return JSON.readTree(json);
    }

    private static @Nullable JsonNode parse(byte[] line) {
        if (line.length <= PREFIX || line[PREFIX - 1] != ' ') {
            return null;
        }
        String expected = new String(line, 0, PREFIX - 1, StandardCharsets.US_ASCII);
        if (!expected.equals(checksum(line, PREFIX, line.length - PREFIX))) {
            return null;
        }
        try {
            return JSON.readTree(line, PREFIX, line.length - PREFIX);
        } catch (IOException e) {
            return null;
        }
    }

    private static String checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        String digits = Long.toHexString(crc.getValue());
        return "0".repeat(PREFIX - 1 - digits.length()) + digits;
    }

    /** Forces what was written to the disk and lets others write to the file; what it holds can still be read. */
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            try (writer) {
                writer.getFD().sync();
            } catch (IOException e) {
                throw new UncheckedIOException("journal cannot be closed at " + path + ": " + e.getMessage(), e);
            }
        }
    }

    /** A line of the file, without its end. */
    private static final class Line {

        private final long number;
        private final long offset;
        private final byte[] bytes;
        private final boolean ended;

        Line(long number, long offset, byte[] bytes, boolean ended) {
            this.number = number;
            this.offset = offset;
            this.bytes = bytes;
            this.ended = ended;
        }
    }

    /** Cuts a file into lines. */
    private static final class Lines implements AutoCloseable {

        private final InputStream stream;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(CHUNK);
        private long number;
        private long offset;

        Lines(Path path) throws IOException {
            this.stream = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        }

        @Nullable
        Line next() throws IOException {
            line.reset();
            int next = stream.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = stream.read();
            }
            Line read = new Line(++number, offset, line.toByteArray(), next == '\n');
            offset += read.bytes.length + 1L;
            return read;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
