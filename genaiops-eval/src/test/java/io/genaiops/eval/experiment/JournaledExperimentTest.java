package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournaledExperimentTest {

    private static final Evaluator NUMBER = Evaluator.builder("number")
            .scoring(sample -> Double.parseDouble(sample.response().orElse("")));

    @TempDir
    Path folder;

    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    @Test
    void a_journal_changes_nothing_in_the_result() {
        Experiment experiment = experiment(BrokenScoreTest.numbered(40));
        ExperimentResult alone = experiment.run();
        ExperimentResult journaled = experiment
                .journal(folder.resolve("trial.journal"))
                .concurrency(4)
                .run();
        for (VariantResult variant : alone.variants()) {
            VariantResult other = journaled.variant(variant.name());
            assertThat(other.items()).isEqualTo(variant.items());
            assertThat(other.errors()).isEqualTo(variant.errors());
            assertThat(other.cost()).isEqualTo(variant.cost());
            assertThat(other.measurements().get(0).aggregate())
                    .isEqualTo(variant.measurements().get(0).aggregate());
            assertThat(other.runOutcomes()).isEqualTo(variant.runOutcomes());
        }
        assertThat(journaled.compare("low", "high").describe())
                .isEqualTo(alone.compare("low", "high").describe());
    }

    @Test
    void a_run_goes_on_where_another_was_broken_off() {
        Dataset dataset = BrokenScoreTest.numbered(30);
        AtomicBoolean broken = new AtomicBoolean(true);
        Experiment first = experiment(dataset)
                .journal(folder.resolve("trial.journal"))
                .reporting(progress -> {
                    if (broken.get() && progress.done() == 25) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThatThrownBy(first::run)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("was interrupted; nothing is concluded");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).hasSize(25);
        broken.set(false);
        ExperimentResult result = first.run();
        assertThat(asked).hasSize(60);
        assertThat(asked.values()).containsOnly(1);
        assertThat(result.variant("high").items()).hasSize(30);
        assertThat(result.variant("high").measurements().get(0).aggregate().size())
                .isEqualTo(30);
        assertThat(result.abandoned()).isZero();
    }

    @Test
    void failures_are_asked_again_and_answers_are_not() {
        AtomicBoolean down = new AtomicBoolean(true);
        Experiment experiment = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(10))
                .textVariant("v", sample -> {
                    asked.merge(sample.id(), 1, Integer::sum);
                    if (down.get() && sample.id().endsWith("3")) {
                        throw new java.io.IOException("reset by peer");
                    }
                    return "1";
                })
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .journal(folder.resolve("trial.journal"));
        ExperimentResult before = experiment.run();
        assertThat(before.variant("v").errors()).isEqualTo(1);
        assertThat(before.variant("v").items().get(3).trials().get(0).error())
                .isEqualTo("java.io.IOException: reset by peer");
        down.set(false);
        ExperimentResult after = experiment.run();
        assertThat(after.variant("v").errors()).isZero();
        assertThat(asked).containsEntry("s3", 2).containsEntry("s4", 1);
        assertThat(after.variant("v").items().get(3).trials().get(0).isAnswered())
                .isTrue();
    }

    @Test
    void an_evaluator_that_failed_is_asked_again_about_the_same_reply() {
        AtomicBoolean down = new AtomicBoolean(true);
        Evaluator judge = Evaluator.builder("judge").evaluating(sample -> {
            if (down.get()) {
                throw new IllegalStateException("503");
            }
            return Outcome.scored(1, io.genaiops.eval.Scale.UNIT, io.genaiops.eval.Direction.HIGHER_IS_BETTER, "");
        });
        Experiment experiment = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(5))
                .textVariant("v", sample -> {
                    asked.merge(sample.id(), 1, Integer::sum);
                    return "1";
                })
                .evaluatedBy(EvaluatorChain.of(judge.atLeast(0.5)))
                .journal(folder.resolve("trial.journal"));
        assertThat(experiment
                        .run()
                        .variant("v")
                        .measurements()
                        .get(0)
                        .aggregate()
                        .count(Outcome.Kind.ERRORED))
                .isEqualTo(5);
        down.set(false);
        assertThat(experiment.run().variant("v").measurements().get(0).scoredItems())
                .isEqualTo(5);
        assertThat(asked.values()).containsOnly(1);
    }

    @Test
    void other_evaluators_judge_the_same_replies() {
        Path journal = folder.resolve("trial.journal");
        experiment(BrokenScoreTest.numbered(10)).journal(journal).run();
        Evaluator length = Evaluator.builder("length")
                .scale(io.genaiops.eval.Scale.AMOUNT)
                .scoring(sample -> sample.response().orElse("").length());
        ExperimentResult result = experiment(BrokenScoreTest.numbered(10))
                .evaluatedBy(EvaluatorChain.of(length.atLeast(1), NUMBER.atLeast(0.5)))
                .journal(journal)
                .run();
        assertThat(asked.values()).containsOnly(1);
        assertThat(result.variant("low").measurements())
                .hasSize(2)
                .allSatisfy(measurement -> assertThat(measurement.scoredItems()).isEqualTo(10));
    }

    @Test
    void texts_are_read_from_the_journal_with_other_thresholds_too() {
        ExperimentResult result = experiment(BrokenScoreTest.numbered(10))
                .journal(folder.resolve("trial.journal"))
                .run();
        ExperimentResult strict = result.at(NUMBER.id(), io.genaiops.eval.Threshold.atLeast(0.9));
        assertThat(result.variant("high").needingAttention()).isEmpty();
        assertThat(strict.variant("high").needingAttention()).hasSize(10);
        Trial trial = strict.variant("high").items().get(2).trials().get(0);
        assertThat(trial.evaluation().sample().response()).hasValue("0.75");
        assertThat(trial.evaluation().failures()).hasSize(1);
        assertThat(strict.variant("high")
                        .measurements()
                        .get(0)
                        .passRate()
                        .orElseThrow()
                        .rate())
                .isZero();
        assertThat(asked.values()).containsOnly(1);
    }

    @Test
    void a_reply_that_comes_too_late_is_not_kept() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean(true);
        AtomicInteger calls = new AtomicInteger();
        Experiment experiment = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(6))
                .textVariant("v", sample -> {
                    calls.incrementAndGet();
                    if (slow.get() && sample.id().equals("s2")) {
                        waitFor(end);
                    }
                    return "1";
                })
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .concurrency(2)
                .timeout(Duration.ofMillis(100))
                .journal(folder.resolve("trial.journal"));
        ExperimentResult result = experiment.run();
        end.countDown();
        Trial late = result.variant("v").items().get(2).trials().get(0);
        assertThat(late.error()).isEqualTo("java.util.concurrent.TimeoutException: given up after 100 ms");
        assertThat(result.variant("v").errors()).isEqualTo(1);
        assertThat(result.variant("v").measurements().get(0).aggregate().count(Outcome.Kind.ERRORED))
                .isEqualTo(1);
        slow.set(false);
        assertThat(experiment.run().variant("v").errors()).isZero();
        assertThat(calls).hasValue(7);
    }

    @Test
    void a_journal_that_cannot_be_written_ends_the_run_with_its_name() {
        Path journal = folder.resolve("trial.journal");
        experiment(BrokenScoreTest.numbered(3)).journal(journal).run();
        assertThatThrownBy(() ->
                        experiment(BrokenScoreTest.numbered(4)).journal(journal).run())
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("is of another run");
        assertThatThrownBy(() ->
                        experiment(BrokenScoreTest.numbered(4)).journal(folder).run())
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining("journal cannot be opened at");
    }

    private static void waitFor(CountDownLatch end) {
        boolean over = false;
        while (!over) {
            try {
                end.await();
                over = true;
            } catch (InterruptedException e) {
                over = end.getCount() == 0;
            }
        }
    }

    private Experiment experiment(Dataset dataset) {
        return Experiment.named("trial")
                .over(dataset)
                .textVariant("low", sample -> answer("low" + sample.id(), "0.25"))
                .textVariant("high", sample -> answer("high" + sample.id(), "0.75"))
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .measuredBy(PerformanceEvaluators.errorRate());
    }

    private String answer(String key, String text) {
        asked.merge(key, 1, Integer::sum);
        return text;
    }
}
