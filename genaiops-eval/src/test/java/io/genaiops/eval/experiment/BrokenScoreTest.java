package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No way in which a score can be missing or broken passes, fails, counts as 0 or vanishes. */
class BrokenScoreTest {

    private static final Sample SAMPLE = Sample.of("q").answered("a");

    static Stream<Arguments> corpus() {
        return Brokenness.corpus().entrySet().stream().map(way -> Arguments.of(way.getKey(), way.getValue()));
    }

    @Test
    void there_are_enough_ways() {
        assertThat(Brokenness.corpus()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void it_neither_passes_nor_fails(String way, Function<Sample, Outcome> function) {
        Evaluator evaluator = Brokenness.evaluator(way, function);
        for (Check check :
                List.of(evaluator.atLeast(0.5), evaluator.atMost(0.5), evaluator.above(0), evaluator.below(1))) {
            for (Evaluation evaluation : List.of(
                    EvaluatorChain.of(check).evaluate(SAMPLE),
                    EvaluatorChain.of(check)
                            .evaluateAsync(SAMPLE, Runnable::run)
                            .join())) {
                Evaluation.Result result = evaluation.results().get(0);
                assertThat(result.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
                assertThat(result.outcome().isScored()).isFalse();
                assertThat(result.outcome().explanation()).isNotBlank();
                assertThat(evaluation.passed()).isFalse();
                assertThat(evaluation.failures()).isEmpty();
                assertThat(evaluation.inconclusive()).containsExactly(result);
                assertThat(evaluation.describe()).contains("INCONCLUSIVE " + way);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void it_spoils_no_pass_of_others_and_hides_no_failure(String way, Function<Sample, Outcome> function) {
        Evaluation evaluation = EvaluatorChain.of(
                        Brokenness.evaluator(way, function).atLeast(0.5),
                        Brokenness.evaluator("good", sample -> Brokenness.score(1))
                                .atLeast(0.5),
                        Brokenness.evaluator("bad", sample -> Brokenness.score(0))
                                .atLeast(0.5))
                .evaluate(SAMPLE);
        assertThat(evaluation.results())
                .extracting(Evaluation.Result::judgement)
                .containsExactly(Judgement.INCONCLUSIVE, Judgement.PASSED, Judgement.FAILED);
        assertThat(evaluation.judgement()).isEqualTo(Judgement.FAILED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void it_is_counted_and_never_a_zero(String way, Function<Sample, Outcome> function) {
        Evaluator evaluator = Brokenness.evaluator(
                way, sample -> sample.id().equals("broken") ? function.apply(sample) : Brokenness.score(0.8));
        EvaluatorChain chain = EvaluatorChain.of(evaluator.atLeast(0.5));
        Aggregate aggregate = Aggregate.over(List.of(
                        chain.evaluate(SAMPLE),
                        chain.evaluate(SAMPLE.withId("broken")),
                        chain.evaluate(SAMPLE),
                        chain.evaluate(SAMPLE)))
                .get(0);
        assertThat(aggregate.size()).isEqualTo(4);
        assertThat(aggregate.count(Outcome.Kind.SCORED)).isEqualTo(3);
        assertThat(aggregate.coverage()).isEqualTo(0.75);
        assertThat(aggregate.min()).hasValue(0.8);
        assertThat(aggregate.count(Judgement.PASSED)).isEqualTo(3);
        assertThat(aggregate.count(Judgement.FAILED)).isZero();
        assertThat(aggregate.count(Judgement.INCONCLUSIVE)).isEqualTo(1);
        assertThat(Stream.of(Outcome.Kind.values()).mapToInt(aggregate::count).sum())
                .isEqualTo(4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void it_survives_json(String way, Function<Sample, Outcome> function) throws Exception {
        Outcome outcome = EvaluatorChain.of(Brokenness.evaluator(way, function).atLeast(0.5))
                .evaluate(SAMPLE)
                .results()
                .get(0)
                .outcome();
        String json = outcome.toJson().toString();
        assertThat(json).doesNotContain(":NaN").doesNotContain(":Infinity").doesNotContain("\"value\"");
        assertThat(Outcome.fromJson(new ObjectMapper().readTree(json))).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void a_run_of_nothing_else_is_refused_and_compares_to_nothing(String way, Function<Sample, Outcome> function) {
        ExperimentResult result = Experiment.named("broken")
                .over(numbered(89))
                .textVariant("a", sample -> "text")
                .textVariant("b", sample -> "text")
                .evaluatedBy(
                        EvaluatorChain.of(Brokenness.evaluator(way, function).atLeast(0.5)))
                .run();
        Measurement measurement = result.variant("a").measurements().get(0);
        assertThat(measurement.mean()).isEmpty();
        assertThat(measurement.interval()).isEmpty();
        assertThat(measurement.passRate()).isEmpty();
        assertThat(measurement.aggregate().size()).isEqualTo(89);
        assertThat(result.variant("a").needingAttention()).hasSize(89);
        assertThatThrownBy(result::requireScores)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("gave no score at all; found: 89 ");
        Comparison.Row row = result.compare("a", "b").rows().get(0);
        assertThat(row.scores()).isEmpty();
        assertThat(row.passes()).isEmpty();
        assertThat(row.paired()).isZero();
        assertThat(row.unpaired()).isEqualTo(89);
        assertThat(result.compare("a", "b").describe()).endsWith("so nothing is known");
    }

    static Dataset numbered(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(Sample.of("question " + i).withId("s" + i));
        }
        return Dataset.of("numbered", samples);
    }
}
