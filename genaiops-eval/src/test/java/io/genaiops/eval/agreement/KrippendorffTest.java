package io.genaiops.eval.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Resampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KrippendorffTest {

    @Test
    void bootstrap_interval_holds_alpha_and_narrows_with_the_items() {
        SplittableRandom random = new SplittableRandom(11);
        double[][] few = noisy(random, 30);
        double[][] many = noisy(random, 600);
        Resampling resampling = Resampling.seeded(1).times(1000);
        Interval wide = Agreement.krippendorffInterval(few, Scale.ORDINAL, 0.95, resampling)
                .orElseThrow();
        Interval narrow = Agreement.krippendorffInterval(many, Scale.ORDINAL, 0.95, resampling)
                .orElseThrow();

        assertThat(wide.contains(Agreement.krippendorffAlpha(few, Scale.ORDINAL).orElseThrow()))
                .isTrue();
        assertThat(narrow.width()).isLessThan(wide.width() / 3);
        assertThat(Agreement.krippendorffInterval(
                        new double[][] {{1, 1}, {2, 2}, {3}}, Scale.ORDINAL, 0.95, resampling))
                .isEmpty();
        assertThat(Agreement.krippendorffInterval(new double[0][], Scale.NOMINAL, 0.95, resampling))
                .isEmpty();
    }

    private static double[][] noisy(SplittableRandom random, int items) {
        double[][] ratings = new double[items][3];
        for (double[] item : ratings) {
            double level = 1 + random.nextInt(5);
            Arrays.setAll(item, i -> random.nextDouble() < 0.7 ? level : 1 + random.nextInt(5));
        }
        return ratings;
    }

    // Krippendorff 2011, section C: four observers, twelve units, missing ratings; 0.743, 0.815, 0.849. More digits by
    // the
    // double sums of the paper in Python.
    private static final double[][] PAPER = {
        {1, 1, 1},
        {2, 2, 3, 2},
        {3, 3, 3, 3},
        {3, 3, 3, 3},
        {2, 2, 2, 2},
        {1, 2, 3, 4},
        {4, 4, 4, 4},
        {1, 1, 2, 1},
        {2, 2, 2, 2},
        {5, 5, 5},
        {1, 1},
        {3}
    };

    @ParameterizedTest
    @CsvSource({"NOMINAL, 0.743421052631579", "ORDINAL, 0.8153875037548813", "INTERVAL, 0.8491071428571428"})
    void alpha_agrees_with_the_paper(Scale scale, double alpha) {
        assertThat(Agreement.krippendorffAlpha(PAPER, scale).orElseThrow()).isCloseTo(alpha, within(1e-12));
    }

    // Krippendorff 2011, section A: two observers, ten units, binary; alpha 0.095.
    @Test
    void alpha_of_two_observers_and_two_values() {
        int[] first = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
        int[] second = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
        double[][] ratings = new double[10][];
        Arrays.setAll(ratings, i -> new double[] {first[i], second[i]});

        assertThat(Agreement.krippendorffAlpha(ratings, Scale.NOMINAL).orElseThrow())
                .isCloseTo(0.095, within(5e-4));
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void alpha_equals_the_double_sums(Scale scale) {
        SplittableRandom random = new SplittableRandom(2);
        for (int run = 0; run < 100; run++) {
            double[][] ratings = new double[3 + random.nextInt(10)][];
            Arrays.setAll(
                    ratings,
                    i -> random.ints(random.nextInt(5), 0, 4).asDoubleStream().toArray());
            Coefficient alpha = Agreement.krippendorffAlpha(ratings, scale);

            if (alpha.isDefined()) {
                assertThat(alpha.orElseThrow()).isCloseTo(doubleSums(ratings, scale), within(1e-9));
            } else {
                assertThat(alpha.why()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void undefined_alpha_says_why(Scale scale) {
        assertThat(Agreement.krippendorffAlpha(new double[][] {{2, 2}, {2, 2, 2}}, scale)
                        .why())
                .isEqualTo("all ratings are 2.0, so chance agreement is complete too");
        assertThat(Agreement.krippendorffAlpha(new double[][] {{1}, {}, {2}}, scale)
                        .why())
                .isEqualTo("no item has two ratings");
        assertThat(Agreement.krippendorffAlpha(new double[0][], scale).isDefined())
                .isFalse();
        assertThat(Agreement.krippendorffAlpha(new double[][] {{1, 1}, {3, 3}}, scale)
                        .orElseThrow())
                .isEqualTo(1);
        assertThatThrownBy(() -> Agreement.krippendorffAlpha(new double[][] {{1, Double.NaN}}, scale))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void size_and_sign_of_zero_do_not_matter(Scale scale) {
        double[][] tiny = {{-0.0, 0.0}, {1e-200, 1e-200}, {0.0, 1e-200}};
        double[][] plain = {{0, 0}, {1, 1}, {0, 1}};

        assertThat(Agreement.krippendorffAlpha(tiny, scale).orElseThrow())
                .isCloseTo(Agreement.krippendorffAlpha(plain, scale).orElseThrow(), within(1e-12));
    }

    private static double doubleSums(double[][] ratings, Scale scale) {
        double[][] units = Arrays.stream(ratings).filter(u -> u.length > 1).toArray(double[][]::new);
        double[] all = Arrays.stream(units).flatMapToDouble(Arrays::stream).toArray();
        double observed = 0;
        for (double[] unit : units) {
            for (double a : unit) {
                for (double b : unit) {
                    observed += distance(a, b, all, scale) / (unit.length - 1);
                }
            }
        }
        double expected = 0;
        for (double a : all) {
            for (double b : all) {
                expected += distance(a, b, all, scale) / (all.length - 1);
            }
        }
        return 1 - observed / expected;
    }

    private static double distance(double a, double b, double[] all, Scale scale) {
        if (scale == Scale.INTERVAL) {
            return (a - b) * (a - b);
        }
        if (scale == Scale.NOMINAL || a == b) {
            return a == b ? 0 : 1;
        }
        double between = 0;
        for (double value : all) {
            between += value == a || value == b ? 0.5 : value > Math.min(a, b) && value < Math.max(a, b) ? 1 : 0;
        }
        return between * between;
    }
}
