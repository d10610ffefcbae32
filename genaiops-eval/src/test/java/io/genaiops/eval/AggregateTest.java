package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.GenAiOpsException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateTest {

    private static final Evaluator BY_RESPONSE = EvaluatorChainTest.evaluator("e", sample -> {
        String response = sample.response().orElse("");
        return switch (response) {
            case "n/a" -> Outcome.notApplicable("no context");
            case "garbage" -> Outcome.unscored("no verdict", "hm");
            case "broken" -> throw new IllegalStateException("down");
            default -> EvaluatorChainTest.scored(Double.parseDouble(response));
        };
    });

    @Test
    void only_scores_enter_the_figures_and_everything_is_counted() {
        Aggregate aggregate = aggregate("0.4", "n/a", "0.8", "garbage", "broken");
        assertThat(aggregate.size()).isEqualTo(5);
        assertThat(aggregate.mean()).hasValueCloseTo(0.6, within(1e-12));
        assertThat(aggregate.min()).hasValue(0.4);
        assertThat(aggregate.max()).hasValue(0.8);
        assertThat(aggregate.scores()).containsExactly(0.4, 0.8);
        assertThat(aggregate.coverage()).isEqualTo(0.4);
        assertThat(aggregate.count(Outcome.Kind.SCORED)).isEqualTo(2);
        assertThat(aggregate.count(Outcome.Kind.NOT_APPLICABLE)).isEqualTo(1);
        assertThat(aggregate.count(Outcome.Kind.UNSCORED)).isEqualTo(1);
        assertThat(aggregate.count(Outcome.Kind.ERRORED)).isEqualTo(1);
        assertThat(aggregate.count(Outcome.Kind.SKIPPED)).isZero();
        assertThat(aggregate.count(Judgement.PASSED)).isEqualTo(1);
        assertThat(aggregate.count(Judgement.FAILED)).isEqualTo(1);
        assertThat(aggregate.count(Judgement.INCONCLUSIVE)).isEqualTo(3);
        assertThat(aggregate).hasToString("e: mean 0.6; 2 SCORED, 1 NOT_APPLICABLE, 1 UNSCORED, 1 ERRORED");
    }

    @Test
    void a_run_without_any_score_is_refused() {
        List<String> responses = new ArrayList<>();
        for (int i = 0; i < 89; i++) {
            responses.add(i % 2 == 0 ? "broken" : "garbage");
        }
        Aggregate aggregate = aggregate(responses.toArray(String[]::new));
        assertThat(aggregate.mean()).isEmpty();
        assertThat(aggregate.min()).isEmpty();
        assertThat(aggregate.coverage()).isZero();
        assertThatThrownBy(aggregate::requireScores)
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("evaluator 'e' gave no score at all; found: 44 UNSCORED, 45 ERRORED."
                        + " Nothing can be concluded from it: see the outcomes for the cause");
    }

    @Test
    void observed_scores_are_not_judged() {
        Evaluation evaluation = EvaluatorChain.of(BY_RESPONSE.observed())
                .evaluate(Sample.of("q").answered("0.4"));
        Aggregate aggregate = Aggregate.over(List.of(evaluation)).get(0);
        assertThat(aggregate.count(Judgement.INCONCLUSIVE)).isZero();
        assertThat(aggregate.requireScores().mean()).hasValue(0.4);
    }

    private static Aggregate aggregate(String... responses) {
        EvaluatorChain chain = EvaluatorChain.of(BY_RESPONSE.atLeast(0.5));
        List<Evaluation> evaluations = new ArrayList<>();
        for (String response : responses) {
            evaluations.add(chain.evaluate(Sample.of("q").answered(response)));
        }
        return Aggregate.over(evaluations).get(0);
    }

    @Test
    void of_random_outcomes_every_one_is_counted_and_only_scores_enter_the_figures() {
        Random random = new Random(11);
        for (int run = 0; run < 300; run++) {
            List<Evaluation> evaluations = random(random, 1 + random.nextInt(60));
            Aggregate aggregate = Aggregate.over(evaluations).get(0);
            List<Double> scores = evaluations.stream()
                    .flatMap(evaluation -> evaluation.results().get(0).outcome().score().stream()
                            .boxed())
                    .toList();
            assertThat(aggregate.size()).isEqualTo(evaluations.size());
            assertThat(Stream.of(Outcome.Kind.values())
                            .mapToInt(aggregate::count)
                            .sum())
                    .isEqualTo(evaluations.size());
            assertThat(Stream.of(Judgement.values()).mapToInt(aggregate::count).sum())
                    .isEqualTo(evaluations.size());
            assertThat(aggregate.count(Judgement.PASSED) + aggregate.count(Judgement.FAILED))
                    .isEqualTo(scores.size())
                    .isEqualTo(aggregate.count(Outcome.Kind.SCORED));
            assertThat(aggregate.coverage()).isEqualTo((double) scores.size() / evaluations.size());
            assertThat(aggregate.mean().isPresent()).isEqualTo(!scores.isEmpty());
            if (!scores.isEmpty()) {
                BigDecimal sum = scores.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
                double exact = sum.divide(BigDecimal.valueOf(scores.size()), MathContext.DECIMAL64)
                        .doubleValue();
                assertThat(aggregate.mean().getAsDouble()).isCloseTo(exact, within(1e-12));
                assertThat(aggregate.min()).hasValue(Collections.min(scores));
                assertThat(aggregate.max()).hasValue(Collections.max(scores));
            }
        }
    }

    @Test
    void a_further_outcome_without_a_score_changes_no_figure_but_the_coverage() {
        Random random = new Random(12);
        for (int run = 0; run < 200; run++) {
            List<Evaluation> some = random(random, 1 + random.nextInt(30));
            Aggregate before = Aggregate.over(some).get(0);
            for (Outcome gap : OutcomeTest.withoutScore()) {
                List<Evaluation> more = new ArrayList<>(some);
                more.add(random.nextInt(some.size() + 1), evaluation(gap));
                Aggregate after = Aggregate.over(more).get(0);
                assertThat(after.scores()).containsExactly(before.scores());
                assertThat(after.mean()).isEqualTo(before.mean());
                assertThat(after.count(Judgement.PASSED)).isEqualTo(before.count(Judgement.PASSED));
                assertThat(after.count(Judgement.FAILED)).isEqualTo(before.count(Judgement.FAILED));
                assertThat(after.count(gap.kind())).isEqualTo(before.count(gap.kind()) + 1);
                assertThat(after.coverage()).isLessThanOrEqualTo(before.coverage());
            }
        }
    }

    @Test
    void order_changes_counts_and_extremes_of_no_aggregate() {
        Random random = new Random(13);
        for (int run = 0; run < 200; run++) {
            List<Evaluation> some = random(random, 1 + random.nextInt(30));
            List<Evaluation> shuffled = new ArrayList<>(some);
            Collections.shuffle(shuffled, random);
            Aggregate one = Aggregate.over(some).get(0);
            Aggregate other = Aggregate.over(shuffled).get(0);
            for (Outcome.Kind kind : Outcome.Kind.values()) {
                assertThat(other.count(kind)).isEqualTo(one.count(kind));
            }
            assertThat(other.min()).isEqualTo(one.min());
            assertThat(other.max()).isEqualTo(one.max());
            assertThat(other.mean().orElse(-1)).isCloseTo(one.mean().orElse(-1), within(1e-12));
        }
    }

    @Test
    void every_aggregate_survives_json_with_counts_and_coverage() throws Exception {
        Random random = new Random(14);
        for (int run = 0; run < 500; run++) {
            Aggregate aggregate =
                    Aggregate.over(random(random, 1 + random.nextInt(20))).get(0);
            String text = aggregate.toJson().toString();
            assertThat(text).doesNotContain("NaN").doesNotContain("Infinity");
            Aggregate read = Aggregate.fromJson(new ObjectMapper().readTree(text));
            assertThat(read).isEqualTo(aggregate);
            assertThat(read.coverage()).isEqualTo(aggregate.coverage());
            assertThat(read.mean()).isEqualTo(aggregate.mean());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "scored":2           | "scored":3              | contradict
            "coverage":0.5       | "coverage":1.0          | contradict
            "coverage":0.5       | "coverage":null         | must be finite numbers
            [0.25,0.75]          | [0.25]                  | contradict
            [0.25,0.75]          | [0.25,1e999]            | must be finite numbers
            [0.25,0.75]          | ["0.25",0.75]           | must be finite numbers
            "errored":1          | "errored":-1            | must be 1 or more
            "errored":1          | "vanished":1            | VANISHED
            "passed":1           | "passed":9              | contradict
            "name":"e"           | "title":"e"             | evaluator name
            """)
    void an_aggregate_that_was_tampered_with_is_refused(String part, String other, String message) throws Exception {
        List<Evaluation> four = List.of(
                evaluation(EvaluatorChainTest.scored(0.25)),
                evaluation(EvaluatorChainTest.scored(0.75)),
                evaluation(Outcome.skipped("x")),
                evaluation(Outcome.errored(new IllegalStateException("x"))));
        String text = Aggregate.over(four).get(0).toJson().toString();
        assertThat(text).contains(part);
        JsonNode tampered = new ObjectMapper().readTree(text.replace(part, other));
        assertThatThrownBy(() -> Aggregate.fromJson(tampered))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining(message);
    }

    private static List<Evaluation> random(Random random, int count) {
        List<Evaluation> evaluations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            evaluations.add(evaluation(
                    random.nextInt(3) > 0
                            ? EvaluatorChainTest.scored(random.nextInt(5) == 0 ? -0.0 : random.nextDouble())
                            : OutcomeTest.withoutScore().get(random.nextInt(4))));
        }
        return evaluations;
    }

    private static Evaluation evaluation(Outcome outcome) {
        Evaluator evaluator = EvaluatorChainTest.evaluator("e", sample -> outcome);
        return EvaluatorChain.of(evaluator.atLeast(0.5)).evaluate(Sample.of("q").answered("a"));
    }
}
