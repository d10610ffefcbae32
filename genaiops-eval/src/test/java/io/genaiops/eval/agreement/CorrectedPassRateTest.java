package io.genaiops.eval.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectedPassRateTest {

    // 160 of 200 passing and 70 of 100 failing items judged rightly: Se 0.9, Sp 0.7.
    private static final JudgeAccuracy JUDGE = new JudgeAccuracy(180, 20, 70, 30);

    // (0.8 + 0.7 - 1) / (0.9 + 0.7 - 1); the interval by the paper's formula in Python with SciPy's quantile.
    @Test
    void rate_and_interval_follow_the_paper() {
        CorrectedPassRate corrected = JUDGE.corrected(new Proportion(800, 1000), 0.95);

        assertThat(corrected.rate().orElseThrow()).isCloseTo(0.5 / 0.6, within(1e-12));
        assertThat(corrected.interval().orElseThrow().low()).isCloseTo(0.7594233978442818, within(1e-9));
        assertThat(corrected.interval().orElseThrow().high()).isCloseTo(0.9129974560538542, within(1e-9));
    }

    // The first call of the authors' published reference program: p = Se = Sp, 10,000 judged, 5,000 + 5,000 calibrated.
    @Test
    void interval_of_an_even_judge_is_symmetric() {
        Interval interval = new JudgeAccuracy(4500, 500, 4500, 500)
                .corrected(new Proportion(5000, 10_000), 0.95)
                .interval()
                .orElseThrow();

        assertThat(interval.low()).isCloseTo(0.4857088025790391, within(1e-9));
        assertThat(interval.high()).isCloseTo(0.514291197420961, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.8, 0.7, 0.9, 100, 100", "0.5, 0.8, 0.8, 40, 40", "0.95, 0.7, 0.9, 50, 150", "0.9, 0.6, 0.8, 60, 60"})
    void interval_covers_the_true_rate_where_the_judged_one_does_not(
            double truth, double specificity, double sensitivity, int failing, int passing) {
        SplittableRandom random = new SplittableRandom(7);
        int covered = 0;
        int refused = 0;
        int naive = 0;
        int runs = 1000;
        for (int run = 0; run < runs; run++) {
            int se = drawn(random, passing, sensitivity);
            int sp = drawn(random, failing, specificity);
            int judged = drawn(random, 500, truth * sensitivity + (1 - truth) * (1 - specificity));
            Proportion rate = new Proportion(judged, 500);
            CorrectedPassRate corrected = new JudgeAccuracy(se, passing - se, sp, failing - sp).corrected(rate, 0.95);
            refused += corrected.rate().isDefined() ? 0 : 1;
            covered += corrected.interval().map(i -> i.contains(truth)).orElse(true) ? 1 : 0;
            naive += rate.wilson(0.95).contains(truth) ? 1 : 0;
        }

        // Monte Carlo standard error 0.007.
        assertThat(covered / (double) runs).isBetween(0.925, 0.985);
        assertThat(refused).isLessThan(runs / 20);
        if (truth != 0.5) {
            assertThat(naive / (double) runs).isLessThan(0.9);
        }
    }

    @Test
    void calibration_adds_to_the_width() {
        Proportion judged = new Proportion(800, 1000);
        JudgeAccuracy small = new JudgeAccuracy(18, 2, 7, 3);
        JudgeAccuracy large = new JudgeAccuracy(18_000, 2000, 7000, 3000);

        assertThat(small.corrected(judged, 0.9).interval().orElseThrow().width())
                .isGreaterThan(
                        JUDGE.corrected(judged, 0.9).interval().orElseThrow().width());
        assertThat(JUDGE.corrected(judged, 0.9).interval().orElseThrow().width())
                .isGreaterThan(
                        large.corrected(judged, 0.9).interval().orElseThrow().width());
    }

    @Test
    void a_judge_that_knows_little_is_refused() {
        Proportion judged = new Proportion(500, 1000);

        assertThat(new JudgeAccuracy(550, 450, 550, 450)
                        .corrected(judged, 0.95)
                        .rate()
                        .why())
                .isEqualTo("sensitivity + specificity - 1 is 0.100; at least 0.2 is needed, so use a better judge");
        assertThat(new JudgeAccuracy(3, 2, 4, 1).corrected(judged, 0.95).rate().why())
                .isEqualTo(
                        "sensitivity + specificity - 1 is 0.400 but not shown to be above 0; calibrate on more items");
        assertThat(new JudgeAccuracy(0, 10, 0, 10)
                        .corrected(judged, 0.95)
                        .rate()
                        .isDefined())
                .isFalse();
        assertThat(new JudgeAccuracy(9, 1, 0, 0).corrected(judged, 0.95).rate().why())
                .isEqualTo("calibration needs passing and failing items; found 10 and 0");
        assertThat(new JudgeAccuracy(9, 1, 0, 0).corrected(judged, 0.95).interval())
                .isEmpty();
    }

    @Test
    void rate_stays_between_zero_and_one_and_inside_its_interval() {
        for (int passed = 0; passed <= 50; passed++) {
            CorrectedPassRate corrected = JUDGE.corrected(new Proportion(passed, 50), 0.95);
            double rate = corrected.rate().orElseThrow();

            assertThat(rate).isBetween(0.0, 1.0);
            assertThat(corrected.interval().orElseThrow().contains(rate)).isTrue();
        }
    }

    @Test
    void accuracy_counts_in_order() {
        boolean[] judge = {true, true, false, false, true, false};
        boolean[] truth = {true, false, true, false, true, false};
        JudgeAccuracy accuracy = Agreement.judgeAccuracy(judge, truth);

        assertThat(accuracy).isEqualTo(new JudgeAccuracy(2, 1, 2, 1));
        assertThat(accuracy.sensitivity()).contains(new Proportion(2, 3));
        assertThat(accuracy.specificity()).contains(new Proportion(2, 3));
        assertThat(accuracy.informedness().orElseThrow()).isCloseTo(1 / 3.0, within(1e-12));
    }

    // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: differences between two independent rates,
    // here
    // between sensitivity and 1 - specificity.
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "6, 7, 2, 7, 0.0582, 0.8062",
        "5, 56, 0, 29, -0.0381, 0.1926",
        "0, 10, 0, 20, -0.1611, 0.2775",
        "0, 10, 0, 10, -0.2775, 0.2775",
        "10, 10, 0, 20, 0.6791, 1",
        "10, 10, 0, 10, 0.6075, 1"
    })
    void informedness_interval_agrees_with_newcombe(int a, int m, int b, int n, double low, double high) {
        Interval interval =
                new JudgeAccuracy(a, m - a, n - b, b).informednessInterval(0.95).orElseThrow();

        assertThat(interval.low()).isCloseTo(low, within(6e-5));
        assertThat(interval.high()).isCloseTo(high, within(6e-5));
    }

    @Test
    void the_table_is_also_that_of_two_raters() {
        TwoRaters raters = new JudgeAccuracy(40, 5, 30, 25).raters();

        // 70 of 100 agree; by chance 0.65 * 0.45 + 0.35 * 0.55 = 0.485.
        assertThat(raters.percentAgreement()).isEqualTo(new Proportion(70, 100));
        assertThat(raters.kappa(Weights.NONE).orElseThrow()).isCloseTo((0.7 - 0.485) / 0.515, within(1e-12));
        assertThat(new JudgeAccuracy(3, 1, 0, 0).informednessInterval(0.95)).isEmpty();
    }

    @Test
    void refuses_tables_that_are_none() {
        assertThatThrownBy(() -> new JudgeAccuracy(0, 0, 0, 0)).hasMessageContaining("at least 1 item");
        assertThatThrownBy(() -> new JudgeAccuracy(1, -1, 0, 0)).hasMessageContaining("1, -1, 0, 0");
        assertThatThrownBy(() -> JUDGE.corrected(new Proportion(1, 2), 1)).hasMessageContaining("found 1.0");
        Proportion judged = new Proportion(1, 2);
        assertThatThrownBy(() -> new CorrectedPassRate(judged, Coefficient.of(1), Optional.empty()))
                .hasMessageContaining("go together");
        assertThatThrownBy(() -> Coefficient.of(Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> Coefficient.undefined(" ")).hasMessageContaining("either a value or a reason");
    }

    private static int drawn(SplittableRandom random, int trials, double rate) {
        int successes = 0;
        for (int i = 0; i < trials; i++) {
            successes += random.nextDouble() < rate ? 1 : 0;
        }
        return successes;
    }
}
