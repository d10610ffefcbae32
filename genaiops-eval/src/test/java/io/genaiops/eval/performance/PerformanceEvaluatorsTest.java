package io.genaiops.eval.performance;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceEvaluatorsTest {

    // 100 tokens in, 20 out, 1.5 seconds
    private static final Sample ANSWERED = Sample.of("q").answered(Answers.saying("boots"));

    @Test
    void figures_come_from_the_answer() {
        assertThat(PerformanceEvaluators.latency().evaluate(ANSWERED).score()).hasValue(1.5);
        assertThat(PerformanceEvaluators.tokens().evaluate(ANSWERED).score()).hasValue(120);
        assertThat(PerformanceEvaluators.inputTokens().evaluate(ANSWERED).score())
                .hasValue(100);
        assertThat(PerformanceEvaluators.outputTokens().evaluate(ANSWERED).score())
                .hasValue(20);
        assertThat(PerformanceEvaluators.tokensPerSecond().evaluate(ANSWERED).score())
                .hasValue(20 / 1.5);
    }

    @Test
    void cost_comes_from_the_answer() {
        CostEvaluator cost = PerformanceEvaluators.cost();

        assertThat(cost.evaluate(ANSWERED).score()).hasValue(0.002);
        assertThat(EvaluatorChain.of(cost.under(usd("0.002")))
                        .evaluate(ANSWERED)
                        .passed())
                .isFalse();
        assertThat(EvaluatorChain.of(cost.atMost(usd("0.002")))
                        .evaluate(ANSWERED)
                        .passed())
                .isTrue();
        assertThat(cost.under(usd("0.01"))).hasToString("cost below 0.01");
    }

    @Test
    void an_unpriced_answer_is_not_applicable_with_the_name_of_the_model() {
        Cost unpriced = Cost.unpriced("no price is known").ofModel("openai gpt-99");
        Evaluation evaluation = EvaluatorChain.of(PerformanceEvaluators.cost().under(usd("1")))
                .evaluate(Sample.of("q").answered(Answers.costing("a", unpriced)));

        assertThat(evaluation.passed()).isFalse();
        assertThat(evaluation.results().get(0).outcome())
                .isEqualTo(Outcome.notApplicable("the cost of openai gpt-99 is unpriced: no price is known"));
        assertThat(PerformanceEvaluators.cost()
                        .evaluate(ANSWERED.costing(Cost.unpriced("input was not reported")))
                        .explanation())
                .isEqualTo("the cost of small is unpriced: input was not reported");
        assertThat(PerformanceEvaluators.cost().evaluate(Sample.of("q").answered("a")))
                .isEqualTo(Outcome.notApplicable("the cost is not known"));
    }

    @Test
    void a_limit_of_cost_says_the_currency_that_is_measured() {
        Cost euro = Cost.of(new BigDecimal("0.001"), Currency.getInstance("EUR"));
        Check check = PerformanceEvaluators.cost().under(Cost.of(BigDecimal.ONE, Currency.getInstance("EUR")));

        assertThat(check.evaluator().evaluate(ANSWERED.costing(euro)).score()).hasValue(0.001);
        assertThat(check.evaluator().evaluate(ANSWERED))
                .isEqualTo(Outcome.notApplicable("the cost is 0.002 USD and none in EUR"));
        assertThat(check.evaluator().id())
                .isNotEqualTo(PerformanceEvaluators.cost().id());
        assertThatThrownBy(() -> PerformanceEvaluators.cost().under(Cost.unpriced("why")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit must be an amount");
    }

    @Test
    void the_time_to_the_first_token_and_the_speed_after_it_come_from_a_streamed_answer() {
        assertThat(PerformanceEvaluators.timeToFirstToken().evaluate(ANSWERED).score())
                .hasValue(0.5);
        assertThat(PerformanceEvaluators.generationSpeed().evaluate(ANSWERED).score())
                .hasValue(20);
        Outcome thinking = PerformanceEvaluators.generationSpeed()
                .evaluate(ANSWERED.using(Usage.of(100, 20).with(TokenKind.REASONING, 15)));
        assertThat(thinking.score()).hasValue(5);
        assertThat(thinking.explanation()).isEqualTo("5 tokens in 1.0 s");
        assertThat(PerformanceEvaluators.generationSpeed()
                        .evaluate(ANSWERED.took(Duration.ofMillis(500)))
                        .isScored())
                .isFalse();
        assertThat(EvaluatorChain.of(PerformanceEvaluators.timeToFirstToken().under(Duration.ofSeconds(1)))
                        .evaluate(ANSWERED)
                        .passed())
                .isTrue();
    }

    @Test
    void a_cache_hit_is_the_share_of_the_input_that_was_cached() {
        assertThat(PerformanceEvaluators.cacheHit()
                        .evaluate(ANSWERED.using(Usage.of(100, 20).with(TokenKind.CACHED_INPUT, 80)))
                        .score())
                .hasValue(0.8);
        assertThat(PerformanceEvaluators.cacheHit()
                        .evaluate(ANSWERED.using(Usage.of(0, 20).with(TokenKind.CACHED_INPUT, 0)))
                        .isScored())
                .isFalse();
        assertThat(PerformanceEvaluators.cacheHit()
                        .evaluate(ANSWERED.using(Usage.of(10, 20).with(TokenKind.CACHED_INPUT, 11)))
                        .isScored())
                .isFalse();
    }

    @Test
    void what_was_not_reported_is_not_zero() {
        for (Sample sample : List.of(Sample.of("q"), Sample.of("q").answered("a"))) {
            for (Evaluator evaluator : List.of(
                    PerformanceEvaluators.latency(),
                    PerformanceEvaluators.tokens(),
                    PerformanceEvaluators.inputTokens(),
                    PerformanceEvaluators.outputTokens(),
                    PerformanceEvaluators.tokensPerSecond(),
                    PerformanceEvaluators.generationSpeed(),
                    PerformanceEvaluators.timeToFirstToken(),
                    PerformanceEvaluators.cacheHit(),
                    PerformanceEvaluators.cost())) {
                assertThat(evaluator.evaluate(sample)).isInstanceOf(Outcome.NotApplicable.class);
            }
        }
        Sample half = Sample.of("q").answered("a").using(new Usage(5L, null, null, null, null));
        assertThat(PerformanceEvaluators.inputTokens().evaluate(half).score()).hasValue(5);
        assertThat(PerformanceEvaluators.tokens().evaluate(half).isScored()).isFalse();
    }

    @Test
    void no_time_gives_no_speed() {
        Sample instant = ANSWERED.took(Duration.ZERO);
        assertThat(PerformanceEvaluators.tokensPerSecond().evaluate(instant))
                .isEqualTo(Outcome.notApplicable("the latency is not known"));
        assertThat(PerformanceEvaluators.latency().evaluate(instant).score()).hasValue(0);
    }

    @Test
    void under_is_strict() {
        EvaluatorChain chain = EvaluatorChain.of(PerformanceEvaluators.latency().under(Duration.ofMillis(1500)));
        assertThat(chain.evaluate(ANSWERED).passed()).isFalse();
        Evaluation faster = chain.evaluate(ANSWERED.took(Duration.ofMillis(1499)));
        assertThat(faster.passed()).isTrue();
        assertThat(faster.results().get(0)).hasToString("PASSED latency: 1.499 (below 1.5)");
    }

    @Test
    void a_limit_of_nothing_is_refused() {
        assertThatThrownBy(() -> PerformanceEvaluators.latency().under(Duration.ZERO))
                .hasMessageContaining("can never be passed");
    }

    @Test
    void a_percentile_is_a_latency_that_was_measured() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 100; i >= 1; i--) {
            samples.add(Sample.of("q").answered("a").took(Duration.ofMillis(i)));
        }
        samples.add(Sample.of("unanswered"));
        assertThat(PerformanceEvaluators.latencyPercentile(0.95)
                        .evaluate(samples)
                        .score())
                .hasValue(0.095);
        assertThat(PerformanceEvaluators.latencyPercentile(0.951)
                        .evaluate(samples)
                        .score())
                .hasValue(0.096);
        assertThat(PerformanceEvaluators.latencyPercentile(1).evaluate(samples).score())
                .hasValue(0.1);
        assertThat(PerformanceEvaluators.latencyPercentile(0.001)
                        .evaluate(samples)
                        .score())
                .hasValue(0.001);
        assertThat(PerformanceEvaluators.latencyPercentile(0.5)
                        .evaluate(samples)
                        .explanation())
                .isEqualTo("no interval; of 100 of 101 samples");
        assertThat(PerformanceEvaluators.latencyPercentile(0.5).evaluate(List.of(Sample.of("q"))))
                .isEqualTo(Outcome.notApplicable("no sample has a known latency"));
        assertThatThrownBy(() -> PerformanceEvaluators.latencyPercentile(95))
                .hasMessage("percentile must be above 0 and at most 1; found: 95.0");
    }

    @Test
    void the_error_rate_counts_samples_without_response() {
        assertThat(PerformanceEvaluators.errorRate()
                        .evaluate(List.of(ANSWERED, Sample.of("q"), ANSWERED, ANSWERED))
                        .score())
                .hasValue(0.25);
        assertThat(PerformanceEvaluators.errorRate().evaluate(List.of()))
                .isEqualTo(Outcome.notApplicable("the run has no samples"));
    }
}
