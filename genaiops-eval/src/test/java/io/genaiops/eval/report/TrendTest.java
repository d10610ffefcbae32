package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Curves;
import io.genaiops.eval.outline.Block.Series;
import io.genaiops.eval.outline.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendTest {

    @TempDir
    private Path folder;

    @Test
    void results_are_ordered_by_date_and_joined_while_they_compare() {
        Path third = written(3, "hikes", "v 1", length("2").atLeast(0.5), "aa", "bbbb");
        Path first = written(1, "hikes", "v 1", length("1").atLeast(0.5), "aa", "bb");
        Path second = written(2, "hikes", "v 1", length("1").atLeast(0.5), "aa", "bbb");
        Trend trend = Trend.of(List.of(third, first, second));

        assertThat(trend).hasToString("Trend[3 results of trial]");
        Curves means = curves(trend).get(0);
        assertThat(means.ticks()).containsExactly("2026-11-01", "2026-11-02", "2026-11-03");
        assertThat(means.series()).extracting(Series::name).containsExactly("v 1", "v 1");
        assertThat(means.series().get(0).spots()).extracting(Block.Spot::value).containsExactly(0.2, 0.25);
        assertThat(means.series().get(1).spots()).extracting(Block.Spot::across).containsExactly(2.0);
        assertThat(means.series().get(0).spots().get(1).low()).isPresent();
        assertThat(Report.markdown(trend).text())
                .startsWith("<!-- genaiops-report:Trend%20of%20trial -->\n")
                .contains("| v 1 | 2026-11-02 12:00 | 0.25 |")
                .containsPattern(
                        "\\| v 1 \\| 2026-11-03 12:00 .*\\| another version or configuration of the evaluator \\|");
    }

    @Test
    void another_dataset_or_threshold_is_marked_and_ends_a_line() {
        Trend trend = Trend.of(List.of(
                written(1, "hikes", "v", length("1").atLeast(0.5), "aa", "b"),
                written(2, "huts", "v", length("1").atLeast(0.5), "aa", "bb"),
                written(3, "huts", "v", length("1").atLeast(0.2), "aa", "bb")));
        List<Curves> curves = curves(trend);
        assertThat(curves.get(0).series()).hasSize(2);
        assertThat(curves.get(0).series().get(1).spots()).hasSize(2);
        assertThat(curves.get(1).title()).isEqualTo("length, pass rate");
        assertThat(curves.get(1).series()).hasSize(3);
        assertThat(Report.markdown(trend).text())
                .contains("| another dataset |")
                .contains("| another threshold, for the pass rate |");
    }

    @Test
    void a_figure_that_is_missing_is_a_dash_and_a_gap() {
        Trend trend = Trend.of(List.of(
                written(1, "hikes", "v", length("1").observed(), "aa", "b"),
                written(2, "hikes", "v", length("1").observed(), "", ""),
                written(3, "hikes", "v", length("1").observed(), "aa", "b")));
        assertThat(curves(trend)).hasSize(1);
        assertThat(curves(trend).get(0).series())
                .hasSize(2)
                .allSatisfy(series -> assertThat(series.spots()).hasSize(1));
        assertThat(Report.markdown(trend).text()).contains("| v | 2026-11-02 12:00 | — | — | — | — | 0 % |");
    }

    @Test
    void many_results_are_cut_to_the_newest_that_fit() {
        Path file = written(1, "hikes", "v", length("1").atLeast(0.5), "aa", "b");
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            files.add(file);
        }
        String text = Report.markdown(Trend.of(files)).text();
        assertThat(text.length()).isBetween(20_000, 60_000);
        assertThat(text).containsPattern("The newest \\d+ of 900 results\\.");
    }

    @Test
    void whatever_is_no_report_is_refused_with_its_file() throws IOException {
        assertThatThrownBy(() -> Trend.of(List.of())).hasMessageContaining("at least one report");
        for (String text : List.of(
                "",
                "[]",
                "{}",
                "{\"schema\":\"genaiops.report/9\"}",
                "{\"schema\":\"genaiops.report/1\"}",
                "{\"schema\"")) {
            Path file = Files.writeString(folder.resolve("other.json"), text);
            assertThatThrownBy(() -> Trend.of(List.of(file)))
                    .as(text)
                    .isInstanceOf(GenAiOpsException.class)
                    .hasMessageContaining("schema genaiops.report/1; found in " + file + ": ");
        }
        assertThatThrownBy(() -> Trend.of(List.of(folder.resolve("none.json"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void samples_are_passed_over() throws IOException {
        String whole = Files.readString(written(1, "hikes", "v", length("1").atLeast(0.5), "aa", "b"));
        Path file = folder.resolve("head.json");
        Files.writeString(file, whole.substring(0, whole.indexOf("\"samples\":[") + 11) + "this is not read");
        assertThat(Trend.of(List.of(file)).size()).isEqualTo(1);
    }

    @Test
    void a_page_draws_lines_over_time() throws IOException {
        Path page = folder.resolve("trend.html");
        Report.html(Trend.of(List.of(
                        written(1, "hikes", "v <b>", length("1").atLeast(0.5), "aa", "b"),
                        written(2, "hikes", "v <b>", length("1").atLeast(0.5), "aa", "bbb"),
                        written(3, "huts", "v <b>", length("1").atLeast(0.5), "aa", "bbb"))))
                .writeTo(page);
        try (Browser browser = Browser.start(folder)) {
            browser.open(page, "ready|failed");
            browser.until("document.querySelectorAll('.drawing svg').length === 2");
            assertThat(browser.run("return document.querySelector('h1').textContent")
                            .asText())
                    .isEqualTo("Trend of trial");
            assertThat(browser.run("return [...document.querySelectorAll('.drawing polyline')]"
                                    + ".map((line) => line.getAttribute('points').split(' ').length)")
                            .toString())
                    .isEqualTo("[2,1,2,1]");
            assertThat(browser.run("return document.querySelector('main').textContent")
                            .asText())
                    .contains("v <b>", "another dataset");
            assertThat(browser.console()).isEmpty();
        }
    }

    private static List<Curves> curves(Trend trend) {
        return trend.sections(Integer.MAX_VALUE).stream()
                .map(Section::blocks)
                .flatMap(List::stream)
                .flatMap(block -> block instanceof Curves curves ? Stream.of(curves) : Stream.empty())
                .toList();
    }

    private static Evaluator length(String version) {
        return Evaluator.builder("length").version(version).evaluating(sample -> {
            int length = sample.response().orElseThrow().length();
            return length == 0
                    ? Outcome.notApplicable("nothing said")
                    : Outcome.scored(length / 10.0, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
        });
    }

    /** Writes a result whose variant gives these answers to the samples in turn. */
    private Path written(int day, String dataset, String variant, Check check, String... answers) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            samples.add(Sample.of(dataset + " " + i).withId("s" + i));
        }
        Path file = folder.resolve("day" + day + ".json");
        Report.json(Experiment.named("trial")
                        .over(Dataset.of(dataset, samples))
                        .textVariant(
                                variant,
                                sample -> answers[Integer.parseInt(sample.id().substring(1))])
                        .evaluatedBy(EvaluatorChain.of(check))
                        .clock(Clock.fixed(Instant.parse("2026-11-0" + day + "T12:00:00Z"), ZoneOffset.UTC))
                        .run())
                .writeTo(file);
        return file;
    }
}
