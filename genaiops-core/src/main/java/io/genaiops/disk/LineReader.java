package io.genaiops.disk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Cuts a stream into lines that end with a line feed, without copying them and without holding more than one longest line.
 * Not thread-safe.
 *
 * @since 0.1
 */
public final class LineReader implements AutoCloseable {

    private static final int READ_AT_LEAST = 1 << 16;

    private final InputStream stream;
    private final byte[] buffer;
    private final int longest;
    private int from;
    private int to;
    private int filled;
    private long number;
    private boolean atEnd;

    /**
     * Reads the lines of a stream, which is closed with the reader.
     *
     * @param longest how many bytes a line has at most
     */
    public LineReader(InputStream stream, int longest) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.longest = longest;
        this.buffer = new byte[longest + 1 + READ_AT_LEAST];
    }

    /**
     * Goes to the next line.
     *
     * @return false if no whole line is left; what follows the last line feed is then between {@link #from} and {@link #to}
     *     as far as it is not over the longest
     */
    public boolean next() throws IOException {
        from = number == 0 ? 0 : to + 1;
        number++;
        int searched = from;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    to = i;
                    return true;
                }
            }
            int length = filled - from;
            if (length > longest || !fill()) {
                to = filled;
                return false;
            }
            searched = from + length;
        }
    }

    private boolean fill() throws IOException {
        if (atEnd) {
            return false;
        }
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= from;
        from = 0;
        int read = stream.read(buffer, filled, buffer.length - filled);
        atEnd = read < 0;
        filled += Math.max(read, 0);
        return !atEnd;
    }

    /** Returns the bytes that the line is in, from {@link #from} to {@link #to}, until the next line is read. */
    public byte[] buffer() {
        return buffer;
    }

    /** Returns where the line begins. */
    public int from() {
        return from;
    }

    /** Returns where the line ends, without its line feed. */
    public int to() {
        return to;
    }

    /** Returns the bytes of the line, without its line feed. */
    public byte[] line() {
        return Arrays.copyOfRange(buffer, from, to);
    }

    /** Returns the number of the line, the first is 1. */
    public long number() {
        return number;
    }

    /** Returns whether what is left when {@link #next} has said false is longer than a line may be. */
    public boolean isTooLong() {
        return to - from > longest;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
