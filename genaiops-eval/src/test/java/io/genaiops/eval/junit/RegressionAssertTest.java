package io.genaiops.eval.junit;

import static io.genaiops.eval.junit.GenAiAssertions.assertNoRegression;
import static io.genaiops.eval.junit.GenAiAssertions.assertThatVariant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.baseline.Baseline;
import io.genaiops.eval.baseline.RegressionRule;
import io.genaiops.eval.baseline.Runs;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RegressionAssertTest {

    private static final ExperimentResult GOOD = Runs.run(40, i -> "4 ok");
    private static final ExperimentResult WORSE = Runs.run(40, i -> i % 4 == 0 ? "2 ok" : i == 7 ? "4 bad" : "4 ok");
    private static final ExperimentResult SILENT = Runs.run(40, i -> "- ok");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write_a_baseline() {
        System.clearProperty("genaiops.update");
        file = folder.resolve("guide.jsonl");
        Baseline.of(GOOD, "v1").writeTo(file);
    }

    @AfterEach
    void forget_the_update() {
        System.clearProperty("genaiops.update");
    }

    @Test
    void the_same_scores_pass() {
        assertThatCode(() -> {
                    assertNoRegression(GOOD, file);
                    assertNoRegression(GOOD, Baseline.read(file));
                    assertThatVariant(GOOD, "v1")
                            .ruledBy(RegressionRule.usual().critical("safe"))
                            .hasNotRegressedFrom(file);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_regression_names_evaluators_tests_and_the_worst_samples() {
        assertThatThrownBy(() -> assertThatVariant(WORSE, "v1")
                        .ruledBy(RegressionRule.usual().critical("safe"))
                        .hasNotRegressedFrom(file))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("""
                        variant 'v1' of 'guide trial' has regressed from the baseline of 2026-11-20T08:30:00Z in %s
                          evaluator 'quality': pass rate is worse by 0.14 to 0.4 (1 before, 0.75 now; p = 0.0045, 40 samples)
                          evaluator 'quality': mean score is worse by 0.22 to 0.78 (4 before, 3.5 now; p = 0.0045, 40 samples)
                          1 critical fall, 0 tolerated: 's007' on 'safe'
                          the other tests
                            safe, pass rate shows no regression: between 0.13 worse and 0.065 better (1 before, 0.98 now; \
                        p = 1, 40 samples); the smallest regression that could have been detected is 0.24, so one of 0.05 \
                        may have gone unseen (about 207 samples show it)
                          samples that fell
                            critical: sample s007 on safe, score 1 to 0, passed 1 to 0
                              input:  question 7
                              output: 4 bad
                            sample s000 on quality, score 4 to 2, passed 1 to 0
                              input:  question 0
                              output: 2 ok
                        """.formatted(file))
                .hasMessageEndingWith("""

                            and 1 more
                        If these scores are to be the baseline from now on, run this test with -Dgenaiops.update=true and \
                        commit the file.""");
    }

    @Test
    void what_cannot_be_told_aborts_or_fails() {
        assertThatThrownBy(() -> assertNoRegression(SILENT, file))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith(
                        "inconclusive: variant 'v1' of 'guide trial' cannot be told from the baseline of ")
                .hasMessageContaining("\n  evaluator 'quality' gave no score at all now\n");
        assertThatThrownBy(() -> assertThatVariant(SILENT, "v1")
                        .whenInconclusive(Inconclusive.FAILS)
                        .hasNotRegressedFrom(file))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("inconclusive: ");
    }

    @Test
    void a_missing_file_is_an_error_that_says_how_it_is_written() {
        Path missing = folder.resolve("missing.jsonl");

        assertThatThrownBy(() -> assertNoRegression(GOOD, missing))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("a baseline must be in " + missing + "; found: no file. Write it by running this test with"
                        + " -Dgenaiops.update=true, read it, and commit it");
        assertThat(missing).doesNotExist();
    }

    @Test
    void the_file_is_written_only_with_the_switch() throws IOException {
        String before = Files.readString(file);
        assertThatThrownBy(() -> assertNoRegression(WORSE, file)).isInstanceOf(AssertionFailedError.class);
        assertThat(file).hasContent(before);
        System.setProperty("genaiops.update", "false");
        assertThatThrownBy(() -> assertNoRegression(WORSE, file)).isInstanceOf(AssertionFailedError.class);
        assertThat(file).hasContent(before);

        System.setProperty("genaiops.update", "true");
        assertNoRegression(WORSE, file);
        assertNoRegression(GOOD, folder.resolve("new/other.jsonl"));

        assertThat(Baseline.read(file)).isEqualTo(Baseline.of(WORSE, "v1"));
        assertThat(Baseline.read(folder.resolve("new/other.jsonl"))).isEqualTo(Baseline.of(GOOD, "v1"));
        System.clearProperty("genaiops.update");
        assertThatCode(() -> assertNoRegression(WORSE, file)).doesNotThrowAnyException();
    }

    @Test
    void scores_that_nothing_could_be_held_against_never_become_a_baseline() throws IOException {
        String before = Files.readString(file);
        System.setProperty("genaiops.update", "true");

        assertThatThrownBy(() -> assertNoRegression(SILENT, file))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith(
                        "baseline " + file + " is not written: nothing could be held against these scores")
                .hasMessageContaining("evaluator 'quality' gave no score at all");
        assertThatThrownBy(() -> assertNoRegression(Runs.run(5, i -> "4 ok"), file))
                .hasMessageContaining("so few samples, 5 in both");
        ExperimentResult gaps = Runs.run(40, i -> i % 2 == 0 ? "n/a ok" : "4 ok");
        assertThatThrownBy(() -> assertNoRegression(gaps, file)).hasMessageContaining("has a coverage of 50 %");
        assertThat(file).hasContent(before);

        assertThatVariant(gaps, "v1")
                .ruledBy(RegressionRule.usual().excusing(Outcome.Kind.NOT_APPLICABLE))
                .hasNotRegressedFrom(file);
        assertThat(Baseline.read(file)).isEqualTo(Baseline.of(gaps, "v1"));
    }

    @Test
    void the_update_repairs_a_file_that_a_merge_broke() throws IOException {
        Files.writeString(file, "<<<<<<< HEAD\n" + Files.readString(file));
        assertThatThrownBy(() -> assertNoRegression(GOOD, file))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining(":1: expected one JSON object; found: a mark of a merge conflict");

        System.setProperty("genaiops.update", "true");
        assertNoRegression(GOOD, file);
        assertThat(Baseline.read(file)).isEqualTo(Baseline.of(GOOD, "v1"));
    }

    @Test
    void of_several_variants_the_one_of_the_baseline_is_meant() {
        ExperimentResult two = Experiment.named("guide trial")
                .over(Runs.dataset(40))
                .textVariant("v2", sample -> "1 bad")
                .textVariant("v1", sample -> "4 ok")
                .evaluatedBy(Runs.chain())
                .clock(Clock.fixed(Runs.DATE, ZoneOffset.UTC))
                .run();
        assertThatCode(() -> assertNoRegression(two, file)).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatVariant(two, "v2").hasNotRegressedFrom(file))
                .hasMessageStartingWith("variant 'v2' of 'guide trial' has regressed");
        System.setProperty("genaiops.update", "true");
        assertThatThrownBy(() -> assertNoRegression(two, folder.resolve("new.jsonl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("assertThatVariant(result, variant)")
                .hasMessageEndingWith("found: [v2, v1]");
        assertThatThrownBy(() -> assertThatVariant(two, "v3")).hasMessageContaining("it has [v2, v1]");
    }
}
