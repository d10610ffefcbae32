package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        assertThat(aggregate.mean()).hasValueCloseTo(0.6, org.assertj.core.api.Assertions.within(1e-12));
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
}
