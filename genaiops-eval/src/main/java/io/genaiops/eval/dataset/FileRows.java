package io.genaiops.eval.dataset;

import io.genaiops.eval.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, read again whenever they are needed. No file stays open in between: each block that is read opens
 * it, looks whether it changed, and closes it.
 */
final class FileRows implements Rows {

    private static final int BLOCK = 1 << 18;

    private final FileState state;
    private final RecordIndex index;
    private final Function<ByteScanner, RecordSplitter> splitting;
    private final Function<RawRecord, Sample> decoding;

    FileRows(
            FileState state,
            RecordIndex index,
            Function<ByteScanner, RecordSplitter> splitting,
            Function<RawRecord, Sample> decoding) {
        this.state = state;
        this.index = index;
        this.splitting = splitting;
        this.decoding = decoding;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public Sample get(int i) {
        return new Cursor().apply(i);
    }

    @Override
    public IntFunction<Sample> cursor() {
        return new Cursor();
    }

    @Override
    public Rows select(int[] indexes) {
        return new Selected(this, indexes);
    }

    @Override
    public List<Sample> list() {
        return new View(this);
    }

    /** Reads one row alone, and a block as soon as rows are asked for that follow each other. */
    private final class Cursor implements IntFunction<Sample> {

        private byte[] buffer = {};
        private long start;
        private int filled;
        private int last = -1;

        @Override
        public Sample apply(int i) {
            long from = index.offset(i);
            int length = (int) Math.min(index.end(i) - from, ByteScanner.LONGEST_RECORD + 1L);
            if (from < start || from + length > start + filled) {
                boolean following = last >= 0 && i > last && from - start - filled < BLOCK;
                fill(from, following ? Math.max(length, BLOCK) : length);
            }
            last = i;
            int at = (int) (from - start);
            return sample(i, ByteScanner.of(buffer, at, Math.min(filled, at + length), from, index.line(i)));
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
                throw new UncheckedIOException(
                        "dataset cannot be read again from " + state.file() + ": " + e.getMessage(), e);
            }
        }

        private Sample sample(int i, ByteScanner scanner) {
            try {
                @Nullable RawRecord raw = splitting.apply(scanner).next();
                if (raw != null && raw.offset() == index.offset(i) && raw.checksum() == index.checksum(i)) {
                    return decoding.apply(raw);
                }
                throw state.changed("another row on line " + index.line(i));
            } catch (Fault e) {
                throw state.changed("another row on line " + index.line(i));
            } catch (IOException e) {
                throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
            }
        }
    }
}
