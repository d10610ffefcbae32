package io.genaiops.eval.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array whose elements are records, alone or in an object of which it is the only array. Elements are found by
 * their brackets and parsed one by one; what is around the array is kept without it, and parsed at the end.
 */
final class JsonRecords implements RecordReader.Splitter {

    private static final int LONGEST_FRAME = 1 << 20;

    private static final boolean[] TEXT_ENDS = ByteScanner.stops("\"\\");
    private static final boolean[] STRUCTURE = ByteScanner.stops("\",[]{}");

    private enum State {
        BEFORE,
        FIRST_ROW,
        NEXT_ROW,
        END
    }

    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private State state = State.BEFORE;
    private int arrayLine;

    @Override
    public @Nullable RawRecord next(ByteScanner scanner) throws IOException {
        if (state == State.END) {
            return null;
        }
        if (state == State.BEFORE) {
            state = State.END;
            keepFrame(scanner, true);
            arrayLine = scanner.line();
            state = State.FIRST_ROW;
        }
        int next = scanner.peekBehindSpace();
        if (next == ByteScanner.END || next == ']') {
            state = State.END;
            int rowLines = scanner.line() - arrayLine;
            keepFrame(scanner, false);
            checkFrame(rowLines);
            return null;
        }
        if (state == State.NEXT_ROW) {
            scanner.take();
            scanner.peekBehindSpace();
        }
        state = State.NEXT_ROW;
        return element(scanner);
    }

    @Override
    public @Nullable RawRecord again(ByteScanner scanner) throws IOException {
        return element(scanner);
    }

    /** Takes what is before the first array that is outermost or next to it, and its bracket; or all that is left. */
    private void keepFrame(ByteScanner scanner, boolean toArray) throws IOException {
        int depth = 0;
        boolean text = false;
        int next = scanner.take();
        while (next != ByteScanner.END) {
            if (frame.size() == LONGEST_FRAME) {
                throw RecordFault.of("at most " + LONGEST_FRAME + " bytes around the array of rows", "more")
                        .at(scanner.line());
            }
            frame.write(next);
            if (text && next == '\\') {
                frame.write(Math.max(' ', scanner.take()));
            } else if (next == '"') {
                text = !text;
            } else if (!text && next == '[' && depth <= 1 && toArray) {
                return;
            } else if (!text) {
                depth += nesting(next);
            }
            next = scanner.take();
        }
    }

    private void checkFrame(int rowLines) {
        try {
            JsonNode around = JsonText.read(JsonText.text(frame.toByteArray()));
            List<JsonNode> arrays = StreamSupport.stream(around.spliterator(), false)
                    .filter(JsonNode::isArray)
                    .toList();
            if (!around.isArray() && arrays.size() != 1) {
                String found = around.isObject() ? "an object with " + arrays.size() : JsonText.kind(around);
                throw RecordFault.of("an array of objects, or an object that has exactly one array", found)
                        .at(1);
            }
        } catch (JsonProcessingException e) {
            int line = JsonText.line(e);
            throw RecordFault.of("JSON around the rows", JsonText.message(e))
                    .at(line < arrayLine ? line : line + rowLines);
        } catch (RecordFault e) {
            throw e.at(1);
        }
    }

    /** Takes an element up to the comma or bracket behind it. */
    private static RawRecord element(ByteScanner scanner) throws IOException {
        long offset = scanner.offset();
        int line = scanner.line();
        int depth = 0;
        boolean text = false;
        scanner.begin();
        int next = scanner.peek();
        while (next != ByteScanner.END && (text || depth > 0 || (next != ',' && next != ']'))) {
            scanner.keepNext();
            if (text && next == '\\') {
                scanner.keepNext();
            } else if (next == '"') {
                text = !text;
            } else if (!text) {
                depth += nesting(next);
            }
            scanner.keepUpTo(text ? TEXT_ENDS : STRUCTURE);
            next = scanner.peek();
        }
        return new RawRecord(offset, line, scanner.kept(line), JsonText::object);
    }

    private static int nesting(int next) {
        return next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
    }
}
