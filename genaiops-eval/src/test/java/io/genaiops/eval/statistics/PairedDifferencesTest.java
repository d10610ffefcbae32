package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedDifferencesTest {

    @Test
    void second_minus_first() {
        PairedDifferences pairs = Statistics.paired(new double[] {1, 2, 3, 4}, new double[] {2, 2, 5, 3});

        assertThat(pairs.mean().value()).isEqualTo(0.5);
        assertThat(pairs.wins()).isEqualTo(2);
        assertThat(pairs.losses()).isEqualTo(1);
        assertThat(pairs.winRate()).contains(new Proportion(2, 3));
        assertThat(pairs.negated().mean().value()).isEqualTo(-0.5);
        assertThat(pairs.negated().winRate()).contains(new Proportion(1, 3));
    }

    // Differences 1, 0, 2, -1: standard deviation sqrt(5/3), dz = 0.5 / sqrt(5/3).
    @Test
    void effect_size_is_in_standard_deviations_of_the_differences() {
        PairedDifferences pairs = Statistics.paired(new double[] {1, 2, 3, 4}, new double[] {2, 2, 5, 3});
        double dz = 0.5 / Math.sqrt(5.0 / 3);

        assertThat(pairs.standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
        assertThat(pairs.effectSize().orElseThrow()).isCloseTo(dz, within(1e-12));
        assertThat(pairs.effectSizeInterval(0.95).orElseThrow().width())
                .isCloseTo(2 * 1.959963984540054 * Math.sqrt(1 / 4.0 + dz * dz / 8), within(1e-9));
    }

    @Test
    void effect_size_interval_covers() {
        SplittableRandom random = new SplittableRandom(6);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            double[] differences = new double[40];
            for (int i = 0; i < differences.length; i++) {
                double normal = -6;
                for (int k = 0; k < 12; k++) {
                    normal += random.nextDouble();
                }
                differences[i] = 0.5 + normal;
            }
            Interval interval = Statistics.paired(new double[40], differences)
                    .effectSizeInterval(0.95)
                    .orElseThrow();
            covered += interval.contains(0.5) ? 1 : 0;
        }

        // Monte Carlo standard error 0.007.
        assertThat(covered / 1000.0).isBetween(0.925, 0.975);
    }

    @Test
    void one_item_and_equal_differences_have_no_effect_size() {
        PairedDifferences one = Statistics.paired(new double[] {1}, new double[] {2});
        PairedDifferences equal = Statistics.paired(new double[] {0.1, 0.2, 0.3}, new double[] {0.2, 0.3, 0.4});
        PairedDifferences ties = Statistics.paired(new double[] {1, 2}, new double[] {1, 2});

        assertThat(one.standardDeviation()).isEmpty();
        assertThat(one.effectSize()).isEmpty();
        assertThat(one.mean().interval(0.95)).isEmpty();
        assertThat(equal.effectSize()).isEmpty();
        assertThat(equal.effectSizeInterval(0.95)).isEmpty();
        assertThat(ties.winRate()).isEmpty();
    }

    @Test
    void two_items_are_defined_throughout() {
        PairedDifferences two = Statistics.paired(new double[] {1, 2}, new double[] {2, 5});

        assertThat(two.permutationTest(Resampling.seeded(1)).pValue()).isEqualTo(0.5);
        assertThat(two.mean().interval(0.95)).isPresent();
        assertThat(two.effectSize()).isPresent();
        assertThat(two.verdict(Power.usual(), 0.1, Resampling.seeded(1)).conclusion())
                .isEqualTo(Verdict.Conclusion.CANNOT_TELL);
    }

    @Test
    void bootstrap_and_permutation_agree_on_plain_data() {
        SplittableRandom random = new SplittableRandom(10);
        double[] first = random.doubles(200, 0, 1).toArray();
        double[] second = random.doubles(200, 0.05, 1.05).toArray();
        PairedDifferences pairs = Statistics.paired(first, second);
        Interval permutation =
                pairs.permutationTest(Resampling.seeded(1)).interval(0.95).orElseThrow();
        Interval bootstrap = pairs.mean().bootstrap(0.95, Resampling.seeded(1)).orElseThrow();
        Interval student = pairs.mean().interval(0.95).orElseThrow();

        assertThat(permutation.low()).isCloseTo(student.low(), within(0.01));
        assertThat(permutation.high()).isCloseTo(student.high(), within(0.01));
        assertThat(bootstrap.low()).isCloseTo(student.low(), within(0.01));
    }

    @Test
    void refuses_runs_over_different_items() {
        assertThatThrownBy(() -> Statistics.paired(new double[2], new double[3]))
                .hasMessage("paired runs need the same items, at least 1; found 2 and 3");
        assertThatThrownBy(() -> Statistics.paired(new double[] {1}, new double[] {Double.NaN}))
                .hasMessageContaining("second: score 0 must be finite");
    }

    @Test
    void a_few_items_that_hardly_differ_do_not_promise_that_none_differs_much() {
        double[] before = new double[100];
        java.util.Arrays.fill(before, 4);
        double[] after = before.clone();
        after[3] += 0.001;
        Verdict verdict = Statistics.paired(before, after).verdict(Power.usual(), 0.01, Resampling.seeded(1));

        // 1 - 0.2^(1/100) of the items, each by the largest score
        assertThat(verdict.detectable().orElseThrow()).isCloseTo((1 - Math.pow(0.2, 0.01)) * 4.001, within(1e-9));
        assertThat(verdict.conclusion()).isEqualTo(Verdict.Conclusion.CANNOT_TELL);
    }
}
