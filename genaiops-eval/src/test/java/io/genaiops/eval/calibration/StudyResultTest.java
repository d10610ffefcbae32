package io.genaiops.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.agreement.CorrectedPassRate;
import io.genaiops.eval.calibration.TrustRule.Finding;
import io.genaiops.eval.statistics.Proportion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyResultTest {

    private static final Check CHECK = Studies.READING.atLeast(4);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // right and wrong on 25 + 25, on few, by chance, with too many errors to gate
        "24, 1, 23, 2, MAY_GATE",
        "12, 0, 12, 0, MAY_WATCH",
        "4, 0, 4, 0, MUST_NOT_BE_USED",
        "13, 12, 12, 13, MUST_NOT_BE_USED",
        "5, 20, 20, 5, MUST_NOT_BE_USED",
        "19, 6, 18, 7, MAY_WATCH",
        "60, 0, 3, 0, MUST_NOT_BE_USED",
        "60, 0, 0, 0, MUST_NOT_BE_USED"
    })
    void the_verdict_follows_the_rule(int a, int b, int c, int d, Trust trust) {
        StudyResult study = study(a, b, c, d);

        assertThat(study.trust()).isEqualTo(trust);
        assertThat(study.findings().stream().allMatch(Finding::met)).isEqualTo(trust == Trust.MAY_GATE);
        assertThat(study.toMarkdown()).contains("**" + trust.words() + "**").doesNotContain("NaN");
    }

    @Test
    void the_report_says_in_words_what_is_missing_and_how_many_items_it_takes() {
        String few = study(12, 0, 12, 0).toMarkdown();
        String poor = study(13, 12, 12, 13).toMarkdown();
        String wide = study(17, 5, 18, 4).toMarkdown();

        assertThat(few)
                .startsWith("# reading, at least 4: may watch but not gate\n")
                .contains("label 8 more passing and 8 more failing items")
                .contains(
                        "- one rater, ada: whether others agree is not known; decided by more than half of the raters")
                .contains("| sensitivity | 1.00 (0.76 to 1.00) | 12 |");
        assertThat(poor)
                .contains("**must not be used**: this study does not show that it tells good answers from bad ones")
                .contains("more items will not help: a better judge, rubric or threshold is needed");
        assertThat(wide).containsPattern("about \\d+ passing and \\d+ failing items will show it");
        assertThat(study(24, 1, 23, 2).toMarkdown()).contains("**may gate**: it meets every demand below");
    }

    @Test
    void demands_can_be_others() {
        TrustRule.Demands mild = new TrustRule.Demands(3, 0.5, 0.1, 0, 0, 0, -1);
        StudyResult study = JudgeStudy.of(CHECK)
                .over(Studies.table(5, 0, 5, 0))
                .ruledBy(new TrustRule(mild, mild))
                .run();

        assertThat(study.trust()).isEqualTo(Trust.MAY_GATE);
        assertThat(study.rule().gate()).isEqualTo(mild);
        assertThatThrownBy(() -> new TrustRule.Demands(0, 1, 0, 0, 0, 0, 0)).hasMessageContaining("found: 0");
        assertThatThrownBy(() -> new TrustRule.Demands(1, 1.1, 0, 0, 0, 0, 0)).hasMessageContaining("coverage");
    }

    @Test
    void people_who_do_not_agree_let_no_judge_gate() {
        List<LabelledItem> items = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 90; i++) {
            double truth = i % 2 == 0 ? 5 : 1;
            double bob = random.nextInt(4) == 0 ? 6 - truth : truth;
            double eve = random.nextInt(4) == 0 ? 6 - truth : truth;
            items.add(Studies.item("s" + i, truth, Map.of("ada", truth, "bob", bob, "eve", eve)));
        }
        StudyResult study = JudgeStudy.of(CHECK).over(items).run();

        assertThat(study.figure(Measure.HUMAN_ALPHA).value().orElseThrow()).isBetween(0.2, 0.66);
        assertThat(study.trust()).isEqualTo(Trust.MAY_WATCH);
        assertThat(study.toMarkdown()).contains("sharpen the criterion and label again");
    }

    @Test
    void a_pass_rate_is_corrected_for_the_errors_of_the_judge() {
        StudyResult study = study(90, 10, 80, 20);
        CorrectedPassRate corrected = study.correct(CHECK, new Proportion(69, 100));

        // (0.69 + 0.8 - 1) / (0.9 + 0.8 - 1)
        assertThat(corrected.rate().orElseThrow()).isCloseTo(0.7, within(1e-12));
        assertThat(corrected.interval().orElseThrow().contains(0.7)).isTrue();
        assertThat(study(13, 12, 12, 13)
                        .correct(CHECK, new Proportion(69, 100))
                        .rate()
                        .why())
                .contains("use a better judge");
    }

    @Test
    void corrected_intervals_cover_the_true_rate_where_judged_ones_do_not() {
        SplittableRandom random = new SplittableRandom(5);
        int covered = 0;
        int naive = 0;
        for (int run = 0; run < 300; run++) {
            StudyResult study = study(drawn(random, 60, 0.9), 60, drawn(random, 60, 0.75));
            // Truly 0.6 pass; judged to pass 0.6 * 0.9 + 0.4 * 0.25 = 0.64.
            Proportion judged = new Proportion(drawn(random, 300, 0.64), 300);
            covered += study.correct(CHECK, judged).interval().orElseThrow().contains(0.6) ? 1 : 0;
            naive += judged.wilson(0.95).contains(0.6) ? 1 : 0;
        }
        // Monte Carlo standard error 0.013.
        assertThat(covered / 300.0).isGreaterThan(0.91);
        assertThat(naive / 300.0).isLessThan(0.8);
    }

    @Test
    void another_evaluator_or_threshold_is_refused() {
        StudyResult study = study(24, 1, 23, 2);
        Evaluator changed =
                Evaluator.builder("reading").version("2").scale(Studies.GRADES).scoring(sample -> 1);

        assertThat(study.requireMayGate(CHECK)).isSameAs(study);
        assertThatThrownBy(() -> study.requireMayGate(changed.atLeast(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this study is of reading 1")
                .hasMessageContaining("says nothing of reading 2");
        assertThatThrownBy(() -> study.correct(Studies.READING.atLeast(3), new Proportion(1, 2)))
                .hasMessageContaining("says nothing of reading 1")
                .hasMessageContaining("at least 3");
        assertThatThrownBy(() -> study.correct(List.of(evaluation(changed.atLeast(4), "5"))))
                .hasMessageContaining("says nothing of reading 2");
        assertThatThrownBy(() -> study.correct(List.of())).hasMessageContaining("found 0 in 0 evaluations");
        assertThatThrownBy(() -> study(13, 12, 12, 13).requireMayGate(CHECK))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("must not be used:\n  not met: Cohen's kappa");
    }

    @Test
    void evaluations_are_corrected_unless_too_many_lack_a_score() {
        StudyResult study = study(90, 10, 80, 20);
        List<Evaluation> run = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            run.add(evaluation(CHECK, i < 69 ? "5" : "1"));
        }
        assertThat(study.correct(run).rate().orElseThrow()).isCloseTo(0.7, within(1e-12));

        for (int i = 0; i < 6; i++) {
            run.add(Evaluation.of(
                    Sample.of("q"),
                    List.of(new Evaluation.Result(
                            CHECK.evaluator().id(), CHECK.threshold(), Outcome.unscored("no verdict", "hm")))));
        }
        assertThat(study.correct(run).rate().why())
                .isEqualTo("the judge scored 100 of 106 answers; at least 95 % are needed");
    }

    @Test
    void a_study_is_written_and_read_back_with_every_figure() throws IOException {
        StudyResult study = study(24, 1, 23, 2);
        Path file = folder.resolve("studies/reading.json");
        study.writeTo(file);
        StudyResult read = StudyResult.read(file);

        assertThat(read).isEqualTo(study).hasSameHashCodeAs(study);
        assertThat(read.toMarkdown()).isEqualTo(study.toMarkdown());
        assertThat(read.requireMayGate(CHECK).made()).isEqualTo(Studies.CLOCK.instant());
        assertThat(file).content().contains("\"trust\" : \"may gate\"").doesNotContain("question of");
    }

    @Test
    void any_study_comes_back_equal() {
        SplittableRandom random = new SplittableRandom(9);
        for (int run = 0; run < 30; run++) {
            List<LabelledItem> items = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Map<String, Double> labels =
                        random.nextInt(4) == 0 ? Map.of() : Map.of("ada", 1 + 4 * random.nextDouble());
                items.add(Studies.item("s" + i, 1 + random.nextInt(5), labels).by(random.nextBoolean() ? "" : "x"));
            }
            Evaluator moody = Evaluator.builder("moody")
                    .scale(Studies.GRADES)
                    .evaluating(sample ->
                            random.nextInt(3) == 0 ? Outcome.unscored("why", "raw") : Studies.READING.evaluate(sample));
            StudyResult study = JudgeStudy.of(moody.atMost(2))
                    .over(items)
                    .decidedBy(Adjudication.unanimous().arbiter("bob"))
                    .repeated(1 + random.nextInt(3))
                    .seeded(random.nextLong())
                    .run();

            assertThat(StudyResult.fromJson(study.toJson())).isEqualTo(study);
            assertThat(study.toMarkdown()).doesNotContain("NaN").doesNotContain("Infinity");
        }
    }

    @Test
    void a_file_that_was_changed_by_hand_is_refused() throws IOException {
        ObjectNode json = (ObjectNode) study(13, 12, 12, 13).toJson();
        assertThatThrownBy(() -> StudyResult.fromJson(json.deepCopy().put("trust", "may gate")))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("says that the judge \"may gate\"; its rows say that it must not be used");
        assertThatThrownBy(() -> StudyResult.fromJson(json.deepCopy().put("schema", "x")))
                .hasMessageContaining("genaiops.judge-study/1");
        assertThatThrownBy(() -> StudyResult.fromJson(json.deepCopy().put("made", "yesterday")))
                .hasMessageContaining("not as it was written");
        assertThatThrownBy(() -> StudyResult.fromJson(json.deepCopy().without("rows")))
                .hasMessageContaining("rows");
        Path file = folder.resolve("study.json");
        Files.writeString(file, "# a report");
        assertThatThrownBy(() -> StudyResult.read(file)).hasMessageContaining("must be JSON");
    }

    private static StudyResult study(int passedRightly, int failedWrongly, int failedRightly, int passedWrongly) {
        return JudgeStudy.of(CHECK)
                .over(Studies.table(passedRightly, failedWrongly, failedRightly, passedWrongly))
                .clock(Studies.CLOCK)
                .repeated(2)
                .run();
    }

    private static StudyResult study(int passedRightly, int ofEach, int failedRightly) {
        return JudgeStudy.of(CHECK)
                .over(Studies.table(passedRightly, ofEach - passedRightly, failedRightly, ofEach - failedRightly))
                .repeated(1)
                .run();
    }

    private static Evaluation evaluation(Check check, String response) {
        return EvaluatorChain.of(check).evaluate(Sample.of("q").answered(response));
    }

    private static int drawn(SplittableRandom random, int trials, double rate) {
        return (int) random.doubles(trials).filter(u -> u < rate).count();
    }
}
