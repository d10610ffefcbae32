package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFindingsTest {

    @TempDir
    private Path folder;

    @Test
    void a_run_that_was_stopped_says_so_first_and_its_missing_trials_are_no_bad_samples() throws Exception {
        ExperimentResult result = experiment().costAtMost(Cost.usd("0.05")).run();
        assertThat(result.stopped()).isPresent();
        long run = result.variants().get(0).items().stream()
                .filter(item -> item.trials().get(0).isAnswered())
                .count();
        assertThat(run).isBetween(1L, 19L);

        String text = Report.markdown(result).text();
        assertThat(text.lines().filter(line -> line.startsWith("## ")).limit(2))
                .containsExactly("## Overview", "## The run");
        assertThat(text).contains("- The experiment ended before all was run: ").doesNotContain("no answer:");
        assertThat(new ObjectMapper()
                        .readTree(Report.json(result).text())
                        .path("stopped")
                        .asText())
                .isEqualTo(result.stopped().orElseThrow());
        assertThat(Report.junitXml(result).text()).contains("SKIPPED").doesNotContain("no answer:");
    }

    @Test
    void a_report_of_a_journal_is_that_of_the_same_run_in_memory() {
        ExperimentResult remembered = experiment().run();
        ExperimentResult journaled =
                experiment().journal(folder.resolve("run.journal")).run();
        assertThat(Report.html(journaled).text())
                .isEqualTo(Report.html(remembered).text());
        assertThat(Report.json(journaled).text())
                .isEqualTo(Report.json(remembered).text());
        assertThat(Report.csv(journaled).text())
                .isEqualTo(Report.csv(remembered).text());
        assertThat(Report.markdown(journaled).text())
                .isEqualTo(Report.markdown(remembered).text());
    }

    private static Experiment experiment() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            samples.add(Sample.of("question " + i).withId("s" + i).tagged(i % 2 == 0 ? "even" : "odd"));
        }
        Evaluator length = Evaluator.builder("length")
                .scale(Scale.AMOUNT)
                .evaluating(sample -> Outcome.scored(
                        sample.response().orElseThrow().length(), Scale.AMOUNT, Direction.HIGHER_IS_BETTER, "counted"));
        return Experiment.named("trial")
                .over(Dataset.of("questions", samples))
                .sampleVariant("short", sample -> answered(sample, "yes"))
                .sampleVariant("long", sample -> answered(sample, "yes, and " + sample.id()))
                .evaluatedBy(EvaluatorChain.of(length.atLeast(2)))
                .clock(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));
    }

    private static Sample answered(Sample sample, String text) {
        return sample.answered(text).using(Usage.of(10, 5)).costing(Cost.usd("0.01"));
    }
}
