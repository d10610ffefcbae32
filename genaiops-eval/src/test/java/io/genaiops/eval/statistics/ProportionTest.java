package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

    // Newcombe 1998, Statistics in Medicine 17:857, table I: methods 3 (score) and 5 (exact).
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662, 0.2527, 0.3676",
        "15, 148, 0.0624, 0.1605, 0.0578, 0.1617",
        "0, 20, 0, 0.1611, 0, 0.1684",
        "1, 29, 0.0061, 0.1718, 0.0009, 0.1776"
    })
    void intervals_agree_with_newcombe(int k, int n, double low, double high, double exactLow, double exactHigh) {
        Interval wilson = new Proportion(k, n).wilson(0.95);
        Interval exact = new Proportion(k, n).clopperPearson(0.95);

        assertThat(wilson.low()).isCloseTo(low, within(6e-5));
        assertThat(wilson.high()).isCloseTo(high, within(6e-5));
        assertThat(exact.low()).isCloseTo(exactLow, within(6e-5));
        assertThat(exact.high()).isCloseTo(exactHigh, within(6e-5));
    }

    // SciPy 1.17.1, binomtest(k, n).proportion_ci(0.95, 'wilson').
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.2775327999",
        "8, 10, 0.4901624715, 0.9433178485",
        "10, 10, 0.7224672001, 1",
        "19, 20, 0.7638688066, 0.9911185512",
        "1, 3, 0.0614919447, 0.7923403992",
        "450, 500, 0.8705780904, 0.9233224373"
    })
    void wilson_agrees_with_scipy(int successes, int trials, double low, double high) {
        Interval interval = Statistics.passRate(successes, trials).wilson(0.95);

        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(high, within(1e-9));
    }

    // SciPy 1.17.1, binomtest(k, n).proportion_ci(0.95, 'exact').
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.3084971078",
        "8, 10, 0.4439045377, 0.9747892737",
        "10, 10, 0.6915028922, 1",
        "19, 20, 0.7512672372, 0.9987349105",
        "1, 3, 0.0084037587, 0.9057006759",
        "450, 500, 0.8702909143, 0.9248641849"
    })
    void clopper_pearson_agrees_with_scipy(int successes, int trials, double low, double high) {
        Interval interval = Statistics.passRate(successes, trials).clopperPearson(0.95);

        assertThat(interval.low()).isCloseTo(low, within(1e-8));
        assertThat(interval.high()).isCloseTo(high, within(1e-8));
    }

    @Test
    void wilson_covers_where_student_does_not() {
        BinomialDistribution passes = BinomialDistribution.of(20, 0.95);
        double wilson = 0;
        double student = 0;
        for (int k = 0; k <= 20; k++) {
            double weight = passes.probability(k);
            wilson += Statistics.passRate(k, 20).wilson(0.95).contains(0.95) ? weight : 0;
            double rate = k / 20.0;
            double half = TDistribution.of(19).inverseSurvivalProbability(0.025) * Math.sqrt(rate * (1 - rate) / 19);
            student += Math.abs(rate - 0.95) <= half ? weight : 0;
        }

        assertThat(wilson).isCloseTo(0.9245, within(1e-3));
        assertThat(student).isCloseTo(0.6415, within(1e-3));
    }

    @ParameterizedTest
    @CsvSource({"5, 0.5", "20, 0.95", "40, 0.1", "100, 0.99"})
    void clopper_pearson_never_covers_less_than_it_promises(int trials, double rate) {
        BinomialDistribution passes = BinomialDistribution.of(trials, rate);
        double covered = 0;
        for (int k = 0; k <= trials; k++) {
            covered += Statistics.passRate(k, trials).clopperPearson(0.9).contains(rate) ? passes.probability(k) : 0;
        }

        assertThat(covered).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void both_intervals_hold_the_rate_and_mirror_for_failures() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 500; i++) {
            int trials = 1 + random.nextInt(3000);
            int passed = random.nextInt(trials + 1);
            double level = 0.5 + random.nextDouble() * 0.499;
            Proportion rate = Statistics.passRate(passed, trials);
            Interval wilson = rate.wilson(level);
            Interval mirrored = Statistics.passRate(trials - passed, trials).wilson(level);

            assertThat(wilson.contains(rate.rate())).isTrue();
            assertThat(rate.clopperPearson(level).contains(rate.rate())).isTrue();
            assertThat(mirrored.low()).isCloseTo(1 - wilson.high(), within(1e-12));
        }
    }

    @Test
    void no_trials_are_an_error_and_not_a_number() {
        assertThatThrownBy(() -> Statistics.passRate(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a rate needs at least 1 trial; found 0 of 0");
        assertThatThrownBy(() -> Statistics.passRate(11, 10))
                .hasMessage("successes must lie between 0 and 10 trials; found 11");
        assertThatThrownBy(() -> Statistics.passRate(-1, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Statistics.passRate(1, 10).wilson(95))
                .hasMessage("level must lie strictly between 0 and 1, as 0.95; found 95.0");
    }
}
