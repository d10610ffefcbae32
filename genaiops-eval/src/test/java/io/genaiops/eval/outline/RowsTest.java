package io.genaiops.eval.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.report.Specimens;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class RowsTest {

    @Test
    void a_row_holds_what_every_variant_made_of_one_sample() {
        ExperimentResult result = Specimens.small();
        List<Row> rows = new ArrayList<>();
        Rows.of(result).forEach(rows::add);
        assertThat(rows).extracting(row -> row.sample().id()).containsExactly("s1", "s2", "s3");
        assertThat(rows).extracting(Row::index).containsExactly(0, 1, 2);
        assertThat(rows.get(2).items().get(1))
                .isEqualTo(result.variant("v2").items().get(2));
        Iterator<Row> pass = Rows.of(result).iterator();
        for (int i = 0; i < 3; i++) {
            pass.next();
        }
        assertThatThrownBy(pass::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the result has 3 samples");
    }

    @Test
    void severity_counts_failures_twice_and_missing_answers_as_failures() {
        List<Row> rows = new ArrayList<>();
        Rows.of(Specimens.small()).forEach(rows::add);
        assertThat(rows).extracting(row -> Severity.of(row.items().get(0))).containsExactly(2.0, 1.0, 1.0);
        assertThat(rows).extracting(row -> Severity.of(row.items().get(1))).containsExactly(0.0, 1.0, 2.0);
        assertThat(rows).extracting(Severity::of).containsExactly(2.0, 1.0, 2.0);
    }

    @Test
    void latencies_are_those_that_are_known() {
        Latencies latencies = new Latencies();
        Rows.of(Specimens.small()).forEach(latencies::add);
        assertThat(latencies.quantiles(0).orElseThrow().count()).isEqualTo(6);
        assertThat(latencies.quantiles(1).orElseThrow().count()).isEqualTo(4);
        assertThat(latencies.quantiles(1).orElseThrow().p95()).isEqualTo(1.5);
        assertThat(latencies.quantiles(2)).isEmpty();
    }

    @Test
    void halves_of_characters_are_replaced_and_whole_texts_kept() {
        String whole = "a \ud83d\ude00 text";
        assertThat(WellFormed.of("plain")).isSameAs("plain");
        assertThat(WellFormed.of(whole)).isEqualTo(whole);
        assertThat(WellFormed.of("\ude00\ud83d\ud83d\ude00")).isEqualTo("\ufffd\ufffd\ud83d\ude00");
    }

    @Test
    void figures_have_three_digits_or_those_before_the_point() {
        assertThat(List.of(0.0, 0.12345, 4.0, 99.96, 123.45, 12_345.6, -0.5))
                .map(Figures::number)
                .containsExactly("0", "0.123", "4", "100", "123", "12346", "-0.5");
        assertThat(Figures.percent(0.98)).isEqualTo("98 %");
    }
}
