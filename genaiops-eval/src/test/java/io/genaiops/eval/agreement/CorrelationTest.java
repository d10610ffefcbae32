package io.genaiops.eval.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CorrelationTest {

    private static final double[] X = {1, 2, 2, 3, 3, 3, 4, 5, 5, 1};
    private static final double[] Y = {2, 2, 3, 3, 4, 3, 5, 5, 4, 1};

    // SciPy 1.17.1, pearsonr, spearmanr, kendalltau; the data have ties in both series and jointly.
    @ParameterizedTest
    @CsvSource({"PEARSON, 0.8852183065651755", "SPEARMAN, 0.9050632911392407", "KENDALL_TAU_B, 0.8205128205128205"})
    void coefficients_agree_with_scipy(Correlation correlation, double value) {
        assertThat(Agreement.correlation(correlation, X, Y).orElseThrow()).isCloseTo(value, within(1e-12));
    }

    // SciPy's own documentation of kendalltau: x = [12, 2, 1, 12, 2], y = [1, 4, 7, 1, 0] gives -0.47140452079103173.
    @Test
    void tau_agrees_with_the_documented_example() {
        assertThat(Correlation.KENDALL_TAU_B
                        .of(new double[] {12, 2, 1, 12, 2}, new double[] {1, 4, 7, 1, 0})
                        .orElseThrow())
                .isCloseTo(-0.47140452079103173, within(1e-12));
    }

    @Test
    void tau_equals_the_count_over_all_pairs() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 200; run++) {
            int n = 2 + random.nextInt(40);
            double[] x = random.ints(n, 0, 6).asDoubleStream().toArray();
            double[] y = random.ints(n, 0, 6).asDoubleStream().toArray();
            Coefficient tau = Correlation.KENDALL_TAU_B.of(x, y);
            if (tau.isDefined()) {
                assertThat(tau.orElseThrow()).isCloseTo(overAllPairs(x, y), within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Correlation.class)
    void rising_is_one_and_falling_minus_one_whatever_the_size(Correlation correlation) {
        double[] x = {1e-200, 2e-200, 3e-200, 4e-200};
        double[] y = {1e99, 2e99, 3e99, 4e99};
        double[] falling = {4, 3, 2, 1};

        assertThat(correlation.of(x, y).orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(correlation.of(x, falling).orElseThrow()).isCloseTo(-1, within(1e-12));
        assertThat(correlation.of(new double[] {1, 2}, new double[] {5, 3}).orElseThrow())
                .isCloseTo(-1, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Correlation.class)
    void constant_series_and_single_pairs_say_why(Correlation correlation) {
        assertThat(correlation
                        .of(new double[] {0.1, 0.1, 0.1}, new double[] {1, 2, 3})
                        .why())
                .isEqualTo("the first series is constant at 0.1");
        assertThat(correlation
                        .of(new double[] {1, 2, 3}, new double[] {4, 4, 4})
                        .why())
                .isEqualTo("the second series is constant at 4.0");
        assertThat(correlation.of(new double[] {0.0, -0.0}, new double[] {1, 2}).isDefined())
                .isFalse();
        assertThat(correlation.of(new double[] {1}, new double[] {2}).why())
                .isEqualTo("a correlation needs at least 2 pairs; found 1");
        assertThatThrownBy(() -> correlation.of(new double[2], new double[3])).hasMessageContaining("found 2 and 3");
        assertThatThrownBy(() -> correlation.of(new double[] {1, Double.NaN}, new double[2]))
                .hasMessageContaining("finite");
    }

    @Test
    void pooling_over_systems_inflates() {
        SplittableRandom random = new SplittableRandom(4);
        double[] judge = new double[300];
        double[] human = new double[300];
        List<String> systems = Arrays.asList(new String[300]);
        for (int i = 0; i < 300; i++) {
            int system = i % 3;
            systems.set(i, "system " + system);
            judge[i] = system + random.nextDouble();
            human[i] = system + random.nextDouble();
        }
        WithinSystems within = Agreement.correlationWithin(Correlation.SPEARMAN, systems, judge, human);

        assertThat(Correlation.SPEARMAN.of(judge, human).orElseThrow()).isGreaterThan(0.8);
        assertThat(within.mean().orElseThrow()).isBetween(-0.2, 0.2);
        assertThat(within.bySystem()).containsOnlyKeys("system 0", "system 1", "system 2");
    }

    @Test
    void systems_without_coefficient_stay_visible_and_out_of_the_mean() {
        List<String> systems = List.of("a", "a", "a", "b", "b", "c");
        double[] x = {1, 2, 3, 1, 1, 1};
        double[] y = {1, 2, 3, 1, 2, 1};
        WithinSystems within = Correlation.PEARSON.within(systems, x, y);

        assertThat(within.mean().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(within.bySystem().get("b").why()).contains("constant");
        assertThat(within.bySystem().get("c").why()).contains("at least 2 pairs");
        assertThat(Correlation.PEARSON
                        .within(Collections.nCopies(6, "c"), new double[6], y)
                        .mean()
                        .isDefined())
                .isFalse();
    }

    // r = 0.5 of 28 pairs: tanh(atanh(r) +- 1.959964 s), s^2 = 1/25, 1.125/25, 0.437/24, in Python.
    @ParameterizedTest
    @CsvSource({
        "PEARSON, 0.15602836252908595, 0.7358184794439376",
        "SPEARMAN, 0.13274690372229858, 0.746533057841545",
        "KENDALL_TAU_B, 0.27737130059914045, 0.6716703657351457"
    })
    void interval_is_normal_on_fishers_scale(Correlation correlation, double low, double high) {
        Interval interval = correlation.interval(Coefficient.of(0.5), 28, 0.95).orElseThrow();

        assertThat(interval.low()).isCloseTo(low, within(1e-12));
        assertThat(interval.high()).isCloseTo(high, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void interval_covers_the_true_correlation(Correlation correlation) {
        // A normal pair with r = 0.6 has Spearman's 6/pi asin(r/2) and Kendall's 2/pi asin(r).
        double truth = switch (correlation) {
            case PEARSON -> 0.6;
            case SPEARMAN -> 6 / Math.PI * Math.asin(0.3);
            case KENDALL_TAU_B -> 2 / Math.PI * Math.asin(0.6);
        };
        Random random = new Random(8);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            double[] x = new double[60];
            double[] y = new double[60];
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextGaussian();
                y[i] = 0.6 * x[i] + 0.8 * random.nextGaussian();
            }
            covered += correlation
                            .interval(correlation.of(x, y), 60, 0.95)
                            .orElseThrow()
                            .contains(truth)
                    ? 1
                    : 0;
        }
        // Monte Carlo standard error 0.007.
        assertThat(covered / 1000.0).isBetween(0.925, 0.975);
    }

    // Bonett 2008: r 0.5 of 28 pairs and 0.2 of 53, mean (28 * 0.5 + 53 * 0.2) / 81, its variance
    // (28^2 (1 - .25)^2 v1 + 53^2 (1 - .04)^2 v2) / 81^2; Spearman v = (1 + r^2/2)/(n-3); in Python.
    @ParameterizedTest
    @CsvSource({"PEARSON, 0.0912555059, 0.4897102605", "SPEARMAN, 0.0861712103, 0.4935961418"})
    void the_interval_within_systems_adds_the_variances_of_the_systems(Correlation kind, double low, double high) {
        WithinSystems within = new WithinSystems(
                kind,
                Coefficient.of((28 * 0.5 + 53 * 0.2) / 81),
                Map.of("a", Coefficient.of(0.5), "b", Coefficient.of(0.2), "c", Coefficient.undefined("constant")),
                Map.of("a", 28, "b", 53, "c", 9));
        Interval interval = within.interval(0.95).orElseThrow();

        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(high, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void the_interval_of_one_system_is_that_of_its_coefficient(Correlation correlation) {
        Interval within = correlation
                .within(Collections.nCopies(X.length, "only"), X, Y)
                .interval(0.9)
                .orElseThrow();
        Interval plain =
                correlation.interval(correlation.of(X, Y), X.length, 0.9).orElseThrow();

        assertThat(within.low()).isCloseTo(plain.low(), within(1e-12));
        assertThat(within.high()).isCloseTo(plain.high(), within(1e-12));
    }

    @Test
    void the_interval_within_systems_covers_the_mean_of_their_correlations() {
        double[] strengths = {0.2, 0.5, 0.8};
        int[] sizes = {30, 60, 90};
        double truth = 0;
        for (int s = 0; s < 3; s++) {
            truth += sizes[s] / 180.0 * 6 / Math.PI * Math.asin(strengths[s] / 2);
        }
        Random random = new Random(9);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            List<String> systems = new ArrayList<>();
            double[] x = new double[180];
            double[] y = new double[180];
            for (int s = 0; s < 3; s++) {
                for (int i = 0; i < sizes[s]; i++) {
                    int at = systems.size();
                    x[at] = s + random.nextGaussian();
                    double noise = Math.sqrt(1 - strengths[s] * strengths[s]);
                    y[at] = 5 * s + strengths[s] * (x[at] - s) + noise * random.nextGaussian();
                    systems.add("system " + s);
                }
            }
            covered += Correlation.SPEARMAN
                            .within(systems, x, y)
                            .interval(0.95)
                            .orElseThrow()
                            .contains(truth)
                    ? 1
                    : 0;
        }
        // Monte Carlo standard error 0.007.
        assertThat(covered / 1000.0).isBetween(0.925, 0.975);
    }

    @Test
    void no_interval_within_systems_of_few_pairs_or_without_spread() {
        Coefficient half = Coefficient.of(0.5);
        assertThat(new WithinSystems(Correlation.SPEARMAN, half, Map.of("a", half, "b", half), Map.of("a", 40, "b", 4))
                        .interval(0.95))
                .isEmpty();
        assertThat(new WithinSystems(
                                Correlation.SPEARMAN,
                                half,
                                Map.of("a", half, "b", Coefficient.of(1)),
                                Map.of("a", 40, "b", 40))
                        .interval(0.95))
                .isEmpty();
        Coefficient none = Coefficient.undefined("constant");
        assertThat(new WithinSystems(Correlation.SPEARMAN, none, Map.of("a", none), Map.of("a", 40)).interval(0.95))
                .isEmpty();
        assertThatThrownBy(() -> new WithinSystems(Correlation.SPEARMAN, half, Map.of("a", half), Map.of("b", 4)))
                .hasMessageContaining("found [a] and [b]");
    }

    @Test
    void no_interval_without_spread_or_items() {
        assertThat(Correlation.PEARSON.interval(Coefficient.of(1), 28, 0.95)).isEmpty();
        assertThat(Correlation.PEARSON.interval(Coefficient.of(0.5), 4, 0.95)).isEmpty();
        assertThat(Correlation.PEARSON.interval(Coefficient.undefined("constant"), 28, 0.95))
                .isEmpty();
        assertThatThrownBy(() -> Correlation.PEARSON.interval(Coefficient.of(0.5), 28, 1))
                .hasMessageContaining("found 1.0");
    }

    private static double overAllPairs(double[] x, double[] y) {
        double agreeing = 0;
        double untiedX = 0;
        double untiedY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                double a = Math.signum(x[i] - x[j]);
                double b = Math.signum(y[i] - y[j]);
                agreeing += a * b;
                untiedX += a * a;
                untiedY += b * b;
            }
        }
        return agreeing / Math.sqrt(untiedX * untiedY);
    }
}
