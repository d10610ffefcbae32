package io.genaiops.eval.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetReaderTest {

    private static final Criterion TONE = Criterion.grades("tone", 1, 5);
    private static final Criterion SHARE = Criterion.number("share", 0, 1);
    private static final List<String> TEXTS = List.of(
            "plain",
            "=HYPERLINK(\"http://evil\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "'quoted",
            "'=already",
            "''=twice",
            "two\nlines, \"quoted\"; and\ttabs",
            "\r\nstarts with a line end",
            "naïve 日本語 😀 \u202eright to left",
            "\uff1d1+1",
            " leading blank",
            "");

    @Test
    void every_text_comes_back_word_for_word_and_none_begins_a_formula() throws IOException {
        RatingSheet sheet = sheet();
        List<CSVRecord> rows =
                CSVFormat.RFC4180.parse(new StringReader(sheet.text())).getRecords();

        for (int i = 0; i < TEXTS.size(); i++) {
            String cell = rows.get(i + 1).get(2);
            assertThat(cell)
                    .doesNotStartWith("=")
                    .doesNotStartWith("+")
                    .doesNotStartWith("-")
                    .doesNotStartWith("@");
            assertThat(CellText.unescape(cell)).isEqualTo(TEXTS.get(i));
        }
    }

    @Test
    void escaping_is_reversible_for_any_text() {
        SplittableRandom random = new SplittableRandom(1);
        String alphabet = "'=+-@\t\r\na1\uff1d";
        for (int run = 0; run < 20_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String escaped = CellText.escape(text.toString());
            assertThat(CellText.unescape(escaped)).isEqualTo(text.toString());
            assertThat(escaped).doesNotMatch("(?s)[=+\\-@\t\r\n\uff1d].*");
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void delimiters_byte_order_marks_and_charsets_of_spreadsheets_are_read(char delimiter) throws IOException {
        RatingSheet sheet = sheet();
        String text = filled(sheet, row -> List.of("4", "0.5", "fine"), delimiter);
        Charset utf16 = StandardCharsets.UTF_16LE;

        for (byte[] bytes : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + text).getBytes(utf16),
                ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE),
                ("sep=" + delimiter + "\r\n" + text).getBytes(StandardCharsets.UTF_8),
                text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8))) {
            Ratings ratings = sheet.key().read("ada", "memory", bytes);
            assertThat(ratings.all()).hasSize(TEXTS.size()).allSatisfy(rating -> {
                assertThat(rating.outcome("tone").score()).hasValue(4);
                assertThat(rating.outcome("share").score()).hasValue(0.5);
                assertThat(rating.comment()).isEqualTo("fine");
            });
        }
    }

    @Test
    void rows_may_be_sorted_and_columns_moved_or_quoted() {
        RatingSheet sheet = three();
        Ratings ratings = sheet.key()
                .read(
                        "ada",
                        "memory",
                        bytes("\"row\",\"comment\",\"share (any number from 0 to 1, or n/a)\",answer,question,"
                                + "\"tone (1 to 5, or n/a)\",\n"
                                + "r3-A,,n/a,answer 2,q,5,\n"
                                + "r1-A,\"it's, \"\"odd\"\"\n'twas\",\"0,25\",answer 0,q,4.0,\n"
                                + ",,,,,\n"
                                + " r2-A ,'=x,1,answer 1,q, ３ ,\n"));

        assertThat(ratings.all()).extracting(Rating::sample).containsExactly("s2", "s0", "s1");
        assertThat(ratings.of("s0", "v").orElseThrow().comment()).isEqualTo("it's, \"odd\"\n'twas");
        assertThat(ratings.of("s0", "v").orElseThrow().outcome("share").score()).hasValue(0.25);
        assertThat(ratings.of("s1", "v").orElseThrow().outcome("tone").score()).hasValue(3);
        assertThat(ratings.of("s1", "v").orElseThrow().comment()).isEqualTo("=x");
        assertThat(ratings.of("s2", "v").orElseThrow().outcome("share").kind()).isEqualTo(Outcome.Kind.NOT_APPLICABLE);
        assertThat(ratings.of("s2", "w")).isEmpty();
    }

    @Test
    void wrong_ids_off_scale_and_missing_cells_are_listed_by_line_all_at_once() {
        RatingSheet sheet = three();
        InvalidRatingsException failure = catchThrowableOfType(
                InvalidRatingsException.class,
                () -> sheet.key()
                        .read(
                                "ada",
                                "ratings.csv",
                                bytes(
                                        "row,question,answer,\"tone (1 to 5, or n/a)\",\"share (any number from 0 to 1, or"
                                                + " n/a)\",comment\n"
                                                + "r1-A,\"two\nlines\",answer 0,6,1.5,\n"
                                                + "r9-A,q,answer 1,3,0.5,\n"
                                                + "r2-A,q,answer 1,,4%\n"
                                                + "r2-A,q,answer 1,3,1,\n"
                                                + "r3-A,q,answer 1,3.5,1e0,\n")));

        assertThat(failure.problems())
                .containsExactly(
                        "line 2, row 'r1-A': 'tone' must be 1 to 5, or n/a; found: '6'",
                        "line 2, row 'r1-A': 'share' must be any number from 0 to 1, or n/a; found: '1.5'",
                        "line 4: row 'r9-A' is not in the key",
                        "line 5, row 'r2-A': 'tone' is missing; expected 1 to 5, or n/a",
                        "line 5, row 'r2-A': 'share' must be any number from 0 to 1, or n/a; found: '4%'",
                        "line 6: row 'r2-A' stood in line 5 already",
                        "line 7: row 'r3-A' does not show its answer; was a column sorted alone, or is this the sheet of"
                                + " another key?");
        assertThat(failure).hasMessageStartingWith("ratings in ratings.csv cannot be used; 7 problems:\n  line 2");
    }

    @Test
    void missing_rows_and_columns_and_foreign_ones_are_named() {
        RatingSheet sheet = three();

        assertThatThrownBy(() -> sheet.key().read("ada", "m", bytes("row,answer,\"tone (1 to 7, or n/a)\",answer\n")))
                .hasMessageContaining("line 1: column 'tone (1 to 7, or n/a)' is not one of [row, question")
                .hasMessageContaining("line 1: column 'answer' stands there twice")
                .hasMessageContaining("line 1: column 'tone (1 to 5, or n/a)' is missing")
                .hasMessageContaining("line 1: column 'comment' is missing")
                .hasMessageContaining("row 'r3-A' is missing");
        assertThatThrownBy(() -> sheet.key().read("ada", "m", bytes("id,tone\n")))
                .hasMessageContaining("line 1: expected the columns [row, question");
        assertThatThrownBy(() -> sheet.key().read("ada", "m", new byte[0])).hasMessageContaining("found: ''");
        assertThatThrownBy(() ->
                        sheet.key().read("ada", "m", "row,question,réponse".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("save the sheet as 'CSV UTF-8'");
        assertThatThrownBy(() -> sheet.key().read("ada", "m", bytes("row,question\nr1-A,\"never closed")))
                .hasMessageContaining("not CSV");
    }

    @Test
    void a_huge_cell_that_a_spreadsheet_cut_is_still_its_answer() throws IOException {
        String huge = "word \u00e9 ".repeat(50_000);
        RatingSheet sheet = RatingSheet.builder(1, TONE)
                .answer("v", Sample.of("q").withId("s").answered(huge))
                .build();
        String text = filled(sheet, row -> List.of("2", ""), ',');
        String cut = filled(
                sheet, row -> List.of("2", ""), ',', cell -> cell.length() > 32_767 ? cell.substring(0, 32_767) : cell);

        assertThat(sheet.key().read("ada", "whole", bytes(text)).all()).hasSize(1);
        assertThat(cut.length()).isLessThan(33_000);
        assertThat(sheet.key().read("ada", "cut", bytes(cut)).all()).hasSize(1);
    }

    private static RatingSheet three() {
        RatingSheetBuilder builder = RatingSheet.builder(1, TONE, SHARE);
        for (int i = 0; i < 3; i++) {
            builder.answer("v", Sample.of("q").withId("s" + i).answered("answer " + i));
        }
        return builder.build();
    }

    private static RatingSheet sheet() {
        RatingSheetBuilder builder = RatingSheet.builder(1, TONE, SHARE);
        for (int i = 0; i < TEXTS.size(); i++) {
            builder.answer(
                    "v",
                    Sample.of(TEXTS.get(TEXTS.size() - 1 - i)).withId("s" + i).answered(TEXTS.get(i)));
        }
        return builder.build();
    }

    private static String filled(RatingSheet sheet, Function<CSVRecord, List<String>> ratings, char delimiter)
            throws IOException {
        return filled(sheet, ratings, delimiter, cell -> cell);
    }

    /** Fills in the last columns, as a spreadsheet program would save it. */
    private static String filled(
            RatingSheet sheet,
            Function<CSVRecord, List<String>> ratings,
            char delimiter,
            Function<String, String> change)
            throws IOException {
        StringWriter text = new StringWriter();
        CSVFormat saved = CSVFormat.EXCEL.builder().setDelimiter(delimiter).get();
        try (CSVPrinter printer = new CSVPrinter(text, saved)) {
            for (CSVRecord row :
                    CSVFormat.RFC4180.parse(new StringReader(sheet.text())).getRecords()) {
                List<String> cells = new ArrayList<>(row.stream().map(change).toList());
                if (row.getRecordNumber() > 1) {
                    List<String> given = ratings.apply(row);
                    for (int i = 0; i < given.size(); i++) {
                        cells.set(cells.size() - given.size() + i, given.get(i));
                    }
                }
                printer.printRecord(cells);
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
