package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.call.Answers;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExperimentTest {

    /** Scores the number that the response is. */
    private static final Evaluator NUMBER = Evaluator.builder("number")
            .scoring(sample -> Double.parseDouble(sample.response().orElse("")));

    private static final EvaluatorChain CHAIN = EvaluatorChain.of(NUMBER.atLeast(0.5));

    @Test
    void every_variant_answers_every_sample() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(4))
                .textVariant("low", sample -> "0.25")
                .textVariant("high", sample -> "0.75")
                .evaluatedBy(CHAIN)
                .run();
        assertThat(result.name()).isEqualTo("trial");
        assertThat(result.variants()).extracting(VariantResult::name).containsExactly("low", "high");
        Measurement low = result.variant("low").measurements().get(0);
        assertThat(low.mean().orElseThrow().value()).isEqualTo(0.25);
        assertThat(low.passRate().orElseThrow().rate()).isZero();
        Measurement high = result.variant("high").measurement(NUMBER.id()).orElseThrow();
        assertThat(high.passRate().orElseThrow().rate()).isEqualTo(1);
        assertThat(high.passRate().orElseThrow().interval())
                .isEqualTo(Statistics.passRate(4, 4).wilson(0.95));
        assertThat(result.variant("low").needingAttention()).hasSize(4);
        assertThat(result.variant("high").needingAttention()).isEmpty();
        assertThatThrownBy(() -> result.variant("middle"))
                .hasMessage("experiment 'trial' has no variant 'middle'; it has [low, high]");
    }

    @Test
    void answers_bring_usage_and_latency() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(2))
                .variant("v", sample -> Answers.saying("boots"))
                .evaluatedBy(EvaluatorChain.of(PerformanceEvaluators.tokens().atMost(200)))
                .measuredBy(PerformanceEvaluators.latencyPercentile(0.5), PerformanceEvaluators.errorRate())
                .run();
        assertThat(result.variant("v")
                        .measurements()
                        .get(0)
                        .mean()
                        .orElseThrow()
                        .value())
                .isEqualTo(120);
        assertThat(result.variant("v").runOutcomes().values())
                .extracting(outcome -> outcome.score().orElseThrow())
                .containsExactly(1.5, 0.0);
    }

    @Test
    void a_variant_that_throws_leaves_an_item_with_an_error() {
        Sample recorded = Sample.of("q").withId("s0").answered("1");
        ExperimentResult result = Experiment.named("trial")
                .over(Dataset.of("d", List.of(recorded, recorded.withId("s1"), recorded.withId("s2"))))
                .textVariant("v", sample -> {
                    switch (sample.id()) {
                        case "s0" -> throw new java.io.IOException("reset by peer");
                        case "s1" -> throw new StackOverflowError();
                        default -> {
                            return null;
                        }
                    }
                })
                .evaluatedBy(CHAIN)
                .measuredBy(PerformanceEvaluators.errorRate())
                .run();
        VariantResult variant = result.variant("v");
        assertThat(variant.errors()).isEqualTo(3);
        assertThat(variant.items()).hasSize(3);
        assertThat(variant.items())
                .extracting(item -> item.trials().get(0).error())
                .containsExactly(
                        "java.io.IOException: reset by peer",
                        "java.lang.StackOverflowError",
                        "java.lang.IllegalStateException: variant 'v' answered null");
        Evaluation first = variant.items().get(0).trials().get(0).evaluation();
        assertThat(first.sample().response()).as("not the recorded one").isEmpty();
        assertThat(variant.measurements().get(0).aggregate().count(Outcome.Kind.ERRORED))
                .isEqualTo(3);
        assertThat(variant.measurements().get(0).mean()).isEmpty();
        assertThat(variant.runOutcomes().values())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.score()).hasValue(1));
        assertThat(variant.needingAttention()).hasSize(3);
    }

    @Test
    void recorded_responses_are_a_variant() {
        ExperimentResult result = Experiment.named("trial")
                .over(Dataset.of("d", List.of(Sample.of("a").answered("1"), Sample.of("b"))))
                .recordedVariant("recorded")
                .evaluatedBy(CHAIN)
                .run();
        assertThat(result.variant("recorded").errors()).isEqualTo(1);
        assertThat(result.variant("recorded").measurements().get(0).scoredItems())
                .isEqualTo(1);
    }

    @Test
    void repeats_are_averaged_within_their_item() {
        AtomicInteger calls = new AtomicInteger();
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(4))
                .textVariant("v", sample -> calls.incrementAndGet() % 3 == 0 ? "0" : "1")
                .evaluatedBy(CHAIN)
                .repeated(3)
                .run();
        Measurement measurement = result.variant("v").measurements().get(0);
        assertThat(calls).hasValue(12);
        assertThat(measurement.aggregate().size()).isEqualTo(12);
        assertThat(measurement.scoredItems()).isEqualTo(4);
        assertThat(measurement.mean().orElseThrow().count()).isEqualTo(4);
        assertThat(measurement.mean().orElseThrow().value()).isCloseTo(2.0 / 3, within(1e-12));
        Measurement.PassRate rate = measurement.passRate().orElseThrow();
        assertThat(rate.items()).isEqualTo(4);
        assertThat(rate.rate()).isCloseTo(2.0 / 3, within(1e-12));
        // 8/3 passes of 4 items: from the lower end for 2 to the upper end for 3
        assertThat(rate.interval().low())
                .isEqualTo(Statistics.passRate(2, 4).wilson(0.95).low());
        assertThat(rate.interval().high())
                .isEqualTo(Statistics.passRate(3, 4).wilson(0.95).high());
    }

    @Test
    void twelve_wins_from_four_items_prove_nothing() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(4))
                .textVariant("a", sample -> "0")
                .textVariant("b", sample -> "1")
                .evaluatedBy(CHAIN)
                .repeated(3)
                .run();
        Comparison.Row row = result.compare("a", "b").rows().get(0);
        // sign flips of four items: 2 of 16, never 2 of 4096
        assertThat(row.scores().orElseThrow().pValue()).isGreaterThanOrEqualTo(0.125);
        assertThat(row.scores().orElseThrow().conclusion()).isEqualTo(Verdict.Conclusion.CANNOT_TELL);
        assertThat(row.passes().orElseThrow().conclusion()).isEqualTo(Verdict.Conclusion.CANNOT_TELL);
    }

    @Test
    void a_clear_difference_is_found_and_said() {
        ExperimentResult result = clear(NUMBER);
        Comparison comparison = result.compare("a", "b");
        Comparison.Row row = comparison.row(NUMBER.id()).orElseThrow();
        assertThat(row.paired()).isEqualTo(60);
        assertThat(row.unpaired()).isZero();
        assertThat(row.passes().orElseThrow().conclusion()).isEqualTo(Verdict.Conclusion.BETTER);
        assertThat(row.scores().orElseThrow().difference()).isCloseTo(0.45, within(1e-12));
        assertThat(comparison.describe()).contains("number, pass rate: b is better than a by ");
        assertThat(result.compare("b", "a").describe()).contains("a is worse than b by ");
    }

    @Test
    void less_can_be_better() {
        Evaluator cost = Evaluator.builder("cost")
                .scale(Scale.AMOUNT)
                .direction(io.genaiops.eval.Direction.LOWER_IS_BETTER)
                .scoring(sample -> Double.parseDouble(sample.response().orElse("")));
        Comparison.Row row = clear(cost).compare("a", "b").rows().get(0);
        assertThat(row.scores().orElseThrow().conclusion()).isEqualTo(Verdict.Conclusion.WORSE);
        assertThat(row.passes()).as("only observed").isEmpty();
    }

    @Test
    void several_verdicts_are_corrected() {
        Comparison explored = clear(NUMBER).compare("a", "b");
        Comparison gated = explored.corrected(Correction.HOLM);
        assertThat(explored.correction()).isEqualTo(Correction.BENJAMINI_HOCHBERG);
        double loose = explored.rows().get(0).passes().orElseThrow().pValue();
        double strict = gated.rows().get(0).passes().orElseThrow().pValue();
        assertThat(strict).isGreaterThanOrEqualTo(loose);
        assertThat(gated.corrected(Correction.BENJAMINI_HOCHBERG).rows()).isEqualTo(explored.rows());
    }

    @Test
    void items_without_a_pair_are_counted() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(30))
                .textVariant("a", sample -> sample.id().endsWith("0") ? "none" : "0.4")
                .textVariant("b", sample -> sample.id().endsWith("1") ? "none" : "0.6")
                .evaluatedBy(CHAIN)
                .run();
        Comparison.Row row = result.compare("a", "b").rows().get(0);
        assertThat(row.paired()).isEqualTo(24);
        assertThat(row.unpaired()).isEqualTo(6);
        assertThat(row.scores().orElseThrow().items()).isEqualTo(24);
    }

    @Test
    void threads_change_nothing() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Integer> done = Collections.synchronizedList(new ArrayList<>());
            Experiment experiment = Experiment.named("trial")
                    .over(BrokenScoreTest.numbered(50))
                    .textVariant("v", sample -> "0." + sample.id().substring(1))
                    .evaluatedBy(CHAIN)
                    .repeated(2)
                    .on(threads)
                    .reporting(progress -> done.add(progress.done()));
            ExperimentResult parallel = experiment.run();
            ExperimentResult alone = experiment.on(Runnable::run).run();
            assertThat(parallel.variant("v").items())
                    .isEqualTo(alone.variant("v").items());
            assertThat(done).hasSize(200);
            assertThat(done.subList(0, 100)).isSorted().endsWith(100);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_listener_that_fails_stops_nothing() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(2))
                .textVariant("v", sample -> "1")
                .evaluatedBy(CHAIN)
                .reporting(progress -> {
                    throw new IllegalStateException("planted by a test");
                })
                .run();
        assertThat(result.variant("v").measurements().get(0).scoredItems()).isEqualTo(2);
    }

    @Test
    void an_executor_that_refuses_leaves_errors() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(2))
                .textVariant("v", sample -> "1")
                .evaluatedBy(CHAIN)
                .on(task -> {
                    throw new RejectedExecutionException("full");
                })
                .run();
        assertThat(result.variant("v").errors()).isEqualTo(2);
    }

    @Test
    void a_dying_jvm_is_not_hidden() {
        Experiment experiment = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(2))
                .textVariant("v", sample -> {
                    throw new OutOfMemoryError("planted by a test");
                })
                .evaluatedBy(CHAIN);
        assertThatThrownBy(experiment::run).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void what_is_missing_is_named() {
        Dataset dataset = BrokenScoreTest.numbered(1);
        assertThatThrownBy(() -> Experiment.named("e").run())
                .hasMessage("experiment 'e' has no dataset; set it with .over(dataset)");
        assertThatThrownBy(() -> Experiment.named("e").over(dataset).run()).hasMessageContaining("has no chain");
        assertThatThrownBy(() ->
                        Experiment.named("e").over(dataset).evaluatedBy(CHAIN).run())
                .hasMessageContaining("has no variant");
        assertThatThrownBy(() -> Experiment.named("e").over(BrokenScoreTest.numbered(0)))
                .hasMessageContaining("has no samples");
        assertThatThrownBy(() -> Experiment.named("e").textVariant("v", s -> "").textVariant("v", s -> ""))
                .hasMessage("variants need different names that are not blank; found: 'v' beside [v]");
        assertThatThrownBy(() -> Experiment.named("e").repeated(0))
                .hasMessage("repetitions must be at least 1; found: 0");
    }

    /** In 54 of 60 items b is better by 0.5. */
    private static ExperimentResult clear(Evaluator evaluator) {
        return Experiment.named("trial")
                .over(BrokenScoreTest.numbered(60))
                .textVariant("a", sample -> "0.25")
                .textVariant("b", sample -> sample.id().endsWith("7") ? "0.25" : "0.75")
                .evaluatedBy(EvaluatorChain.of(
                        evaluator.scale().equals(Scale.UNIT) ? evaluator.atLeast(0.5) : evaluator.observed()))
                .run();
    }
}
