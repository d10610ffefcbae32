package io.genaiops.eval.performance;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Statistics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunMeasureTest {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private static Sample item(int id) {
        return Sample.of("q" + id).withId("q" + id);
    }

    private static Sample took(int id, double seconds) {
        return item(id).answered("a").took(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private static List<Sample> latencies(int items, int repeats) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 1; i <= items; i++) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                samples.add(took(i, i));
            }
        }
        return samples;
    }

    @Test
    void a_percentile_has_the_interval_between_order_statistics() {
        // ranks 40 and 61 of 100: David, Nagaraja 2003, section 7.1, the usual interval of a median of 100 values
        RunFigure median = PerformanceEvaluators.latencyPercentile(0.5)
                .figure(latencies(100, 1))
                .orElseThrow();

        assertThat(median.value()).isEqualTo(50);
        assertThat(median.interval()).contains(new Interval(40, 61, 0.95));
        assertThat(median.measured()).isEqualTo(100);
        assertThat(PerformanceEvaluators.latencyPercentile(0.5)
                        .evaluate(latencies(100, 1))
                        .explanation())
                .isEqualTo("95 % interval 40 to 61; of 100 of 100 samples");
    }

    @Test
    void too_few_items_have_a_percentile_without_an_interval() {
        RunMeasure p95 = PerformanceEvaluators.latencyPercentile(0.95);
        RunMeasure p99 = PerformanceEvaluators.latencyPercentile(0.99);

        assertThat(p95.figure(latencies(71, 1)).orElseThrow().interval()).isEmpty();
        assertThat(p95.figure(latencies(72, 1)).orElseThrow().interval()).isPresent();
        assertThat(p99.figure(latencies(367, 1)).orElseThrow().interval()).isEmpty();
        assertThat(p99.figure(latencies(368, 1)).orElseThrow().interval()).isPresent();
        assertThat(PerformanceEvaluators.latencyPercentile(1)
                        .figure(latencies(400, 1))
                        .orElseThrow()
                        .interval())
                .isEmpty();
    }

    @Test
    void repeats_of_an_item_do_not_narrow_an_interval() {
        for (double share : new double[] {0.5, 0.9, 0.95}) {
            RunMeasure measure = PerformanceEvaluators.latencyPercentile(share);
            Interval once =
                    measure.figure(latencies(100, 1)).orElseThrow().interval().orElseThrow();
            Interval often =
                    measure.figure(latencies(100, 7)).orElseThrow().interval().orElseThrow();
            assertThat(often).isEqualTo(once);
        }
        assertThat(PerformanceEvaluators.latencyPercentile(0.95)
                        .figure(latencies(20, 50))
                        .orElseThrow()
                        .interval())
                .isEmpty();
    }

    @Test
    void the_interval_of_a_percentile_covers_the_true_one_as_often_as_it_says_with_repeats_too() {
        Random random = new Random(11);
        int covered = 0;
        int runs = 1_000;
        for (int run = 0; run < runs; run++) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                double itself = 1 + random.nextDouble();
                samples.add(took(i, itself));
                samples.add(took(i, itself));
            }
            Interval interval = PerformanceEvaluators.latencyPercentile(0.9)
                    .figure(samples)
                    .orElseThrow()
                    .interval()
                    .orElseThrow();
            covered += interval.contains(1.9) ? 1 : 0;
        }
        // at least .95 in truth; a binomial of 1,000 stays above .93 all but never
        assertThat(covered).isGreaterThan(930);
    }

    @Test
    void the_error_rate_has_the_wilson_interval_of_its_items() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            samples.add(i < 3 ? item(i) : took(i, 1));
        }
        RunFigure rate = PerformanceEvaluators.errorRate().figure(samples).orElseThrow();

        assertThat(rate.value()).isCloseTo(0.075, within(1e-12));
        assertThat(rate.interval()).contains(Statistics.passRate(3, 40).wilson(0.95));
        assertThat(rate.remark()).isEqualTo("3 of 40 samples have no response");
        assertThat(PerformanceEvaluators.errorRate().evaluate(samples).explanation())
                .isEqualTo("95 % interval 0.02584 to 0.1986; 3 of 40 samples have no response");
    }

    @Test
    void an_error_rate_of_repeats_takes_the_item_as_its_unit() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            samples.add(took(i, 1));
            samples.add(i < 3 ? item(i) : took(i, 1));
        }
        RunFigure rate = PerformanceEvaluators.errorRate().figure(samples).orElseThrow();

        assertThat(rate.value()).isCloseTo(0.15, within(1e-12));
        assertThat(rate.interval())
                .contains(new Interval(
                        Statistics.passRate(1, 10).wilson(0.95).low(),
                        Statistics.passRate(2, 10).wilson(0.95).high(),
                        0.95));
    }

    @Test
    void the_cost_of_a_request_says_its_interval_its_coverage_and_what_has_no_price() {
        List<Sample> samples = new ArrayList<>(List.of(
                priced(1, usd("0.01")), priced(2, usd("0.02")), priced(3, usd("0.03")), priced(4, usd("0.04"))));
        samples.add(priced(5, Cost.unpriced("none").ofModel("openai gpt-99")));
        samples.add(item(6));
        RunFigure cost = PerformanceEvaluators.costPerRequest().figure(samples).orElseThrow();

        assertThat(cost.value()).isCloseTo(0.025, within(1e-12));
        assertThat(cost.interval())
                .isEqualTo(Statistics.mean(0.01, 0.02, 0.03, 0.04).interval(0.95));
        assertThat(cost.measured()).isEqualTo(4);
        assertThat(cost.remark()).isEqualTo("in USD, 4 of 5 answers are priced; no price is known of [openai gpt-99]");
    }

    @Test
    void without_a_price_there_is_no_cost_and_currencies_are_not_mixed() {
        RunMeasure cost = PerformanceEvaluators.costPerRequest();

        assertThat(cost.evaluate(List.of(priced(1, Cost.unpriced("none").ofModel("m"))))
                        .explanation())
                .isEqualTo("no answer is priced: no price is known of [m]");
        assertThat(cost.evaluate(List.of(item(1).answered("a"))).explanation())
                .isEqualTo("no answer is priced: unpriced for {the cost is not known=1}");
        assertThat(cost.evaluate(List.of())).isEqualTo(Outcome.notApplicable("no answer is priced: there is none"));
        Cost euro = Cost.of(BigDecimal.ONE, Currency.getInstance("EUR"));
        assertThat(cost.evaluate(List.of(priced(1, euro), priced(2, usd("1")))).isScored())
                .isFalse();
        assertThat(cost.figure(List.of())).isEmpty();
    }

    @Test
    void throughput_counts_answers_from_the_first_request_to_the_last_end() {
        List<Sample> samples = List.of(
                took(1, 2).startedAt(START),
                took(2, 1).startedAt(START.plusSeconds(3)),
                item(3),
                took(4, 4).startedAt(START.plusSeconds(1)));

        assertThat(PerformanceEvaluators.throughput().evaluate(samples).score()).hasValue(3 / 5.0);
        assertThat(PerformanceEvaluators.throughput()
                        .evaluate(List.of(took(1, 1)))
                        .isScored())
                .isFalse();
        assertThat(PerformanceEvaluators.throughput()
                        .evaluate(List.of(took(1, 0).startedAt(START)))
                        .isScored())
                .isFalse();
        assertThat(PerformanceEvaluators.throughput().evaluate(List.of(item(1))))
                .isInstanceOf(Outcome.NotApplicable.class);
    }

    @Test
    void the_cache_hit_rate_is_of_tokens_and_leaves_out_what_was_not_reported() {
        List<Sample> samples = List.of(
                item(1).answered("a").using(Usage.of(100, 1).with(TokenKind.CACHED_INPUT, 50)),
                item(2).answered("a").using(Usage.of(300, 1).with(TokenKind.CACHED_INPUT, 0)),
                item(3).answered("a").using(Usage.of(1_000, 1)));

        assertThat(PerformanceEvaluators.cacheHitRate().evaluate(samples).score())
                .hasValue(0.125);
        assertThat(PerformanceEvaluators.cacheHitRate().evaluate(samples).explanation())
                .isEqualTo("no interval; 50 of 400 input tokens, of 2 of 3 samples");
        assertThat(PerformanceEvaluators.cacheHitRate()
                        .evaluate(samples.subList(2, 3))
                        .isScored())
                .isFalse();
    }

    @Test
    void tokens_and_the_time_to_the_first_token_are_measured_over_a_run() {
        List<Sample> samples = List.of(
                Sample.of("a").answered(Answers.saying("x")), Sample.of("b").answered(Answers.saying("y")));

        assertThat(PerformanceEvaluators.tokensPerRequest().evaluate(samples).score())
                .hasValue(120);
        assertThat(PerformanceEvaluators.timeToFirstTokenPercentile(0.5)
                        .evaluate(samples)
                        .score())
                .hasValue(0.5);
        assertThat(PerformanceEvaluators.timeToFirstTokenPercentile(0.5).evaluate(List.of(took(1, 1))))
                .isEqualTo(Outcome.notApplicable("no sample has a known time to first token"));
        assertThat(PerformanceEvaluators.tokensPerRequest()
                        .evaluate(List.of(took(1, 1)))
                        .isScored())
                .isFalse();
    }

    @Test
    void each_measure_has_an_identity_of_its_own() {
        List<RunMeasure> measures = Arrays.asList(
                PerformanceEvaluators.latencyPercentile(0.5),
                PerformanceEvaluators.latencyPercentile(0.95),
                PerformanceEvaluators.timeToFirstTokenPercentile(0.5),
                PerformanceEvaluators.errorRate(),
                PerformanceEvaluators.throughput(),
                PerformanceEvaluators.tokensPerRequest(),
                PerformanceEvaluators.costPerRequest(),
                PerformanceEvaluators.cacheHitRate());

        assertThat(measures).extracting(RunMeasure::id).doesNotHaveDuplicates();
        assertThat(PerformanceEvaluators.latencyPercentile(0.5).id())
                .isEqualTo(measures.get(0).id());
    }

    private static Sample priced(int id, Cost cost) {
        return item(id).answered("a").using(Usage.of(10, 5)).costing(cost);
    }
}
