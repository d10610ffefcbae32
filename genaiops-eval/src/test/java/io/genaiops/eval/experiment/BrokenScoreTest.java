package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.junit.GenAiAssertions;
import io.genaiops.eval.panel.Combined;
import io.genaiops.eval.panel.Panel;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Gate;
import io.genaiops.gate.Verdict;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** No way in which a score can be missing or broken passes, fails, counts as 0 or vanishes. */
class BrokenScoreTest {

    private static final Sample SAMPLE = Sample.of("q").answered("a");

    static Stream<Arguments> corpus() {
        return Brokenness.corpus().entrySet().stream().map(way -> Arguments.of(way.getKey(), way.getValue()));
    }

    @Test
    void there_are_enough_ways() {
        assertThat(Brokenness.corpus()).hasSizeGreaterThanOrEqualTo(50);
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
    void an_assertion_is_inconclusive(String way, Function<Sample, Outcome> function) {
        Evaluator evaluator = Brokenness.evaluator(way, function);
        assertThatThrownBy(() ->
                        GenAiAssertions.assertThatAnswer("a").scores(evaluator).atLeast(0.5))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("inconclusive: ");
        assertThatThrownBy(() -> GenAiAssertions.assertThatAnswer("a")
                        .whenInconclusive(Inconclusive.FAILS)
                        .scores(evaluator)
                        .atMost(0.5))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("inconclusive: ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void a_combination_concludes_nothing_from_it(String way, Function<Sample, Outcome> function) {
        Evaluator broken = Brokenness.evaluator(way, function);
        Evaluator good = Brokenness.evaluator("good", sample -> Brokenness.score(1));
        Evaluator bad = Brokenness.evaluator("bad", sample -> Brokenness.score(0));
        for (Evaluator combined : List.of(
                Combined.allOf(broken.atLeast(0.5), good.atLeast(0.5)),
                Combined.anyOf(broken.atLeast(0.5), bad.atLeast(0.5)),
                Combined.majority(broken.atLeast(0.5), good.atLeast(0.5), bad.atLeast(0.5)),
                Combined.weightedMean(broken.weighted(1), good.weighted(1e9)),
                broken.negated(),
                broken.named("other"),
                broken.sampled(1, 1))) {
            assertThat(combined.attempt(SAMPLE).isScored()).as("%s", combined).isFalse();
        }
        assertThat(Combined.allOf(broken.atLeast(0.5), bad.atLeast(0.5))
                        .attempt(SAMPLE)
                        .score())
                .hasValue(0);
        assertThat(Combined.anyOf(broken.atLeast(0.5), good.atLeast(0.5))
                        .attempt(SAMPLE)
                        .score())
                .hasValue(1);
        assertThat(Panel.mean(broken, good).attempt(SAMPLE).isScored()).isFalse();
        Outcome mean = Panel.mean(broken, good, bad).attempt(SAMPLE);
        assertThat(mean.score()).hasValue(0.5);
        assertThat(mean.explanation()).startsWith("mean of 2 of 3");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void a_gate_gets_no_figure_and_refuses(String way, Function<Sample, Outcome> function) {
        Evidence evidence = evidence(Brokenness.evaluator(way, function).named("broken"));
        assertThat(evidence.figures()).noneMatch(figure -> figure.name().equals("broken"));
        for (Gate gate : List.of(
                Gate.passRate("broken").items(1).coverage(0.01).atLeast(0.01),
                Gate.mean("broken").items(1).coverage(0.01).atMost(0.99))) {
            Candidate candidate = Candidate.builder(evidence.id(), evidence.version(), evidence.digest())
                    .evidence(List.of(evidence))
                    .at(evidence.at())
                    .build();
            assertThat(gate.decide(candidate)).isInstanceOf(Verdict.Fail.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void a_gate_sees_the_gap_that_it_leaves(String way, Function<Sample, Outcome> function) {
        Evidence evidence = evidence(Brokenness.evaluator(
                        way, sample -> sample.id().equals("s7") ? function.apply(sample) : Brokenness.score(0.8))
                .named("broken"));
        Figure rate = evidence.figure("broken", Figure.Kind.PASS_RATE).orElseThrow();
        assertThat(rate.items()).isEqualTo(89);
        assertThat(rate.scored()).isEqualTo(88);
        assertThat(rate.value()).isEqualTo(1);
        assertThat(evidence.figure("broken", Figure.Kind.MEAN).orElseThrow().value())
                .isCloseTo(0.8, within(1e-12));
    }

    @Test
    void the_evaluator_of_a_whole_run_is_held_to_its_declaration_too() {
        for (Supplier<Outcome> way : List.<Supplier<Outcome>>of(
                () -> null,
                () -> Outcome.scored(4, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, ""),
                () -> Outcome.scored(1, Scale.UNIT, Direction.LOWER_IS_BETTER, ""),
                () -> {
                    throw new NoClassDefFoundError("Gone");
                },
                () -> {
                    throw new StackOverflowError();
                })) {
            ExperimentResult result = Experiment.named("broken")
                    .over(numbered(3))
                    .textVariant("a", sample -> "text")
                    .evaluatedBy(EvaluatorChain.of(Brokenness.evaluator("good", sample -> Brokenness.score(1))
                            .atLeast(0.5)))
                    .measuredBy(new BrokenRun(way))
                    .run();
            assertThat(result.variant("a").runOutcomes().values())
                    .singleElement()
                    .isInstanceOf(Outcome.Errored.class);
        }
    }

    private record BrokenRun(Supplier<Outcome> way) implements RunEvaluator {

        @Override
        public EvaluatorId id() {
            return EvaluatorId.of("whole", "1");
        }

        @Override
        public Scale scale() {
            return Scale.UNIT;
        }

        @Override
        public Direction direction() {
            return Direction.HIGHER_IS_BETTER;
        }

        @Override
        public Outcome evaluate(List<Sample> samples) {
            return way.get();
        }
    }

    private static Evidence evidence(Evaluator evaluator) {
        Prompt prompt = Prompt.builder("trail-guide", Version.parse("1.0.0"), "{{q}}")
                .inputs("q")
                .build();
        ChatModel echo = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder().aiMessage(AiMessage.from("text")).build();
            }
        };
        PromptCalls calls = PromptCalls.of(AssetRegistry.memory(), Models.of("echo", echo));
        ExperimentResult result = Experiment.named("broken")
                .over(numbered(89))
                .variant(
                        "a",
                        sample -> calls.prompt(prompt).with("q", sample.input()).send())
                .evaluatedBy(EvaluatorChain.of(evaluator.atLeast(0.5)))
                .run();
        return result.evidence().get(0);
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
