package io.genaiops.eval.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {

    /** In a row of the corpora, {@code ⏎} is a line feed and {@code ␍} a carriage return. */
    private static List<String> read(RecordFormat format, String text) {
        return read(format, text.replace('⏎', '\n').replace('␍', '\r').getBytes(UTF_8));
    }

    private static List<String> read(RecordFormat format, byte[] bytes) {
        return read(format, new ByteArrayInputStream(bytes));
    }

    /** Returns the line and fields of each record, and the faults. */
    private static List<String> read(RecordFormat format, InputStream stream) {
        List<String> found = new ArrayList<>();
        try {
            RecordReader reader = format.reader(stream);
            boolean more = true;
            while (more) {
                try {
                    RawRecord raw = reader.next();
                    more = raw != null;
                    if (raw != null) {
                        found.add(raw.line() + " " + raw.fields());
                    }
                } catch (RecordFault fault) {
                    found.add("! " + fault.getMessage());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = """
            a,b⏎1,2                              | 2 {"a":"1","b":"2"}
            a,b⏎1,2⏎                             | 2 {"a":"1","b":"2"}
            a,b␍⏎1,2␍⏎                           | 2 {"a":"1","b":"2"}
            a,b␍1,2␍                             | 2 {"a":"1","b":"2"}
            \ufeffa,b⏎⏎⏎1,2                      | 4 {"a":"1","b":"2"}
            a,b⏎,2                               | 2 {"b":"2"}
            a,b⏎1,                               | 2 {"a":"1"}
            a,b⏎"",2                             | 2 {"a":"","b":"2"}
            a,b⏎"x,y","say ""no\"""             | 2 {"a":"x,y","b":"say \\"no\\""}
            a,b⏎"x⏎y␍⏎z",2                       | 2 {"a":"x\\ny\\r\\nz","b":"2"}
            a,b⏎" 1 ", 2                         | 2 {"a":" 1 ","b":" 2"}
            "a ""b\""",c⏎1,é                      | 2 {"a \\"b\\"":"1","c":"é"}
            a⏎""\""                            | 2 {"a":"\\""}
            a⏎😀                                 | 2 {"a":"😀"}
            a,b                                  | nothing
            """)
    void csv_is_read(String text, @Nullable String record) {
        assertThat(read(RecordFormat.csv(), text)).isEqualTo(record == null ? List.of() : List.of(record));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a,b⏎1                                | line 2: expected 2 cells, as there are field names; found: 1
            a,b⏎1,2,3                            | line 2: expected 2 cells, as there are field names; found: 3
            a,b⏎"1" ,2                           | line 2: expected the next cell or the end of the row after a closing quotation mark; found:  ,2
            a,b⏎1"2,3                            | line 2: expected quotation marks around a cell that has one, and that one doubled; found: 1"2
            a,b⏎ "1",2                           | line 2: expected quotation marks around a cell that has one, and that one doubled; found:  "1"
            a,b⏎1,2⏎"1,2                         | line 3: expected a quotation mark that ends the cell; found: the end of the file
            a,b,a⏎1,2,3                          | line 1: expected a name for one field only; found: 'a' again
            a,,b⏎1,2,3                           | line 1: expected a name for each field; found: none for the one at place 2
            "a⏎1,2                               | line 1: expected a quotation mark that ends the cell; found: the end of the file
            ⏎⏎                                   | line 1: expected a line of field names; found: nothing
            """)
    void csv_is_strict(String text, String fault) {
        List<String> found = read(RecordFormat.csv(), text);
        assertThat(found).filteredOn(each -> each.startsWith("!")).containsExactly("! " + fault);
    }

    @Test
    void every_fault_of_a_table_is_found_with_its_line() {
        assertThat(read(RecordFormat.csv(), "a,b⏎1⏎\"x⏎y\",2⏎1,2,3⏎z\"z,1⏎3,4"))
                .containsExactly(
                        "! line 2: expected 2 cells, as there are field names; found: 1",
                        "3 {\"a\":\"x\\ny\",\"b\":\"2\"}",
                        "! line 5: expected 2 cells, as there are field names; found: 3",
                        "! line 6: expected quotation marks around a cell that has one, and that one doubled; found:"
                                + " z\"z",
                        "7 {\"a\":\"3\",\"b\":\"4\"}");
    }

    @Test
    void other_delimiters_are_taken_and_nonsense_is_refused() {
        assertThat(read(RecordFormat.csv(';'), "a;b⏎1,5;2")).containsExactly("2 {\"a\":\"1,5\",\"b\":\"2\"}");
        assertThat(read(RecordFormat.ofFile("x.TSV").orElseThrow(), "a\tb⏎1\t2"))
                .containsExactly("2 {\"a\":\"1\",\"b\":\"2\"}");
        assertThatThrownBy(() -> RecordFormat.csv('"')).hasMessageEndingWith("found: U+0022");
        assertThatThrownBy(() -> RecordFormat.csv('é')).hasMessageEndingWith("found: U+00E9");
    }

    /** What commons-csv prints and reads is what is read here, in every style that it knows of quoting. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tables_are_those_that_commons_csv_reads(long seed) throws IOException {
        Random random = new Random(seed);
        String[] parts = {"a", "b c", ",", "\"", "\n", "\r\n", "é", "😀", " ", "\t", ";", "'"};
        for (int round = 0; round < 200; round++) {
            int columns = 1 + random.nextInt(4);
            StringBuilder text = new StringBuilder();
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setQuoteMode(org.apache.commons.csv.QuoteMode.ALL_NON_NULL)
                    .get();
            String[] header = new String[columns];
            for (int i = 0; i < columns; i++) {
                header[i] = "column " + i;
            }
            format.printRecord(text, (Object[]) header);
            for (int row = random.nextInt(5); row > 0; row--) {
                Object[] cells = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    StringBuilder cell = new StringBuilder();
                    for (int n = random.nextInt(4); n > 0; n--) {
                        cell.append(parts[random.nextInt(parts.length)]);
                    }
                    cells[i] = cell.toString();
                }
                (random.nextBoolean() ? format : CSVFormat.RFC4180).printRecord(text, cells);
            }
            List<String> expected = new ArrayList<>();
            try (CSVParser parser = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(new StringReader(text.toString()))) {
                for (CSVRecord record : parser) {
                    expected.add(String.valueOf(record.toMap()));
                }
            }
            assertThat(fields(text.toString(), header)).isEqualTo(expected);
        }
    }

    private static List<String> fields(String text, String[] header) throws IOException {
        List<String> all = new ArrayList<>();
        RecordReader reader = RecordFormat.csv().reader(new ByteArrayInputStream(text.getBytes(UTF_8)));
        RawRecord raw = reader.next();
        while (raw != null) {
            ObjectNode fields = raw.fields();
            List<String> cells = new ArrayList<>();
            for (String name : header) {
                cells.add(name + "=" + fields.path(name).asText(""));
            }
            all.add("{" + String.join(", ", cells) + "}");
            raw = reader.next();
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = """
            [{"a":1}]                                    | 1 {"a":1}
            ⏎ [⏎ {"a":1⏎}⏎ ]⏎                            | 3 {"a":1}
            \ufeff[{"a":"],[\\"{"}]                      | 1 {"a":"],[\\"{"}
            {"data":[{"a":1}]}                           | 1 {"a":1}
            {"v":{"x":[1]},"s":"[",⏎"data":[{"a":[[]]}],"n":null} | 2 {"a":[[]]}
            []                                           | nothing
            {"data":[ ]}                                 | nothing
            """)
    void json_is_read(String text, @Nullable String record) {
        assertThat(read(RecordFormat.json(), text)).isEqualTo(record == null ? List.of() : List.of(record));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                            | line 1: expected an array of objects, or an object that has exactly one array; found: nothing
            5                             | line 1: expected an array of objects, or an object that has exactly one array; found: NUMBER
            {"a":1}                       | line 1: expected an array of objects, or an object that has exactly one array; found: an object with 0
            {"a":[],"b":[]}               | line 1: expected an array of objects, or an object that has exactly one array; found: an object with 2
            [{"a":1}                      | line 1: expected JSON around the rows; found: Unexpected end-of-input
            [{"a":1}] x                   | line 1: expected JSON around the rows; found: Unrecognized token 'x'
            [{"a":1}]⏎{}                  | line 2: expected JSON around the rows; found: Trailing token
            {"a":tru,⏎"b":[⏎{"a":1}]}     | line 1: expected JSON around the rows; found: Unrecognized token 'tru'
            {"b":[⏎{"a":1}⏎],⏎"b":2}      | line 4: expected JSON around the rows; found: Duplicate field 'b'
            [{"a":1},]                    | line 1: expected a JSON object; found: nothing
            [⏎{"a":1},⏎⏎7]                | line 4: expected a JSON object; found: NUMBER
            [⏎{"a":1⏎,"a":2}]             | line 3: expected one JSON object; found: Duplicate field 'a'
            [{"a":1} {"a":2}]             | line 1: expected one JSON object; found: Trailing token
            [{"a":NaN}]                   | line 1: expected one JSON object; found: Non-standard token 'NaN'
            [{"a":1}/*c*/]                | line 1: expected one JSON object; found: Unexpected character ('/'
            """)
    void json_is_strict(String text, String fault) {
        List<String> found = read(RecordFormat.json(), text);
        assertThat(found)
                .filteredOn(each -> each.startsWith("!"))
                .singleElement()
                .asString()
                .startsWith("! " + fault);
    }

    @Test
    void every_faulty_row_of_an_array_is_found_with_its_line() {
        assertThat(read(RecordFormat.json(), "[⏎1,⏎{\"a\":1},⏎{\"a\":x},⏎{\"b\":1⏎]"))
                .hasSize(5)
                .satisfies(found -> {
                    assertThat(found.get(0)).startsWith("! line 2: expected a JSON object; found: NUMBER");
                    assertThat(found.get(1)).isEqualTo("3 {\"a\":1}");
                    assertThat(found.get(2))
                            .startsWith("! line 4: expected one JSON object; found: Unrecognized token");
                    assertThat(found.get(3)).startsWith("! line 6: expected one JSON object; found: Unexpected");
                    assertThat(found.get(4)).startsWith("! line 6: expected JSON around the rows");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = """
            - a: 1⏎  b: x          | 1 {"a":1,"b":"x"}
            rows:⏎- a: [yes]       | 2 {"a":["yes"]}
            v: 1⏎rows:⏎  - {a: ~}  | 3 {"a":null}
            \ufeff- a: é           | 1 {"a":"é"}
            []                     | nothing
            """)
    void yaml_is_read(String text, @Nullable String record) {
        assertThat(read(RecordFormat.yaml(), text)).isEqualTo(record == null ? List.of() : List.of(record));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a: 1                      | line 1: expected a list of maps, or a map that has exactly one list; found: a map with 0
            a: []⏎b: []               | line 1: expected a list of maps, or a map that has exactly one list; found: a map with 2
            text                      | line 1: expected a list of maps, or a map that has exactly one list; found: neither
            - a: 1⏎- 5                | line 2: expected a map; found: 5
            - a: 1⏎- [1]              | line 2: expected a map; found: a list
            - a: 1⏎  a: 2             | line 2: expected every key once, found 'a' again
            - a: 1⏎-⏎  b: .inf        | line 3: expected a finite number, found '.inf'
            - !!java.io.File [x]      | line 1: expected plain values, found the tag
            - a: 1⏎---⏎- b: 1         | line 3: expected one document, found another
            - <<: {a: 1}              | line 1: expected no merge key
            - ~                       | line 1: expected a map; found: null
            """)
    void yaml_is_strict(String text, String fault) {
        List<String> found = read(RecordFormat.yaml(), text);
        assertThat(found)
                .filteredOn(each -> each.startsWith("!"))
                .singleElement()
                .asString()
                .startsWith("! " + fault);
    }

    @Test
    void a_bomb_of_aliases_is_refused() {
        StringBuilder bomb = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String before = "*l" + (i - 1);
            bomb.append("l").append(i).append(": &l").append(i).append(" [");
            bomb.append(String.join(", ", List.of(before, before, before, before, before, before, before)));
            bomb.append("]\n");
        }
        assertThat(read(RecordFormat.yaml(), bomb.toString()))
                .singleElement()
                .asString()
                .contains("expected aliases that stand for at most 10000 values together, found more");
    }

    @Test
    void deep_nesting_is_refused_by_each_format() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(read(RecordFormat.jsonLines(), "{\"a\":" + deep + "}\n{}"))
                .satisfies(found -> assertThat(found.get(0)).contains("nesting depth (201) exceeds the maximum"))
                .satisfies(found -> assertThat(found.get(1)).isEqualTo("2 {}"));
        assertThat(read(RecordFormat.json(), "[{\"a\":" + deep + "},\n{}]"))
                .satisfies(found -> assertThat(found.get(0)).contains("nesting depth (201) exceeds the maximum"))
                .satisfies(found -> assertThat(found.get(1)).isEqualTo("2 {}"));
        assertThat(read(RecordFormat.json(), "{\"x\":{\"a\":" + "{\"a\":".repeat(100_000) + "1"))
                .singleElement()
                .asString()
                .contains("nesting depth (201) exceeds the maximum");
        assertThat(read(RecordFormat.yaml(), "- " + deep))
                .singleElement()
                .asString()
                .contains("expected at most 80 levels of nesting");
    }

    @Test
    void other_encodings_are_refused_on_their_line() {
        byte[] latin = "für".getBytes(ISO_8859_1);
        assertThat(read(RecordFormat.jsonLines(), join("{}\n\"", latin, "\"\n{}")))
                .containsExactly("1 {}", "! line 2: expected UTF-8; found: other bytes", "3 {}");
        assertThat(read(RecordFormat.csv(), join("a\n1\n", latin, "\n2")))
                .containsExactly("2 {\"a\":\"1\"}", "! line 3: expected UTF-8; found: other bytes", "4 {\"a\":\"2\"}");
        assertThat(read(RecordFormat.json(), join("[{},\n{\"a\":\"", latin, "\"},\n{}]")))
                .containsExactly("1 {}", "! line 2: expected UTF-8; found: other bytes", "3 {}");
        assertThat(read(RecordFormat.yaml(), join("- a: ", latin, "\n")))
                .containsExactly("! line 1: expected UTF-8; found: other bytes");
        assertThat(read(RecordFormat.jsonLines(), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_16)))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found).startsWith("! line 1: expected UTF-8"));
    }

    private static byte[] join(String before, byte[] bytes, String after) {
        byte[] first = before.getBytes(UTF_8);
        byte[] last = after.getBytes(UTF_8);
        byte[] all = new byte[first.length + bytes.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(bytes, 0, all, first.length, bytes.length);
        System.arraycopy(last, 0, all, first.length + bytes.length, last.length);
        return all;
    }

    /** A record of a gigabyte is gone over and never held; the heap of the tests has less. */
    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.csv", "a.json", "a.yaml"})
    void a_record_of_a_gigabyte_is_refused_without_holding_it(String file) {
        RecordFormat format = RecordFormat.ofFile(file).orElseThrow();
        String start = switch (file) {
            case "a.csv" -> "a\n\"";
            case "a.json" -> "[{\"a\":\"";
            default -> "{\"a\":\"";
        };
        List<String> found = read(format, new Endless(start.getBytes(UTF_8), 1L << 30));
        assertThat(found).isNotEmpty().allSatisfy(each -> assertThat(each).startsWith("! "));
        assertThat(found.get(0)).containsAnyOf("expected at most 16777216 bytes in a row", "ends the cell");
    }

    /** Begins with some bytes and goes on with one letter. */
    private static final class Endless extends InputStream {

        private final byte[] start;
        private final long size;
        private long position;

        Endless(byte[] start, long size) {
            this.start = start;
            this.size = size;
        }

        @Override
        public int read() {
            return position == size ? -1 : position < start.length ? start[(int) position++] : next();
        }

        private int next() {
            position++;
            return 'x';
        }

        @Override
        public int read(byte[] target, int from, int length) {
            if (position < start.length) {
                target[from] = (byte) read();
                return 1;
            }
            int count = (int) Math.min(length, size - position);
            java.util.Arrays.fill(target, from, from + count, (byte) 'x');
            position += count;
            return count == 0 ? -1 : count;
        }
    }

    @Test
    void formats_are_known_by_their_endings() {
        assertThat(RecordFormat.knownEndings())
                .containsExactly(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".yaml", ".yml");
        assertThat(RecordFormat.ofFile("A.JSONL"))
                .hasValueSatisfying(format -> assertThat(format).hasToString("JSON Lines"));
        assertThat(RecordFormat.ofFile("a.parquet")).isEmpty();
        assertThat(RecordFormat.stem("winter.trip.csv")).isEqualTo("winter.trip");
        assertThat(RecordFormat.stem(".csv")).isEqualTo(".csv");
    }
}
