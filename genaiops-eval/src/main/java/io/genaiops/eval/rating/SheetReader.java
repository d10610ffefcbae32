package io.genaiops.eval.rating;

import io.genaiops.eval.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Turns a sheet that was filled in into ratings, and collects what is wrong with it. Used once. */
final class SheetReader {

    /** More than one where a program added its own to ours. */
    private static final Pattern BYTE_ORDER_MARKS = Pattern.compile("^\ufeff+");

    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?\\r?\\n");
    private static final Pattern FIRST_HEADER = Pattern.compile("\"?row\"?([,;\\t])");

    private final SheetKey key;
    private final String source;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> columnOf = new HashMap<>();
    private final Map<String, Long> lineOf = new HashMap<>();
    private final List<Rating> ratings = new ArrayList<>();

    SheetReader(SheetKey key, String source) {
        this.key = key;
        this.source = source;
    }

    List<Rating> read(byte[] bytes) {
        String text = decoded(bytes);
        long line = 1;
        Matcher separator = SEPARATOR_LINE.matcher(text);
        if (separator.lookingAt()) {
            text = text.substring(separator.end());
            line = 2;
        }
        Matcher header = FIRST_HEADER.matcher(text);
        if (!header.lookingAt()) {
            throw new InvalidRatingsException(
                    source,
                    List.of("line " + line + ": expected the columns " + key.headers()
                            + ", the first being 'row'; found: '"
                            + CellText.shown(text.lines().findFirst().orElse("")) + "'"));
        }
        records(text, header.group(1).charAt(0), line);
        key.rows().keySet().stream()
                .filter(row -> !lineOf.containsKey(row))
                .forEach(row -> problems.add("row '" + row + "' is missing"));
        if (!problems.isEmpty()) {
            throw new InvalidRatingsException(source, problems);
        }
        return ratings;
    }

    private String decoded(byte[] bytes) {
        Charset charset = StandardCharsets.UTF_8;
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            charset = StandardCharsets.UTF_16LE;
        } else if (bytes.length > 1 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            charset = StandardCharsets.UTF_16BE;
        }
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return BYTE_ORDER_MARKS.matcher(text).replaceFirst("");
        } catch (CharacterCodingException e) {
            throw new InvalidRatingsException(
                    source, List.of("expected UTF-8 or UTF-16; found other bytes: save the sheet as 'CSV UTF-8'"));
        }
    }

    private void records(String text, char delimiter, long firstLine) {
        CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
        long before = 0;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord cells : parser) {
                long line = before + firstLine;
                before = parser.getCurrentLineNumber();
                if (cells.getRecordNumber() == 1) {
                    header(cells, line);
                } else if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                    row(cells, line);
                }
            }
        } catch (UncheckedIOException | IOException e) {
            problems.add("after line " + (before + firstLine - 1) + ": not CSV: " + e.getMessage());
        }
    }

    private void header(CSVRecord cells, long line) {
        List<String> expected = key.headers();
        for (int i = 0; i < cells.size(); i++) {
            String name = cells.get(i).strip();
            if (name.isEmpty()) {
                continue;
            }
            if (!expected.contains(name)) {
                problems.add("line " + line + ": column '" + CellText.shown(name) + "' is not one of " + expected);
            } else if (columnOf.put(name, i) != null) {
                problems.add("line " + line + ": column '" + name + "' stands there twice");
            }
        }
        expected.stream()
                .filter(name -> !columnOf.containsKey(name))
                .forEach(name -> problems.add("line " + line + ": column '" + name + "' is missing"));
    }

    private void row(CSVRecord cells, long line) {
        String id = cell(cells, "row").strip();
        SheetKey.Row row = key.rows().get(id);
        if (row == null) {
            problems.add("line " + line + ": row '" + CellText.shown(id) + "' is not in the key");
            return;
        }
        Long earlier = lineOf.putIfAbsent(id, line);
        if (earlier != null) {
            problems.add("line " + line + ": row '" + id + "' stood in line " + earlier + " already");
            return;
        }
        if (columnOf.containsKey("answer")
                && !CellText.fingerprint(CellText.unescape(cell(cells, "answer")))
                        .equals(row.shown())) {
            problems.add("line " + line + ": row '" + id
                    + "' does not show its answer; was a column sorted alone, or is this the sheet of another key?");
            return;
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Criterion criterion : key.criteria()) {
            String header = CellText.escape(criterion.header());
            if (columnOf.containsKey(header)) {
                try {
                    outcomes.put(criterion.name(), criterion.read(CellText.unescape(cell(cells, header))));
                } catch (Criterion.Unreadable e) {
                    problems.add("line " + line + ", row '" + id + "': " + e.getMessage());
                }
            }
        }
        ratings.add(new Rating(
                row.sample(), row.variant(), row.answer(), outcomes, CellText.unescape(cell(cells, "comment"))));
    }

    /** Spreadsheets leave out empty cells at the end of a row. */
    private String cell(CSVRecord cells, String header) {
        Integer column = columnOf.get(header);
        return column == null || column >= cells.size() ? "" : cells.get(column);
    }
}
