package io.genaiops.eval.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Delimited values with a line of field names. What is quoted wrongly is a fault, and so is a row with more or fewer cells
 * than the header has.
 */
final class CsvRecords implements RecordReader.Splitter {

    private static final boolean[] QUOTED_ENDS = ByteScanner.stops("\"");

    private final char delimiter;
    private final boolean[] cellEnds;
    private List<String> header = List.of();
    private @Nullable RecordFault faultyHeader;

    private CsvRecords(char delimiter) {
        this.delimiter = delimiter;
        this.cellEnds = ByteScanner.stops("\"" + delimiter);
    }

    static CsvRecords open(ByteScanner scanner, char delimiter) throws IOException {
        CsvRecords records = new CsvRecords(delimiter);
        try {
            records.readHeader(scanner);
        } catch (RecordFault fault) {
            records.faultyHeader = fault;
        }
        return records;
    }

    private void readHeader(ByteScanner scanner) throws IOException {
        RawRecord first = row(scanner);
        if (first == null) {
            throw RecordFault.of("a line of field names", "nothing").at(1);
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (@Nullable String name : cells(first)) {
            if (name == null || name.isBlank()) {
                throw RecordFault.of("a name for each field", "none for the one at place " + (names.size() + 1))
                        .at(first.line());
            }
            if (!seen.add(name)) {
                throw RecordFault.of("a name for one field only", "'" + name + "' again")
                        .at(first.line());
            }
            names.add(name);
        }
        header = names;
    }

    @Override
    public @Nullable RawRecord next(ByteScanner scanner) throws IOException {
        @Nullable RecordFault fault = faultyHeader;
        if (fault != null) {
            faultyHeader = null;
            throw fault;
        }
        return header.isEmpty() ? null : row(scanner);
    }

    @Override
    public @Nullable RawRecord again(ByteScanner scanner) throws IOException {
        return row(scanner);
    }

    /** Finds the end of a row, which is not where a line ends within quotation marks. */
    private @Nullable RawRecord row(ByteScanner scanner) throws IOException {
        while (scanner.peek() != ByteScanner.END && scanner.takeLineEnd()) {
            scanner.begin();
        }
        if (scanner.peek() == ByteScanner.END) {
            return null;
        }
        long offset = scanner.offset();
        int line = scanner.line();
        scanner.begin();
        boolean cellBegins = true;
        boolean quoted = false;
        boolean justClosed = false;
        while (quoted || !scanner.takeLineEnd()) {
            int next = scanner.peek();
            if (next == ByteScanner.END) {
                throw RecordFault.of("a quotation mark that ends the cell", "the end of the file")
                        .at(line);
            }
            scanner.keepNext();
            if (next == '"' && (quoted || cellBegins || justClosed)) {
                justClosed = quoted;
                quoted = !quoted;
                cellBegins = false;
            } else {
                justClosed = false;
                cellBegins = !quoted && next == delimiter;
                if (!cellBegins) {
                    scanner.keepUpTo(quoted ? QUOTED_ENDS : cellEnds);
                }
            }
        }
        return new RawRecord(offset, line, scanner.kept(line), this::fields);
    }

    private ObjectNode fields(RawRecord raw) {
        List<@Nullable String> cells = cells(raw);
        if (cells.size() != header.size()) {
            throw RecordFault.of(header.size() + " cells, as there are field names", Integer.toString(cells.size()));
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            @Nullable String cell = cells.get(i);
            if (cell != null) {
                fields.put(header.get(i), cell);
            }
        }
        return fields;
    }

    private List<@Nullable String> cells(RawRecord raw) {
        String row = JsonText.text(raw.bytes());
        List<@Nullable String> cells = new ArrayList<>();
        int at = 0;
        boolean more = true;
        while (more) {
            at = row.startsWith("\"", at) ? quotedCell(row, at + 1, cells) : plainCell(row, at, cells);
            more = at < row.length();
            at++;
        }
        return cells;
    }

    private int plainCell(String row, int from, List<@Nullable String> cells) {
        int delimited = row.indexOf(delimiter, from);
        int end = delimited < 0 ? row.length() : delimited;
        String cell = row.substring(from, end);
        if (cell.indexOf('"') >= 0) {
            throw RecordFault.of("quotation marks around a cell that has one, and that one doubled", cell);
        }
        cells.add(cell.isEmpty() ? null : cell);
        return end;
    }

    private int quotedCell(String row, int from, List<@Nullable String> cells) {
        StringBuilder cell = new StringBuilder();
        int at = from;
        int mark = row.indexOf('"', at);
        while (row.startsWith("\"\"", mark)) {
            cell.append(row, at, mark + 1);
            at = mark + 2;
            mark = row.indexOf('"', at);
        }
        cell.append(row, at, mark);
        cells.add(cell.toString());
        if (mark + 1 < row.length() && row.charAt(mark + 1) != delimiter) {
            throw RecordFault.of(
                    "the next cell or the end of the row after a closing quotation mark", row.substring(mark + 1));
        }
        return mark + 1;
    }
}
