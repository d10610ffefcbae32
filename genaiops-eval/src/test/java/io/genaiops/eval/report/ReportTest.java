package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.performance.PerformanceEvaluators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

    private static final Evaluator RELEVANCE = Evaluator.builder("relevance")
            .scale(Scale.of(1, 5))
            .evaluating(sample -> {
                String response = sample.response().orElse("");
                return response.equals("?")
                        ? Outcome.unscored("no verdict", "hm")
                        : Outcome.scored(
                                Double.parseDouble(response), Scale.of(1, 5), Direction.HIGHER_IS_BETTER, "so | said");
            });

    @Test
    void the_cost_of_each_variant_stands_with_its_coverage_and_the_names_without_a_price() {
        Cost unpriced = Cost.unpriced("no price").ofModel("openai gpt-99");
        ExperimentResult result = Experiment.named("costs")
                .over(numbered(4))
                .variant("priced", sample -> Answers.costing("3", Cost.usd("0.01")))
                .variant(
                        "half",
                        sample -> Answers.costing("3", sample.id().compareTo("s2") < 0 ? Cost.usd("0.01") : unpriced))
                .textVariant("text", sample -> "3")
                .evaluatedBy(EvaluatorChain.of(RELEVANCE.atLeast(2)))
                .run();

        assertThat(Report.markdown(result).text()).contains("""
                ## Cost

                - priced: 0.04 USD for 4 of 4 calls and 480 of 480 tokens
                - half: 0.02 USD for 2 of 4 calls and 240 of 480 tokens
                  - without a price: openai gpt-99 (2 calls)
                - text: no amount for 0 of 4 calls and 0 of 0 tokens
                """);
        assertThat(result.variant("half").cost().callCoverage()).hasValue(0.5);
        assertThat(result.variant("text").cost().unpricedReasons())
                .isEqualTo(Map.of("the variant does not say what it cost", 4L));
    }

    @Test
    void errors_are_no_part_of_the_cost() {
        ExperimentResult result = Experiment.named("costs")
                .over(numbered(3))
                .variant("v", sample -> {
                    if (sample.id().equals("s1")) {
                        throw new IllegalStateException("down");
                    }
                    return Answers.costing("3", Cost.usd("0.01"));
                })
                .evaluatedBy(EvaluatorChain.of(RELEVANCE.atLeast(2)))
                .repeated(2)
                .run();

        assertThat(result.variant("v").cost().cost()).isEqualTo(Cost.usd("0.04"));
        assertThat(result.variant("v").cost().calls()).isEqualTo(4);
    }

    @Test
    void a_report_reads_from_top_to_bottom() {
        ExperimentResult result = Experiment.named("winter trial")
                .over(numbered(4))
                .textVariant("v1", sample -> sample.id().equals("s0") ? "?" : "3")
                .textVariant("v2", sample -> {
                    if (sample.id().equals("s1")) {
                        throw new IllegalStateException("model is down");
                    }
                    return "5";
                })
                .evaluatedBy(EvaluatorChain.of(RELEVANCE.atLeast(4)))
                .measuredBy(PerformanceEvaluators.errorRate())
                .run();
        List<String> sentences = result.compare("v1", "v2").describe().lines().toList();
        assertThat(Report.markdown(result).text())
                .isEqualTo("""
                        <!-- genaiops-report:winter%%20trial -->

                        # winter trial

                        Dataset numbered: 4 items, %s; each answered once; seed 1.

                        ## Overview

                        | Variant | Evaluator | Mean | 95 %% interval | Pass rate (95 %%) | Coverage | Without a score |
                        | --- | --- | --- | --- | --- | --- | --- |
                        | v1 | relevance | 3 | — | 0 %% (0 %% to 56.1 %%, 3 items) | 75 %% | 1 unscored |
                        | v2 | relevance | 5 | — | 100 %% (43.9 %% to 100 %%, 3 items) | 75 %% | 1 errored |

                        ## Whole runs

                        | Variant | Evaluator | Value | Remark |
                        | --- | --- | --- | --- |
                        | v1 | error_rate | 0 | 95 %% interval 0 to 0.4899; 0 of 4 samples have no response |
                        | v2 | error_rate | 0.25 | 95 %% interval 0.04559 to 0.6994; 1 of 4 samples have no response |

                        ## Comparison

                        ### v1 and v2

                        - %s
                        - %s
                          - 2 of 4 items have no score in one of the two and are not compared

                        ## Samples to look at: v1

                        - sample s1: question 1
                          - answer: 3
                          - FAILED relevance: 3 (at least 4): so \\| said
                        - sample s2: question 2
                          - answer: 3
                          - FAILED relevance: 3 (at least 4): so \\| said
                        - sample s3: question 3
                          - answer: 3
                          - FAILED relevance: 3 (at least 4): so \\| said
                        - sample s0: question 0
                          - answer: ?
                          - INCONCLUSIVE relevance: UNSCORED (at least 4): no verdict

                        ## Samples to look at: v2

                        - sample s1: question 1
                          - no answer: java.lang.IllegalStateException: model is down
                        """.formatted(result.datasetDigest().abbreviated(), sentences.get(0), sentences.get(1)));
    }

    @Test
    void an_evaluator_without_any_score_is_named() {
        ExperimentResult result = Experiment.named("trial")
                .over(numbered(3))
                .textVariant("v", sample -> "?")
                .evaluatedBy(EvaluatorChain.of(RELEVANCE.atLeast(4)))
                .run();
        assertThat(Report.markdown(result).text())
                .contains("| v | relevance | — | — | — | 0 % | 3 unscored |")
                .contains("## No score at all")
                .contains("- relevance gave no score at all for v, so nothing can be concluded from it.");
    }

    @Test
    void text_of_a_model_cannot_break_the_page() {
        String hostile =
                "5\n| v1 | relevance | 5 |\n# Heading\n- item <script>alert(1)</script> [x](http://evil.example)"
                        + " ![i](https://evil.example/i.png) `code` ***\u202e www.evil.example &lt; \u2028 ~~x~~ $y$";
        ExperimentResult result = Experiment.named("trial")
                .over(Dataset.of("d", List.of(Sample.of(hostile).withId(hostile))))
                .textVariant("v1", sample -> hostile)
                .evaluatedBy(EvaluatorChain.of(Evaluator.builder("e")
                        .evaluating(sample -> Outcome.scored(
                                0,
                                Scale.UNIT,
                                Direction.HIGHER_IS_BETTER,
                                sample.response().orElse("")))
                        .atLeast(0.5)))
                .run();
        String text = Report.markdown(result).text();
        assertThat(text.lines().filter(line -> line.startsWith("|"))).hasSize(3);
        assertThat(text.lines().filter(line -> line.startsWith("#"))).hasSize(3);
        assertThat(text).doesNotContain("<script>", "http://", "https://", "www.", "\u202e", "\u2028", "\u00a0| v1");
        assertThat(text).doesNotContainPattern("(?<!\\\\)\\]\\(");
        assertThat(text).contains("\\<script\\>").contains("\\[x\\](http\\://evil.example)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\u0001', textBlock = """
            plain words, 95 % (2 of 3).;  plain words, 95 % (2 of 3).
            - item;                       \\- item
            1. item;                      1\\. item
            12) item;                     12\\) item
            1.2.3;                        1.2.3
            a|b;                          a\\|b
            a-b = c;                      a-b = c
            back\\slash;                  back\\\\slash
            _under_;                      \\_under\\_
            token_f1;                     token_f1
            me@example.com;               me\\@example.com
            """)
    void markup_is_escaped_and_words_stay_readable(String plain, String escaped) {
        assertThat(Markdown.escape(plain)).isEqualTo(escaped);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "40, 2", "2000, 1", "2000, 6", "20, 150"})
    void a_comment_is_never_too_long_and_says_what_was_cut(int samples, int variants) {
        ExperimentResult result = Specimens.large(samples, variants);
        String text = Report.markdown(result).text();
        assertThat(text.length()).isLessThanOrEqualTo(60_000);
        assertThat(text.lines().findFirst()).hasValue(Report.marker("large"));
        if (samples < 2_000) {
            return;
        }
        for (VariantResult variant : result.variants()) {
            String section = text.substring(text.indexOf("## Samples to look at: " + variant.name() + "\n"));
            section = section.substring(0, section.indexOf(" more\n"));
            int shown = section.split("\n- sample ", -1).length - 1;
            int more = Integer.parseInt(
                    section.substring(section.lastIndexOf("- and ") + 6).replace(",", ""));
            assertThat(shown).isGreaterThan(5);
            assertThat(shown + more).isEqualTo(variant.needingAttention().size());
        }
    }

    @Test
    void the_worst_samples_come_first_when_some_are_cut() {
        String text = Report.markdown(Specimens.large(3_000, 1)).text();
        assertThat(text).contains("FAILED digit").doesNotContain("INCONCLUSIVE digit");
    }

    @Test
    void tables_that_are_cut_keep_the_worst_rows() {
        ExperimentResult result = Specimens.large(20, 300);
        String text = Report.markdown(result).text();
        String overview = text.substring(0, text.indexOf("## Comparison"));
        List<String> rows =
                overview.lines().filter(line -> line.startsWith("| variant")).toList();
        assertThat(rows).hasSizeBetween(20, 299);
        assertThat(overview).containsPattern("\\n\\n- and " + (300 - rows.size()) + " more\\n");
        assertThat(text).containsPattern("## Samples to look at: \\d+ more variants");
    }

    @Test
    void a_marker_is_one_hidden_line_for_each_name() {
        assertThat(Report.marker("winter trial")).isEqualTo("<!-- genaiops-report:winter%20trial -->");
        List<String> names = new ArrayList<>(Specimens.HOSTILE);
        names.addAll(List.of("a-b", "a b", "a%20b", "A-B", "--", "-->", "é", "e", "x".repeat(200), "x".repeat(201)));
        assertThat(names).map(Report::marker).doesNotHaveDuplicates().allSatisfy(marker -> {
            assertThat(marker).matches("<!-- genaiops-report:[A-Za-z0-9._%]+ -->");
            assertThat(marker.length()).isLessThan(1_000);
        });
    }

    @Test
    void no_noise_gives_more_than_one_cell() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                noise.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
            }
            String row = Markdown.row(List.of(noise.toString()));
            assertThat(row.lines()).hasSize(1);
            assertThat(row.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_report_is_written_to_a_file(@TempDir Path folder) throws Exception {
        ExperimentResult result = Experiment.named("trial")
                .over(numbered(2))
                .textVariant("v", sample -> "5")
                .evaluatedBy(EvaluatorChain.of(RELEVANCE.atLeast(4)))
                .run();
        Path file = folder.resolve("deep/down/report.md");
        Report.markdown(result).writeTo(file);
        Report.markdown(result).writeTo(file);
        assertThat(Files.readString(file))
                .isEqualTo(Report.markdown(result).text())
                .contains("None: every check of every sample passed.");
    }

    private static Dataset numbered(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(Sample.of("question " + i).withId("s" + i));
        }
        return Dataset.of("numbered", samples);
    }
}
