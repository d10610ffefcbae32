package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class CsvReportTest {

    @Test
    void there_is_a_line_for_each_variant_sample_repetition_and_evaluator() throws IOException {
        List<CSVRecord> lines = read(Report.csv(Specimens.small()));
        assertThat(lines).hasSize(2 * 3 * 2 * 2);
        CSVRecord first = lines.get(0);
        assertThat(first.toMap())
                .containsEntry("variant", "v1")
                .containsEntry("sample", "s1")
                .containsEntry("repetition", "1")
                .containsEntry("tags", "winter gear")
                .containsEntry("evaluator", "relevance")
                .containsEntry("outcome", "scored")
                .containsEntry("score", "2.0")
                .containsEntry("threshold", "at least 4")
                .containsEntry("judgement", "failed")
                .containsEntry("reason", "as it is")
                .containsEntry("error", "")
                .containsEntry("latency_seconds", "1.5")
                .containsEntry("cost", "0.002")
                .containsEntry("currency", "USD")
                .containsEntry("model", "small");
        assertThat(first.get("evaluator_configuration")).startsWith("sha256:");
        assertThat(lines.get(1).toMap())
                .containsEntry("evaluator", "toxicity")
                .containsEntry("score", "0.125")
                .containsEntry("threshold", "")
                .containsEntry("judgement", "");
    }

    @Test
    void what_is_missing_is_an_empty_cell() throws IOException {
        List<CSVRecord> lines = read(Report.csv(Specimens.small()));
        assertThat(lines)
                .filteredOn(line -> !line.get("outcome").equals("scored"))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.get("score")).isEmpty();
                    assertThat(line.get("reason")).isNotEmpty();
                });
        assertThat(lines)
                .filteredOn(line -> !line.get("error").isEmpty())
                .hasSize(4)
                .allSatisfy(line -> {
                    assertThat(line.get("latency_seconds")).isEmpty();
                    assertThat(line.get("cost")).isEmpty();
                    assertThat(line.get("outcome")).isEqualTo("errored");
                });
    }

    @Test
    void no_cell_is_a_formula_and_every_line_has_every_cell() throws IOException {
        List<CSVRecord> lines = read(Report.csv(Specimens.hostile()));
        assertThat(lines).hasSize(2 * Specimens.HOSTILE.size()).allSatisfy(line -> {
            assertThat(line.isConsistent()).isTrue();
            line.forEach(cell -> assertThat(cell).doesNotMatch("(?s)[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20].*"));
        });
        assertThat(lines.get(17).get("tags")).isEqualTo("'=cmd|' /C calc'!A0");
    }

    private static List<CSVRecord> read(Report report) throws IOException {
        String text = report.text();
        assertThat(text).startsWith("\ufeff");
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        return format.parse(new StringReader(text.substring(1))).getRecords();
    }
}
