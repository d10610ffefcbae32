package io.genaiops.eval.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON Lines: each line that is not blank is a record. Immutable. */
final class LineRecords implements RecordReader.Splitter {

    private static final boolean[] LINE_ENDS = ByteScanner.stops("");

    @Override
    public @Nullable RawRecord next(ByteScanner scanner) throws IOException {
        while (scanner.peek() != ByteScanner.END) {
            RawRecord line = line(scanner);
            if (!isBlank(line.bytes())) {
                return line;
            }
        }
        return null;
    }

    @Override
    public boolean numbersLines() {
        return true;
    }

    private static RawRecord line(ByteScanner scanner) throws IOException {
        long offset = scanner.offset();
        int number = scanner.line();
        scanner.begin();
        scanner.keepUpTo(LINE_ENDS);
        scanner.takeLineEnd();
        return new RawRecord(offset, number, scanner.kept(number), JsonText::object);
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
