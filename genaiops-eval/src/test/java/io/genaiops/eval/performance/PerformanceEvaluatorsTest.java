package io.genaiops.eval.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.call.Answers;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.time.Duration;
import java.util.ArrayList;
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
    void what_was_not_reported_is_not_zero() {
        for (Sample sample : List.of(Sample.of("q"), Sample.of("q").answered("a"))) {
            for (Evaluator evaluator : List.of(
                    PerformanceEvaluators.latency(),
                    PerformanceEvaluators.tokens(),
                    PerformanceEvaluators.inputTokens(),
                    PerformanceEvaluators.outputTokens(),
                    PerformanceEvaluators.tokensPerSecond())) {
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
                .isEqualTo("of 100 of 101 samples");
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
