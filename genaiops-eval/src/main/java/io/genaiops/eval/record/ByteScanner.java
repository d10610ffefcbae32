package io.genaiops.eval.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Goes through bytes one after another, knows offset and line, and keeps a record up to a bound. Not thread-safe. */
final class ByteScanner {

    static final int END = -1;

    /** The largest number of bytes of one record. */
    static final int LONGEST_RECORD = 16 << 20;

    private static final int BLOCK = 1 << 16;
    private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

    private final @Nullable InputStream stream;
    private final byte[] buffer;
    private int position;
    private int limit;
    private long base;
    private int line;
    private int previous;

    private byte[] kept = new byte[256];
    private int length;
    private boolean tooLong;

    private ByteScanner(@Nullable InputStream stream, byte[] buffer, int line) {
        this.stream = stream;
        this.buffer = buffer;
        this.line = line;
    }

    /** Returns a scanner of a stream to its end, behind the byte order mark if it begins with one. */
    static ByteScanner of(InputStream stream) throws IOException {
        ByteScanner scanner = new ByteScanner(stream, new byte[BLOCK], 1);
        scanner.skipByteOrderMark();
        return scanner;
    }

    /** Returns a scanner of a part of a file that lies in a buffer, where it begins at an offset and a line. */
    static ByteScanner of(byte[] buffer, int from, int to, long offset, int line) {
        ByteScanner scanner = new ByteScanner(null, buffer, line);
        scanner.position = from;
        scanner.limit = to;
        scanner.base = offset - from;
        return scanner;
    }

    private void skipByteOrderMark() throws IOException {
        peek();
        boolean found = limit >= BYTE_ORDER_MARK.length;
        for (int i = 0; found && i < BYTE_ORDER_MARK.length; i++) {
            found = (buffer[i] & 0xff) == BYTE_ORDER_MARK[i];
        }
        position = found ? BYTE_ORDER_MARK.length : 0;
    }

    /** Returns the next byte without going over it, or {@link #END}. */
    int peek() throws IOException {
        if (position == limit && stream != null) {
            base += limit;
            position = 0;
            limit = stream.readNBytes(buffer, 0, buffer.length);
        }
        return position == limit ? END : buffer[position] & 0xff;
    }

    /** Returns the next byte and goes over it, or {@link #END}. */
    int take() throws IOException {
        int next = peek();
        if (next != END) {
            position++;
            if (next == '\r' || (next == '\n' && previous != '\r')) {
                line++;
            }
            previous = next;
        }
        return next;
    }

    /** Goes over the end of a line, of whatever kind, or finds the end of the bytes; returns whether either was there. */
    boolean takeLineEnd() throws IOException {
        int next = peek();
        if (next == '\r' || next == '\n') {
            take();
            if (next == '\r' && peek() == '\n') {
                take();
            }
            return true;
        }
        return next == END;
    }

    /** Goes over blanks, tabs and line ends, and returns the byte behind them, or {@link #END}. */
    int peekBehindSpace() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            take();
            next = peek();
        }
        return next;
    }

    /** Returns the offset of the next byte. */
    long offset() {
        return base + position;
    }

    /** Returns the line of the next byte, from 1. */
    int line() {
        return line;
    }

    /** Forgets what was kept. */
    void begin() {
        length = 0;
        tooLong = false;
    }

    /** Goes over bytes up to one of the stops, among which line ends have to be, and keeps them. */
    void keepUpTo(boolean[] stops) throws IOException {
        while (peek() != END && !stops[buffer[position] & 0xff]) {
            int from = position;
            while (position < limit && !stops[buffer[position] & 0xff]) {
                position++;
            }
            previous = buffer[position - 1];
            keep(buffer, from, position - from);
        }
    }

    private void keep(byte[] bytes, int from, int count) {
        int fitting = Math.min(count, LONGEST_RECORD - length);
        tooLong |= fitting < count;
        if (length + fitting > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(LONGEST_RECORD, Math.max(2 * kept.length, length + fitting)));
        }
        System.arraycopy(bytes, from, kept, length, fitting);
        length += fitting;
    }

    /** Returns where to stop: at these characters, all of ASCII, and at line ends. */
    static boolean[] stops(String characters) {
        boolean[] stops = new boolean[256];
        ("\r\n" + characters).chars().forEach(c -> stops[c] = true);
        return stops;
    }

    /** Goes over a byte and keeps it. */
    void keepNext() throws IOException {
        int next = take();
        if (next != END) {
            keep(new byte[] {(byte) next}, 0, 1);
        }
    }

    /** Returns what was kept of a record that began on this line; more than the bound is a fault. */
    byte[] kept(int firstLine) {
        if (tooLong) {
            throw RecordFault.of("at most " + LONGEST_RECORD + " bytes in a row", "more")
                    .at(firstLine);
        }
        return Arrays.copyOf(kept, length);
    }
}
