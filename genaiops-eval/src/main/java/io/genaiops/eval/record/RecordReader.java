package io.genaiops.eval.record;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a stream, one after another. Not thread-safe.
 *
 * @since 0.1
 */
public final class RecordReader {

    /** Finds the next record in what a scanner goes through. */
    interface Splitter {

        /** Returns the next record, or null at the end. A fault leaves the scanner behind what is faulty. */
        @Nullable
        RawRecord next(ByteScanner scanner) throws IOException;

        /** Returns the record at whose first byte the scanner is. */
        default @Nullable RawRecord again(ByteScanner scanner) throws IOException {
            return next(scanner);
        }

        /** Returns whether a record without an id is called by its line. */
        default boolean numbersLines() {
            return false;
        }
    }

    private final ByteScanner scanner;
    private final Splitter splitter;
    private int place;

    RecordReader(ByteScanner scanner, Splitter splitter) {
        this.scanner = scanner;
        this.splitter = splitter;
    }

    /**
     * Returns the next record, or null at the end.
     *
     * @throws RecordFault if it is faulty; the one after it can then be read
     */
    public @Nullable RawRecord next() throws IOException {
        place++;
        @Nullable RawRecord raw = splitter.next(scanner);
        return raw == null || splitter.numbersLines() ? raw : raw.numbered(place);
    }

    /** Returns the record of a part of the file, the n-th of all, from 0. */
    @Nullable
    RawRecord again(ByteScanner part, int index) throws IOException {
        @Nullable RawRecord raw = splitter.again(part);
        return raw == null || splitter.numbersLines() ? raw : raw.numbered(index + 1);
    }
}
