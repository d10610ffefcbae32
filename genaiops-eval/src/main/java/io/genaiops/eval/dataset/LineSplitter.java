package io.genaiops.eval.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes each line that is not blank for a record. */
final class LineSplitter implements RecordSplitter {

    private final ByteScanner scanner;

    LineSplitter(ByteScanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public @Nullable RawRecord next() throws IOException {
        while (scanner.peek() != ByteScanner.END) {
            RawRecord line = line();
            if (!isBlank(line.bytes())) {
                return line;
            }
        }
        return null;
    }

    private RawRecord line() throws IOException {
        long offset = scanner.offset();
        int number = scanner.line();
        scanner.begin();
        int next = scanner.take();
        while (next != '\n' && next != '\r' && next != ByteScanner.END) {
            scanner.keep(next);
            next = scanner.take();
        }
        if (next == '\r' && scanner.peek() == '\n') {
            scanner.take();
        }
        return scanner.record(offset, number);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b > ' ') {
                return false;
            }
        }
        return new String(bytes, StandardCharsets.UTF_8).isBlank();
    }
}
