package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void pass_at_k_equals_the_count_over_all_choices() {
        for (int attempts = 1; attempts <= 9; attempts++) {
            for (int passed = 0; passed <= attempts; passed++) {
                for (int k = 1; k <= attempts; k++) {
                    double[] shares = enumerated(attempts, passed, k);
                    assertThat(Statistics.passAtK(attempts, passed, k)).isCloseTo(shares[0], within(1e-12));
                    assertThat(Statistics.passPowerK(attempts, passed, k)).isCloseTo(shares[1], within(1e-12));
                }
            }
        }
    }

    // 1 - C(197, 100) / C(200, 100) = 1 - (100 * 99 * 98) / (200 * 199 * 198).
    @Test
    void pass_at_k_does_not_overflow() {
        assertThat(Statistics.passAtK(200, 3, 100)).isCloseTo(1 - 970200.0 / 7880400.0, within(1e-12));
        assertThat(Statistics.passAtK(1_000_000, 1, 500_000)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void one_attempt_is_the_pass_rate() {
        assertThat(Statistics.passAtK(7, 3, 1)).isCloseTo(3 / 7.0, within(1e-15));
        assertThat(Statistics.passPowerK(7, 3, 1)).isCloseTo(3 / 7.0, within(1e-15));
    }

    @Test
    void averages_repeats_within_an_item() {
        assertThat(Statistics.averaged(new double[][] {{1, 0, 1, 0}, {1}, {0.25, 0.75}}))
                .containsExactly(0.5, 1, 0.5);
    }

    // 12 wins of 12 that come from 4 tasks repeated 3 times: p is 1/4096 one-sided if pooled, 0.0625 one-sided by task.
    @Test
    void repeats_are_not_pooled_as_independent() {
        double[][] wins = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}};
        PairedDifferences byTask = Statistics.paired(new double[4], Statistics.averaged(wins));

        assertThat(byTask.permutationTest(Resampling.seeded(1)).pValue()).isEqualTo(2 * 0.0625);
        assertThat(byTask.verdict(Power.usual(), 0.1, Resampling.seeded(1)).conclusion())
                .isEqualTo(Verdict.Conclusion.CANNOT_TELL);
    }

    // Items with 3, 1 and 0 passes of 3: pass@2 is 1, 2/3, 0 and pass^2 is 1, 0, 0; the interval is over 3 items.
    @Test
    void pass_at_k_over_items_has_the_item_as_its_unit() {
        boolean[][] attempts = {{true, true, true}, {false, true, false}, {false, false, false}};
        Mean any = Statistics.passAtK(attempts, 2);
        Mean all = Statistics.passPowerK(attempts, 2);

        assertThat(any.value()).isCloseTo(5 / 9.0, within(1e-12));
        assertThat(all.value()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(any.clusters()).isEqualTo(3);
        assertThat(any.interval(0.95).orElseThrow().low())
                .isCloseTo(
                        Statistics.mean(1, 2 / 3.0, 0)
                                .interval(0.95)
                                .orElseThrow()
                                .low(),
                        within(1e-12));
        assertThatThrownBy(() -> Statistics.passAtK(new boolean[][] {{true}}, 2))
                .hasMessage("k must lie between 1 and 1 attempts; found 2");
    }

    // At a rate of one half Wilson's half width is z / (2 sqrt(n + z^2)), so n = z^2 / (4 h^2) - z^2: 380.3 and 92.2.
    @Test
    void items_for_a_pass_rate_are_the_fewest_with_so_narrow_an_interval() {
        assertThat(Statistics.itemsForPassRate(0.5, 0.05, 0.95)).isEqualTo(381);
        assertThat(Statistics.itemsForPassRate(0.5, 0.1, 0.95)).isEqualTo(93);
        for (double rate : new double[] {0, 0.2, 0.5, 0.9, 1}) {
            int items = (int) Statistics.itemsForPassRate(rate, 0.07, 0.95);
            Proportion enough = new Proportion((int) Math.rint(rate * 1000 * items), 1000 * items);
            assertThat(enough.wilson(0.95).width()).isLessThan(0.14);
            assertThat(halfWidth(rate, items)).isLessThanOrEqualTo(0.07);
            assertThat(halfWidth(rate, items - 1)).isGreaterThan(0.07);
        }
        assertThatThrownBy(() -> Statistics.itemsForPassRate(0.5, 0.5, 0.95)).hasMessageContaining("half width 0.5");
    }

    private static double halfWidth(double rate, int items) {
        double z = 1.959963984540054;
        return z / (items + z * z) * Math.sqrt(items * rate * (1 - rate) + z * z / 4);
    }

    @Test
    void arrays_are_copied() {
        double[] scores = {1, 2, 3};
        Mean mean = Statistics.mean(scores);
        scores[0] = 100;

        assertThat(mean.value()).isEqualTo(2);
        assertThat(mean.interval(0.95).orElseThrow().contains(2)).isTrue();
    }

    @Test
    void refuses_attempts_that_were_not_made() {
        assertThatThrownBy(() -> Statistics.passAtK(5, 2, 6))
                .hasMessage("k must lie between 1 and 5 attempts; found 6");
        assertThatThrownBy(() -> Statistics.passAtK(5, 6, 1))
                .hasMessage("passed must lie between 0 and 5 attempts; found 6");
        assertThatThrownBy(() -> Statistics.passPowerK(5, -1, 1))
                .hasMessage("passed must lie between 0 and 5 attempts; found -1");
    }

    private static double[] enumerated(int attempts, int passed, int k) {
        int choices = 0;
        int any = 0;
        int all = 0;
        int passes = (1 << passed) - 1;
        for (int chosen = 0; chosen < 1 << attempts; chosen++) {
            if (Integer.bitCount(chosen) == k) {
                choices++;
                any += (chosen & passes) != 0 ? 1 : 0;
                all += (chosen & ~passes) == 0 ? 1 : 0;
            }
        }
        return new double[] {(double) any / choices, (double) all / choices};
    }
}
