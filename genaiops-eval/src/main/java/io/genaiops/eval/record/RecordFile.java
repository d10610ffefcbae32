package io.genaiops.eval.record;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file that stay on disk: one pass over all of them keeps where they begin, and then each can be read
 * again by its place. No file stays open in between: each block that is read opens it, looks whether it changed, and
 * closes it. Thread-safe once the pass is over.
 *
 * @since 0.1
 */
public final class RecordFile {

    private static final int BLOCK = 1 << 18;

    /** What goes through all records of a file. */
    @FunctionalInterface
    public interface Pass {
        /** Reads the records to their end. */
        void over(RecordReader reader) throws IOException;
    }

    private final FileState state;
    private final RecordFormat format;
    private final RecordIndex index = new RecordIndex();
    private @Nullable RecordReader reader;

    private RecordFile(FileState state, RecordFormat format) {
        this.state = state;
        this.format = format;
    }

    /** Looks at the file, whose records are in a format that can be read again. */
    public static RecordFile of(Path file, RecordFormat format) throws IOException {
        FileState state = FileState.of(file);
        RecordIndex.requireAddressable(state);
        return new RecordFile(state, format);
    }

    /**
     * Lets the pass go through the file once.
     *
     * @throws DatasetChangedException if the file changed meanwhile
     */
    public void scan(Pass pass) throws IOException {
        try (InputStream stream = Files.newInputStream(state.file())) {
            reader = format.reader(stream);
            pass.over(reader);
        }
        state.requireUnchanged();
        index.trim();
    }

    /** Keeps where a record of the pass begins, as the next one that can be read again. */
    public void keep(RawRecord raw) {
        index.add(raw);
    }

    /** Returns the number of records that were kept. */
    public int size() {
        return index.size();
    }

    /** Returns the line of a record that was kept. */
    public int line(int i) {
        return index.line(i);
    }

    /**
     * Returns what reads the records that were kept by their place, fast where places ascend. Not thread-safe.
     *
     * @throws DatasetChangedException from what is returned, if the file is no longer what it was
     */
    public IntFunction<RawRecord> cursor() {
        return new Cursor(requireNonNull(reader, "reader"));
    }

    /** Returns the error that a record is not what it was in the pass. */
    public DatasetChangedException changed(int i) {
        return state.changed("another row on line " + index.line(i));
    }

    /** Reads one row alone, and a block as soon as rows are asked for that follow each other. */
    private final class Cursor implements IntFunction<RawRecord> {

        private final RecordReader again;
        private byte[] buffer = {};
        private long start;
        private int filled;
        private int last = -1;

        Cursor(RecordReader again) {
            this.again = again;
        }

        @Override
        public RawRecord apply(int i) {
            long from = index.offset(i);
            int length = (int) Math.min(index.end(i) - from, ByteScanner.LONGEST_RECORD + 1L);
            if (from < start || from + length > start + filled) {
                boolean following = last >= 0 && i > last && from - start - filled < BLOCK;
                fill(from, following ? Math.max(length, BLOCK) : length);
            }
            last = i;
            int at = (int) (from - start);
            return record(i, ByteScanner.of(buffer, at, Math.min(filled, at + length), from, index.line(i)));
        }

        private void fill(long from, int length) {
            state.requireUnchanged();
            buffer = buffer.length < length ? new byte[length] : buffer;
            try (FileChannel channel = FileChannel.open(state.file(), StandardOpenOption.READ)) {
                ByteBuffer target = ByteBuffer.wrap(buffer, 0, length);
                channel.position(from);
                int read = 0;
                while (read >= 0 && target.hasRemaining()) {
                    read = channel.read(target);
                }
                start = from;
                filled = target.position();
            } catch (NoSuchFileException e) {
                throw state.changed("no file");
            } catch (IOException e) {
                throw state.unreadable(e);
            }
        }

        private RawRecord record(int i, ByteScanner part) {
            try {
                @Nullable RawRecord raw = again.again(part, i);
                if (raw != null && raw.offset() == index.offset(i) && raw.checksum() == index.checksum(i)) {
                    return raw;
                }
                throw changed(i);
            } catch (RecordFault e) {
                throw changed(i);
            } catch (IOException e) {
                throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
            }
        }
    }
}
