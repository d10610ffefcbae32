package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanTest {

    private static final double[] TWELVE = {5.1, 4.9, 6.2, 5.8, 5.0, 7.1, 6.6, 4.4, 5.9, 6.3, 8.8, 5.2};

    private static final double[] SKEWED = {
        0.11, 0.39, 1.4, 2.2, 0.343, 0.258, 0.435, 0.103, 1.001, 0.066, 0.451, 3.348, 0.267, 1.285, 0.516, 2.034, 0.908,
        1.485, 0.289, 0.178, 0.002, 1.165, 0.894, 1.216, 0.654, 0.575, 0.59, 0.584, 0.041, 2.157
    };

    // SciPy 1.17.1, t.interval(0.95, 11, mean, sem) and t.interval(0.95, 29, mean, sem).
    @Test
    void student_agrees_with_scipy() {
        Interval twelve = Statistics.mean(TWELVE).interval(0.95).orElseThrow();
        Interval skewed = Statistics.mean(SKEWED).interval(0.95).orElseThrow();

        assertThat(twelve.low()).isCloseTo(5.180929700181032, within(1e-9));
        assertThat(twelve.high()).isCloseTo(6.702403633152301, within(1e-9));
        assertThat(skewed.low()).isCloseTo(0.5370457940895312, within(1e-9));
        assertThat(skewed.high()).isCloseTo(1.1259542059104688, within(1e-9));
    }

    // SciPy 1.17.1, bootstrap(method='BCa'), 200,000 and 400,000 resamples; the tolerance is Monte Carlo noise.
    @Test
    void bootstrap_agrees_with_scipy() {
        Resampling resampling = Resampling.seeded(7).times(200_000);
        Interval twelve = Statistics.mean(TWELVE).bootstrap(0.95, resampling).orElseThrow();
        Interval skewed = Statistics.mean(SKEWED).bootstrap(0.95, resampling).orElseThrow();

        assertThat(twelve.low()).isCloseTo(5.4167, within(0.02));
        assertThat(twelve.high()).isCloseTo(6.7667, within(0.03));
        assertThat(skewed.low()).isCloseTo(0.5995, within(0.005));
        assertThat(skewed.high()).isCloseTo(1.1714, within(0.01));
    }

    @Test
    void bootstrap_is_the_same_for_the_same_seed_on_every_runtime() {
        Interval once =
                Statistics.mean(SKEWED).bootstrap(0.95, Resampling.seeded(42)).orElseThrow();
        Interval again =
                Statistics.mean(SKEWED).bootstrap(0.95, Resampling.seeded(42)).orElseThrow();
        Interval other =
                Statistics.mean(SKEWED).bootstrap(0.95, Resampling.seeded(43)).orElseThrow();

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
        // SplitMix64 and the same interval written again in Python 3 on exact integers.
        assertThat(once.low()).isCloseTo(0.60032164326841, within(1e-9));
        assertThat(once.high()).isCloseTo(1.1865409975069214, within(1e-9));
    }

    @Test
    void bootstrap_falls_back_to_student_below_eight_items() {
        Mean seven = Statistics.mean(1, 2, 3, 4, 5, 6, 9);

        assertThat(seven.bootstrap(0.95, Resampling.seeded(1))).isEqualTo(seven.interval(0.95));
    }

    @Test
    void bootstrap_survives_data_without_a_finite_correction() {
        double[] almostConstant = new double[40];
        almostConstant[3] = 1;

        Interval interval = Statistics.mean(almostConstant)
                .bootstrap(0.999, Resampling.seeded(1).times(100))
                .orElseThrow();

        assertThat(interval.contains(0.025)).isTrue();
    }

    @Test
    void constant_scores_and_a_single_score_have_a_mean_but_no_interval() {
        for (Mean mean :
                new Mean[] {Statistics.mean(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1), Statistics.mean(0.1)}) {
            assertThat(mean.value()).isCloseTo(0.1, within(1e-15));
            assertThat(mean.interval(0.95)).isEmpty();
            assertThat(mean.bootstrap(0.95, Resampling.seeded(1))).isEmpty();
        }
        assertThat(Statistics.mean(0.1).standardError()).isEmpty();
    }

    // By hand: sums 3, 7, 5 of 2, 2, 1 scores; mean 3; residuals -3, 1, 2; SE = sqrt(14 * 3/2) / 5.
    @Test
    void clustered_error_follows_the_formula() {
        Mean mean = Statistics.clusteredMean(new double[][] {{1, 2}, {3, 4}, {5}});

        assertThat(mean.value()).isEqualTo(3);
        assertThat(mean.count()).isEqualTo(5);
        assertThat(mean.clusters()).isEqualTo(3);
        assertThat(mean.standardError().orElseThrow()).isCloseTo(Math.sqrt(21) / 5, within(1e-12));
        // Half width is t(0.975, 2) = 4.302652729911275 errors.
        assertThat(mean.interval(0.95).orElseThrow().high())
                .isCloseTo(3 + 4.302652729911275 * Math.sqrt(21) / 5, within(1e-9));
    }

    @Test
    void copies_of_a_score_add_no_certainty() {
        double[][] copies =
                Arrays.stream(TWELVE).mapToObj(x -> new double[] {x, x, x}).toArray(double[][]::new);
        Interval alone = Statistics.mean(TWELVE).interval(0.95).orElseThrow();
        Interval copied = Statistics.clusteredMean(copies).interval(0.95).orElseThrow();
        Interval averaged =
                Statistics.mean(Statistics.averaged(copies)).interval(0.95).orElseThrow();

        assertThat(copied.low()).isCloseTo(alone.low(), within(1e-9));
        assertThat(averaged.low()).isCloseTo(alone.low(), within(1e-9));
        assertThat(copied.width()).isCloseTo(alone.width(), within(1e-9));
    }

    @Test
    void clustered_intervals_cover_where_pooled_ones_do_not() {
        int runs = 1000;
        int student = 0;
        int bootstrap = 0;
        int pooled = 0;
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < runs; run++) {
            double[][] clusters = new double[20][4];
            for (double[] cluster : clusters) {
                double shared = random.nextDouble() - 0.5;
                Arrays.setAll(cluster, i -> shared + 0.2 * (random.nextDouble() - 0.5));
            }
            Mean mean = Statistics.clusteredMean(clusters);
            student += mean.interval(0.95).orElseThrow().contains(0) ? 1 : 0;
            Resampling resampling = new Resampling(run, 500);
            bootstrap += mean.bootstrap(0.95, resampling).orElseThrow().contains(0) ? 1 : 0;
            double[] flat =
                    Arrays.stream(clusters).flatMapToDouble(Arrays::stream).toArray();
            pooled += Statistics.mean(flat).interval(0.95).orElseThrow().contains(0) ? 1 : 0;
        }

        // The Monte Carlo standard error of a coverage of 0.95 over 1,000 runs is 0.007.
        assertThat(student / (double) runs).isBetween(0.925, 0.975);
        assertThat(bootstrap / (double) runs).isBetween(0.905, 0.965);
        assertThat(pooled / (double) runs).isLessThan(0.75);
    }

    @Test
    void refuses_scores_that_are_none() {
        assertThatThrownBy(() -> Statistics.mean()).hasMessage("scores: at least 1 score is needed; found none");
        assertThatThrownBy(() -> Statistics.mean(1, Double.NaN)).hasMessageContaining("score 1 must be finite");
        assertThatThrownBy(() -> Statistics.mean(Double.POSITIVE_INFINITY)).hasMessageContaining("score 0");
        assertThatThrownBy(() -> Statistics.clusteredMean(new double[0][])).hasMessageContaining("at least 1 cluster");
        assertThatThrownBy(() -> Statistics.clusteredMean(new double[][] {{1}, {}}))
                .hasMessageContaining("cluster 1");
        assertThatThrownBy(() -> Statistics.averaged(new double[][] {{}})).hasMessageContaining("item 0");
        assertThatThrownBy(() -> Resampling.seeded(1).times(99)).hasMessageContaining("found 99");
    }

    @Test
    void large_and_small_scores_stay_finite() {
        Mean mean = Statistics.mean(1e100, -1e100, 1e99, 3, 1e-300, 5, 6, 7, 8);

        assertThat(mean.interval(0.95)).isPresent();
        assertThat(mean.bootstrap(0.95, Resampling.seeded(1))).isPresent();
    }
}
