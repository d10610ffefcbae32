package io.genaiops.eval.record;

import io.genaiops.GenAiOpsException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a file begin: 8 bytes for each, 40 bits of offset and a checksum. Lines take 4 more, but only if
 * some record is not on the line after the one before.
 */
final class RecordIndex {

    private static final long LARGEST_OFFSET = (1L << (Long.SIZE - RawRecord.CHECKSUM_BITS)) - 1;

    private long[] entries = new long[1024];
    private int @Nullable [] lines;
    private int firstLine;
    private int size;
    private long end;

    static void requireAddressable(FileState state) {
        if (state.size() > LARGEST_OFFSET) {
            throw new GenAiOpsException("dataset must have at most " + LARGEST_OFFSET + " bytes; found: " + state.size()
                    + " in " + state.file() + "; split the file");
        }
    }

    void add(RawRecord raw) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, grown());
            lines = lines == null ? null : Arrays.copyOf(lines, grown());
        }
        if (size == 0) {
            firstLine = raw.line();
        }
        if (lines == null && raw.line() != firstLine + size) {
            lines = new int[entries.length];
            Arrays.setAll(lines, i -> firstLine + i);
        }
        if (lines != null) {
            lines[size] = raw.line();
        }
        end = raw.offset() + raw.bytes().length;
        entries[size++] = (raw.offset() << RawRecord.CHECKSUM_BITS) | raw.checksum();
    }

    // By half, since twice the memory is needed while it grows.
    private int grown() {
        return size + (size >> 1);
    }

    void trim() {
        entries = Arrays.copyOf(entries, size);
        lines = lines == null ? null : Arrays.copyOf(lines, size);
    }

    int size() {
        return size;
    }

    long offset(int index) {
        return entries[index] >>> RawRecord.CHECKSUM_BITS;
    }

    /** Returns an offset behind the record, and before the next one ends. */
    long end(int index) {
        return index + 1 < size ? offset(index + 1) : end;
    }

    int checksum(int index) {
        return (int) (entries[index] & ((1 << RawRecord.CHECKSUM_BITS) - 1));
    }

    int line(int index) {
        return lines == null ? firstLine + index : lines[index];
    }
}
