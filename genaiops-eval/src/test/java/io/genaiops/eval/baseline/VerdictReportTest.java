package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.call.Answers;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The verdict as Markdown and JSON. */
class VerdictReportTest {

    private static final RegressionRule RULE =
            RegressionRule.usual().critical("safe").criticalFall(0.5);

    private static BaselineVerdict regressed() {
        return Runs.baseline(40, i -> "4 ok")
                .check(Runs.run(40, i -> i % 4 == 0 ? "2 ok" : i == 7 ? "4 bad" : "4 ok"), "v1", RULE);
    }

    @Test
    void markdown_begins_with_the_hidden_marker_and_the_verdict() {
        BaselineVerdict verdict = regressed();

        assertThat(verdict.toMarkdown().lines().limit(5))
                .containsExactly(
                        "<!-- genaiops-baseline:guide%20trial%2Fv1 -->",
                        "## REGRESSED: v1 of guide trial",
                        "",
                        "- evaluator 'quality'\\: pass rate is worse by 0.14 to 0.4 (1 before, 0.75 now; p \\= 0.0045,"
                                + " 40 samples)",
                        "- evaluator 'quality'\\: mean score is worse by 0.22 to 0.78 (4 before, 3.5 now; p \\= 0.0045, 40"
                                + " samples)");
        assertThat(verdict.marker()).isEqualTo("<!-- genaiops-baseline:guide%20trial%2Fv1 -->");
    }

    @Test
    void markdown_shows_each_evaluator_and_each_sample_that_fell() {
        String markdown = regressed().toMarkdown();

        assertThat(markdown)
                .contains(
                        "\n| Evaluator | Verdict | Pass rate | Mean score | Smallest detectable | Samples | Coverage |\n")
                .contains("\n| quality | regressed | 1 to 0.75, worse | 4 to 3.5, worse |")
                .contains("\n| safe | passed | 1 to 0.98 | none |")
                .contains("\n- critical\\: sample s007 on safe, score 1 to 0, passed 1 to 0\n")
                .contains("\n- sample s004 on quality, score 4 to 2, passed 1 to 0\n")
                .contains("\n### What was compared\n")
                .contains("Rule\\: no fall beyond chance");
    }

    @Test
    void texts_are_shown_if_both_files_have_them() {
        Baseline before = Runs.baseline(30, i -> "4 ok").withTexts();
        Baseline now = Runs.baseline(30, i -> i == 3 ? "1 ok `x`" : "4 ok").withTexts();

        assertThat(before.check(now, RULE).toMarkdown()).contains("""
                - sample s003 on quality, score 4 to 1, passed 1 to 0
                  - before\\: 4 ok
                  - now\\: 1 ok \\`x\\`
                """);
    }

    @Test
    void long_verdicts_are_cut_from_the_least_severe_end_and_say_so() {
        BaselineVerdict verdict = Runs.baseline(3000, i -> "4 ok").check(Runs.run(3000, i -> "1 bad"), "v1", RULE);
        String markdown = verdict.toMarkdown();

        assertThat(verdict.falls()).hasSize(6000);
        assertThat(markdown.length()).isBetween(50_000, 60_000);
        Matcher rest = Pattern.compile("\n- and (\\d+) more\n").matcher(markdown);
        assertThat(rest.find()).isTrue();
        long shown = markdown.lines().filter(line -> line.contains("sample s")).count();
        assertThat(shown + Integer.parseInt(rest.group(1))).isEqualTo(6000);
        assertThat(markdown).contains("critical\\: sample s000 on safe");
    }

    /** Names and ids that would be markup, links, mentions, rows of a table, HTML or the end of the marker. */
    @Test
    void names_cannot_break_out_of_their_place() {
        String hostile =
                "a|b\n# <script>alert(1)</script> --> @team http://evil.example www.evil.example `x` [l](u) _*~\u202e";
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            samples.add(Sample.of("q").withId(hostile + i));
        }
        int[] run = {0};
        Evaluator evil = Evaluator.builder("| <b>evil</b> |").scoring(sample -> run[0] == 0 ? 1 : 0);
        ExperimentResult before = run(hostile, samples, evil);
        run[0]++;
        BaselineVerdict verdict = Baseline.of(before, hostile).check(run(hostile, samples, evil), hostile);
        String markdown = verdict.toMarkdown();

        List<String> lines = markdown.lines().toList();
        assertThat(lines.get(0)).matches("<!-- genaiops-baseline:[A-Za-z0-9._%:]+ -->");
        String rest = String.join("\n", lines.subList(1, lines.size()));
        assertThat(rest)
                .doesNotContain("<script>", "-->", "http://", "www.", "\u202e")
                .doesNotContainPattern("(?<!\\\\)[<>`\\[\\]_*~@]");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("| \\|"))
                .hasSize(1)
                .allSatisfy(line -> assertThat(line.replaceAll("\\\\\\|", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count())
                        .isEqualTo(8));
        assertThat(lines).filteredOn(line -> line.startsWith("#")).hasSize(4);
    }

    private static ExperimentResult run(String name, List<Sample> samples, Evaluator evaluator) {
        return Experiment.named(name)
                .over(Dataset.of("hostile", samples))
                .textVariant(name, sample -> "x")
                .evaluatedBy(EvaluatorChain.of(evaluator.atLeast(0.5)))
                .run();
    }

    @Test
    void json_carries_every_figure_and_no_nan() throws IOException {
        String text = regressed().toJson();
        JsonNode json = new ObjectMapper().readTree(text);

        assertThat(json.path("schema").asText()).isEqualTo("genaiops.baseline-verdict/1");
        assertThat(json.path("verdict").asText()).isEqualTo("regressed");
        assertThat(json.path("exit_code").asInt()).isEqualTo(1);
        assertThat(json.path("reasons")).hasSize(3);
        JsonNode rate = json.path("evaluators").path(0).path("pass_rate");
        assertThat(rate.path("before").asDouble()).isEqualTo(1);
        assertThat(rate.path("now").asDouble()).isEqualTo(0.75);
        assertThat(rate.path("improvement").asDouble()).isEqualTo(-0.25);
        assertThat(rate.path("high").asDouble()).isNegative();
        assertThat(rate.path("detectable").asDouble()).isPositive();
        assertThat(json.path("falls").path(0).path("sample").asText()).isEqualTo("s007");
        assertThat(json.path("falls").path(0).path("critical").asBoolean()).isTrue();
        assertThat(json.path("rule").path("critical_fall").asDouble()).isEqualTo(0.5);
        assertThat(json.path("rule").has("detecting")).isFalse();
        assertThat(text).doesNotContain("NaN", "Infinity");
    }

    @Test
    void json_has_no_field_that_the_page_does_not_explain() throws IOException {
        Baseline before = Baseline.of(Runs.run(40, i -> "4 ok"), "v1");
        ExperimentResult answered = Experiment.named("guide trial")
                .over(Runs.dataset(41))
                .variant("v1", sample -> Answers.saying("4 ok"))
                .evaluatedBy(Runs.chain())
                .run();
        Set<String> fields = new TreeSet<>();
        for (BaselineVerdict verdict : List.of(
                regressed(),
                before.check(answered, "v1", RULE.detecting(0.1)),
                Runs.baseline(3, i -> "4 ok").check(Runs.run(3, i -> 3.5 + i / 2.0 + " ok"), "v1"))) {
            collect(new ObjectMapper().readTree(verdict.toJson()), fields);
        }
        String page = Files.readString(Path.of("..", "docs", "test-in-ci.md"));
        Set<String> explained = new LinkedHashSet<>();
        Pattern.compile("`([a-z_]+)`").matcher(page).results().forEach(name -> explained.add(name.group(1)));

        assertThat(fields).hasSizeGreaterThan(40);
        assertThat(explained).containsAll(fields);
    }

    private static void collect(JsonNode json, Set<String> fields) {
        json.fieldNames().forEachRemaining(fields::add);
        json.forEach(child -> collect(child, fields));
    }
}
