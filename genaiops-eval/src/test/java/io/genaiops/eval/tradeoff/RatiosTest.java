package io.genaiops.eval.tradeoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.NonInferiority;
import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RatiosTest {

    @Test
    void it_is_the_geometric_mean_of_the_ratios_of_items() {
        Ratio ratio = latencies(seconds(1, 2, 4), seconds(2, 1, 8));

        // ratios 2, 1/2, 2: the cube root of 2; totals 11 to 7
        assertThat(ratio.value().orElseThrow()).isCloseTo(Math.cbrt(2), within(1e-12));
        assertThat(ratio.ofTotals().orElseThrow()).isCloseTo(11.0 / 7, within(1e-12));
        assertThat(ratio.items()).isEqualTo(3);
        assertThat(ratio.interval()).as("three items rule nothing out").isEmpty();
    }

    @Test
    void what_is_unknown_or_0_is_counted_and_never_taken_for_0_or_1() {
        Ratio ratio = latencies(
                seconds(1, Double.NaN, 0, 2, 3, 0, Double.NaN), seconds(2, 1, 1, 4, Double.NaN, 0, Double.NaN));

        assertThat(ratio.items()).isEqualTo(2);
        assertThat(ratio.unknown()).isEqualTo(3);
        assertThat(ratio.zeros()).isEqualTo(2);
        assertThat(ratio.value().orElseThrow()).isCloseTo(2, within(1e-12));
        // (2 + 1 + 4 + 0) to (1 + 0 + 2 + 0)
        assertThat(ratio.ofTotals().orElseThrow()).isCloseTo(7.0 / 3, within(1e-12));
        assertThat(ratio.words())
                .startsWith("cannot tell the latency of b from that of a: 2 times the latency of a")
                .contains("; 3 items left out as unknown; 2 items left out with a 0;");
    }

    @Test
    void nothing_known_is_no_ratio() {
        Ratio ratio = latencies(seconds(1, Double.NaN), seconds(Double.NaN, 1));

        assertThat(ratio.value()).isEmpty();
        assertThat(ratio.verdict()).isEmpty();
        assertThat(ratio.words())
                .isEqualTo("latency: no item has one of both a and b, so nothing is known;"
                        + " 2 items left out as unknown");
        assertThatThrownBy(() -> ratio.noMoreThan(1.1)).hasMessage(ratio.words());
    }

    @Test
    void value_interval_and_p_value_are_those_of_the_logarithms() {
        SplittableRandom random = new SplittableRandom(7);
        for (int run = 0; run < 20; run++) {
            int items = 6 + random.nextInt(40);
            double[] first = random.doubles(items, 0.1, 3).toArray();
            double[] second = random.doubles(items, 0.1, 3).toArray();
            double[] logs = new double[items];
            Arrays.setAll(logs, i -> Math.log(first[i] / second[i]));
            var plain = Statistics.paired(new double[items], logs).permutationTest(Resampling.seeded(run));
            Ratio ratio = Ratio.of(
                    Quantity.LATENCY, new Spending("a", seconds(first)), new Spending("b", seconds(second)), 0.05, run);

            Interval saving = plain.interval(0.95).orElseThrow();
            assertThat(ratio.value().orElseThrow())
                    .isCloseTo(Math.exp(-Arrays.stream(logs).average().orElseThrow()), within(1e-6));
            assertThat(ratio.interval().orElseThrow().low()).isCloseTo(Math.exp(-saving.high()), within(1e-6));
            assertThat(ratio.interval().orElseThrow().high()).isCloseTo(Math.exp(-saving.low()), within(1e-6));
            assertThat(ratio.verdict().orElseThrow().pValue()).isCloseTo(plain.pValue(), within(1e-3));
            assertThat(ratio.logarithms()
                            .orElseThrow()
                            .interval(0.95)
                            .orElseThrow()
                            .width())
                    .as("Student's interval is about as wide")
                    .isCloseTo(saving.width(), within(0.3 * saving.width()));
        }
    }

    @Test
    void a_constant_factor_is_found_and_said() {
        double[] first = new SplittableRandom(1).doubles(40, 1, 2).toArray();
        double[] second = Arrays.stream(first).map(seconds -> 0.5 * seconds).toArray();
        Ratio ratio = latencies(seconds(first), seconds(second));

        assertThat(ratio.verdict().orElseThrow().conclusion()).isEqualTo(Conclusion.BETTER);
        assertThat(ratio.words())
                .startsWith("b takes 0.5 to 0.5 times the latency of a (geometric mean 0.5, 95 %, p < 0.001, 40 items);"
                        + " in total 0.5 times");
        Ratio back = latencies(seconds(second), seconds(first));
        assertThat(back.verdict().orElseThrow().conclusion()).isEqualTo(Conclusion.WORSE);
        assertThat(back.words()).startsWith("b takes 2 to 2 times the latency of a");
    }

    @Test
    void costs_in_other_currencies_are_no_ratio() {
        Quantities dollars = Quantities.of(1, 1);
        dollars.set(0, 1, Sample.of("q").answered("a").costing(Cost.usd("1")));
        Quantities euros = Quantities.of(1, 1);
        euros.set(0, 1, Sample.of("q").answered("a").costing(Cost.of(BigDecimal.ONE, Currency.getInstance("EUR"))));
        Ratio ratio = Ratios.of(new Spending("a", dollars), new Spending("b", euros), 0.05, 1)
                .ratio(Quantity.COST);

        assertThat(ratio.value()).isEmpty();
        assertThat(ratio.unknown()).isEqualTo(1);
        assertThat(ratio.words())
                .isEqualTo("cost: no item has one of both a and b, so nothing is known; costs are in [USD] and [EUR]");
        Quantities unpriced = Quantities.of(1, 1);
        assertThat(Ratios.of(new Spending("a", dollars), new Spending("b", unpriced), 0.05, 1)
                        .ratio(Quantity.COST)
                        .words())
                .endsWith("so nothing is known; 1 item left out as unknown");
    }

    @Test
    void all_quantities_are_corrected_together() {
        Ratios ratios = Ratios.of(
                new Spending("a", answers(new SplittableRandom(3), 30)),
                new Spending("b", answers(new SplittableRandom(4), 30)),
                0.05,
                1);
        double[] raw = ratios.all().stream()
                .flatMap(ratio -> ratio.measured().stream())
                .mapToDouble(verdict -> verdict.pValue())
                .toArray();

        assertThat(raw).hasSize(3);
        for (Correction correction : Correction.values()) {
            assertThat(ratios.corrected(correction).all().stream()
                            .flatMap(ratio -> ratio.verdict().stream())
                            .mapToDouble(verdict -> verdict.pValue())
                            .toArray())
                    .containsExactly(Statistics.corrected(correction, raw));
        }
        Ratios marked = ratios.with(List.of(new Caveat("forced", "they differ")));
        assertThat(marked.describe().lines()).hasSize(6);
        assertThat(marked.describe().lines().skip(1)).allMatch(line -> line.endsWith(" [forced]"));
    }

    @Test
    void no_more_than_a_factor_is_shown_or_not() {
        SplittableRandom random = new SplittableRandom(9);
        double[] first = random.doubles(200, 1, 2).toArray();
        double[] second = Arrays.stream(first)
                .map(seconds -> seconds * (1 + 0.1 * (random.nextDouble() - 0.5)))
                .toArray();
        NonInferiority answer = latencies(seconds(first), seconds(second)).noMoreThan(1.05);

        assertThat(answer.isShown()).isTrue();
        assertThat(answer.margin()).isCloseTo(1.05, within(1e-12));
        assertThat(answer.largestLoss().orElseThrow()).isBetween(0.99, 1.01);
        assertThat(answer.words())
                .startsWith("latency: b is no worse than a by more than a factor of 1.05: at most ")
                .contains(" times as much (one-sided 97.5 %, 200 items); the sample could have shown a margin of 1.0");
        assertThatThrownBy(() -> latencies(seconds(1), seconds(1)).noMoreThan(1))
                .hasMessage("a margin must be a loss above 0; found: 0.0");
    }

    @Test
    void answers_that_take_the_same_are_hardly_ever_told_apart() {
        requireFewAlarms(100);
    }

    @Test
    @Tag("endurance")
    void answers_that_take_the_same_are_hardly_ever_told_apart_in_a_thousand_runs() {
        requireFewAlarms(1000);
    }

    private static void requireFewAlarms(int runs) {
        SplittableRandom random = new SplittableRandom(21);
        int alarms = 0;
        int worse = 0;
        for (int run = 0; run < runs; run++) {
            Ratios ratios = Ratios.of(
                            new Spending("a", answers(random, 40)), new Spending("b", answers(random, 40)), 0.05, run)
                    .corrected(Correction.HOLM);
            alarms += ratios.all().stream()
                            .flatMap(ratio -> ratio.verdict().stream())
                            .anyMatch(verdict -> verdict.conclusion() == Conclusion.BETTER
                                    || verdict.conclusion() == Conclusion.WORSE)
                    ? 1
                    : 0;
            // the true factor is 1.1, which is exactly the margin
            worse += latencies(skewed(random, 40, 1), skewed(random, 40, 1.1))
                            .noMoreThan(1.1)
                            .isShown()
                    ? 1
                    : 0;
        }
        assertThat(alarms / (double) runs).isLessThanOrEqualTo(0.05 + 2.5 * Math.sqrt(0.0475 / runs));
        assertThat(worse / (double) runs).isLessThanOrEqualTo(0.025 + 3 * Math.sqrt(0.0244 / runs));
    }

    /** Latency, input and output tokens that differ from item to item. */
    private static Quantities answers(SplittableRandom random, int items) {
        Quantities quantities = Quantities.of(items, 1);
        for (int item = 0; item < items; item++) {
            quantities.set(
                    item,
                    1,
                    Sample.of("q")
                            .answered("a")
                            .took(Duration.ofMillis(100 + (long) (900 * Math.pow(random.nextDouble(), 3))))
                            .using(Usage.of(50 + random.nextInt(50), 20 + random.nextInt(400))));
        }
        return quantities;
    }

    /** Latencies with a long tail to the right. */
    private static Quantities skewed(SplittableRandom random, int items, double factor) {
        double[] seconds = new double[items];
        Arrays.setAll(seconds, i -> factor * 0.5 * Math.pow(1 - random.nextDouble(), -0.4));
        return seconds(seconds);
    }

    private static Ratio latencies(Quantities first, Quantities second) {
        return Ratio.of(Quantity.LATENCY, new Spending("a", first), new Spending("b", second), 0.05, 1);
    }

    /** NaN stands for a latency that is not known. */
    static Quantities seconds(double... seconds) {
        Quantities quantities = Quantities.of(seconds.length, 1);
        for (int i = 0; i < seconds.length; i++) {
            Sample answered = Sample.of("q").answered("a");
            quantities.set(
                    i,
                    1,
                    Double.isNaN(seconds[i])
                            ? answered
                            : answered.took(Duration.ofNanos(Math.round(seconds[i] * 1e9))));
        }
        return quantities;
    }
}
