package io.genaiops.eval.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TwoRatersTest {

    // Altman 1991, Practical Statistics for Medical Research, section 14.3: two radiologists, 85 xeromammograms; kappa
    // 0.47,
    // linear 0.57. More digits by plain arithmetic in Python.
    private static final int[][] ALTMAN = {{21, 12, 0, 0}, {4, 17, 1, 0}, {3, 9, 15, 2}, {0, 0, 0, 1}};

    @ParameterizedTest
    @CsvSource({"NONE, 0.4727891156462585", "LINEAR, 0.5683990442054958", "QUADRATIC, 0.6713705780011598"})
    void kappa_agrees_with_altman(Weights weights, double kappa) {
        assertThat(raters(ALTMAN).kappa(weights).orElseThrow()).isCloseTo(kappa, within(1e-12));
    }

    // By hand: 35 of 50 agree, chance gives 0.5; (0.7 - 0.5) / (1 - 0.5).
    @Test
    void kappa_of_two_labels() {
        TwoRaters raters = raters(new int[][] {{20, 5}, {10, 15}});

        assertThat(raters.percentAgreement()).isEqualTo(new Proportion(35, 50));
        assertThat(raters.kappa(Weights.NONE).orElseThrow()).isCloseTo(0.4, within(1e-12));
        assertThat(raters.kappa(Weights.LINEAR).orElseThrow()).isCloseTo(0.4, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Weights.class)
    void interval_follows_the_delta_method(Weights weights) {
        double[][] shares = shares(ALTMAN);
        double step = 1e-6;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double share = shares[i][j];
                shares[i][j] = share + step;
                double up = kappa(shares, weights);
                shares[i][j] = share - step;
                double down = kappa(shares, weights);
                shares[i][j] = share;
                double slope = (up - down) / (2 * step);
                mean += share * slope;
                square += share * slope * slope;
            }
        }
        double error = Math.sqrt((square - mean * mean) / 85);

        assertThat(raters(ALTMAN).kappaInterval(weights, 0.95).orElseThrow().width())
                .isCloseTo(2 * 1.959963984540054 * error, within(1e-6));
    }

    @Test
    void interval_covers_the_true_kappa() {
        SplittableRandom random = new SplittableRandom(1);
        int covered = 0;
        for (int run = 0; run < 1000; run++) {
            int[] first = new int[200];
            int[] second = new int[200];
            for (int i = 0; i < 200; i++) {
                first[i] = random.nextInt(3);
                second[i] = random.nextDouble() < 0.6 ? first[i] : random.nextInt(3);
            }
            covered += Agreement.between(first, second)
                            .kappaInterval(Weights.NONE, 0.95)
                            .orElseThrow()
                            .contains(0.6)
                    ? 1
                    : 0;
        }

        // Copying with probability 0.6 makes kappa 0.6; Monte Carlo standard error 0.007.
        assertThat(covered / 1000.0).isBetween(0.925, 0.975);
    }

    @Test
    void kappa_is_one_for_equal_zero_for_independent_and_below_zero_for_opposite_raters() {
        assertThat(raters(new int[][] {{5, 0}, {0, 7}}).kappa(Weights.NONE).orElseThrow())
                .isCloseTo(1, within(1e-12));
        assertThat(raters(new int[][] {{4, 6}, {8, 12}}).kappa(Weights.NONE).orElseThrow())
                .isCloseTo(0, within(1e-12));
        assertThat(raters(new int[][] {{0, 5}, {5, 0}}).kappa(Weights.NONE).orElseThrow())
                .isCloseTo(-1, within(1e-12));
    }

    // Wilson's lower end for 50 of 50 is 50 / (50 + z^2) = 0.928652; half of all pairs agree by chance.
    @ParameterizedTest
    @EnumSource
    void full_agreement_still_allows_some_disagreement(Weights weights) {
        Interval interval = raters(new int[][] {{25, 0}, {0, 25}})
                .kappaInterval(weights, 0.95)
                .orElseThrow();

        assertThat(interval.low()).isCloseTo(1 - 0.0713475991 / 0.5, within(1e-8));
        assertThat(interval.high()).isEqualTo(1);
    }

    @Test
    void one_level_alone_has_agreement_but_no_kappa() {
        TwoRaters raters = Agreement.between(List.of("pass", "pass"), List.of("pass", "pass"));

        assertThat(raters.percentAgreement().rate()).isEqualTo(1);
        assertThat(raters.kappa(Weights.NONE).isDefined()).isFalse();
        assertThat(raters.kappa(Weights.NONE).why()).contains("one level to all items");
        assertThat(raters.kappaInterval(Weights.NONE, 0.95)).isEmpty();
        assertThatThrownBy(() -> raters.kappa(Weights.NONE).orElseThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no coefficient: both raters");
    }

    @Test
    void weights_use_the_distance_between_levels_even_if_one_was_never_given() {
        int[] first = {1, 1, 5, 5, 1};
        int[] second = {1, 5, 5, 5, 2};
        // By hand: distances 4 and 1 over 5 items; expected from shares {.6, 0, .4} and {.2, .2, .6}.
        double observed = 5 / 5.0;
        double expected = 0.6 * (0.2 * 1 + 0.6 * 4) + 0.4 * (0.2 * 4 + 0.2 * 3);

        assertThat(Agreement.between(first, second).kappa(Weights.LINEAR).orElseThrow())
                .isCloseTo(1 - observed / expected, within(1e-12));
    }

    @Test
    void labels_have_no_order() {
        TwoRaters raters = Agreement.between(List.of("low", "high"), List.of("high", "high"));

        assertThatThrownBy(() -> raters.kappa(Weights.LINEAR))
                .hasMessage("LINEAR weights need levels; labels have no order: give integer levels");
        assertThatThrownBy(() -> Agreement.between(List.of("a"), List.of("a", "b")))
                .hasMessage("raters need the same items, at least 1; found 1 and 2");
        assertThatThrownBy(() -> raters.kappaInterval(Weights.NONE, 95)).hasMessageContaining("found 95.0");
    }

    private static TwoRaters raters(int[][] table) {
        int items = 0;
        for (int[] row : table) {
            for (int count : row) {
                items += count;
            }
        }
        int[] first = new int[items];
        int[] second = new int[items];
        int next = 0;
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table.length; j++) {
                for (int k = 0; k < table[i][j]; k++) {
                    first[next] = i;
                    second[next++] = j;
                }
            }
        }
        return Agreement.between(first, second);
    }

    private static double[][] shares(int[][] table) {
        double[][] shares = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                shares[i][j] = table[i][j] / 85.0;
            }
        }
        return shares;
    }

    private static double kappa(double[][] shares, Weights weights) {
        double[] first = new double[4];
        double[] second = new double[4];
        double observed = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                first[i] += shares[i][j];
                second[j] += shares[i][j];
                observed += shares[i][j] * weights.of(i - j);
            }
        }
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                expected += first[i] * second[j] * weights.of(i - j);
            }
        }
        return 1 - observed / expected;
    }
}
