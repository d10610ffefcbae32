package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

    // SciPy 1.17.1, binomtest(min(b, c), b + c).pvalue; the first by hand: 2 * (1 + 9) / 2^9.
    @ParameterizedTest
    @CsvSource({
        "1, 8, 0.0390625",
        "0, 5, 0.0625",
        "0, 6, 0.03125",
        "5, 15, 0.04138946533203125",
        "25, 10, 0.016673847800120715",
        "59, 6, 4.964650327128616e-12",
        "0, 0, 1",
        "4, 4, 1",
        "1, 0, 1"
    })
    void p_value_is_the_exact_binomial_one(int firstOnly, int secondOnly, double p) {
        assertThat(new McNemar(3, firstOnly, secondOnly, 2).pValue()).isCloseTo(p, within(p * 1e-12));
        assertThat(new McNemar(3, secondOnly, firstOnly, 2).pValue()).isCloseTo(p, within(p * 1e-12));
    }

    // First row: Fagerland, Lydersen, Laake 2014, Statistics in Medicine 33:2850, data of Bentur et al. 2009: Tango
    // -0.517
    // to -0.026. All rows: the score equation solved by SciPy 1.17.1, brentq. Pairs (b, c, n), difference (b - c) / n.
    @ParameterizedTest
    @CsvSource({
        "1, 7, 21, -0.5172322764213774, -0.026003032480868517",
        "40, 20, 160, 0.030864533133087364, 0.21806424416682565",
        "12, 2, 50, 0.06111240618634396, 0.3447087482821487",
        "5, 0, 10, 0.0837008002056662, 0.763406909487436",
        "9, 3, 44, -0.02009579786971053, 0.2947856044575154"
    })
    void interval_is_the_score_interval_of_tango(int wins, int losses, int items, double low, double high) {
        Interval interval = new McNemar(items - wins - losses, losses, wins, 0).interval(0.95);

        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(high, within(1e-9));
    }

    // Without discordant items the score equation has the closed solution z^2 / (n + z^2).
    @Test
    void interval_is_open_to_change_when_nothing_changed() {
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.975);
        Interval interval = new McNemar(6, 0, 0, 4).interval(0.95);

        assertThat(interval.high()).isCloseTo(z * z / (10 + z * z), within(1e-9));
        assertThat(interval.low()).isCloseTo(-z * z / (10 + z * z), within(1e-9));
    }

    @Test
    void interval_stays_between_minus_one_and_one_for_every_small_table() {
        for (int n = 1; n <= 12; n++) {
            for (int b = 0; b <= n; b++) {
                for (int c = 0; c <= n - b; c++) {
                    McNemar table = new McNemar(n - b - c, b, c, 0);
                    Interval interval = table.interval(0.95);
                    assertThat(interval.low()).isGreaterThanOrEqualTo(-1);
                    assertThat(interval.high()).isLessThanOrEqualTo(1);
                    assertThat(interval.contains(table.difference())).isTrue();
                }
            }
        }
    }

    @Test
    void whenever_the_exact_test_rejects_the_interval_excludes_zero() {
        int rejected = 0;
        for (double level : new double[] {0.9, 0.95, 0.99, 0.999}) {
            double critical = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
            for (int discordant = 1; discordant <= 400; discordant++) {
                for (int losses = 0; 2 * losses < discordant; losses++) {
                    McNemar table = new McNemar(0, losses, discordant - losses, 0);
                    if (table.pValue() <= 1 - level) {
                        rejected++;
                        // Tango's interval excludes 0 exactly when this statistic passes the normal quantile.
                        assertThat((discordant - 2 * losses) / Math.sqrt(discordant))
                                .isGreaterThan(critical);
                    }
                }
            }
        }
        assertThat(rejected).isGreaterThan(10_000);
    }

    @Test
    void counts_pairs_in_order() {
        boolean[] first = {true, true, false, false, true};
        boolean[] second = {true, false, true, true, true};
        McNemar table = Statistics.paired(first, second);

        assertThat(table).isEqualTo(new McNemar(2, 1, 2, 0));
        assertThat(table.items()).isEqualTo(5);
        assertThat(table.first()).isEqualTo(new Proportion(3, 5));
        assertThat(table.second()).isEqualTo(new Proportion(4, 5));
        assertThat(table.difference()).isEqualTo(0.2);
        assertThat(table.winRate()).contains(new Proportion(2, 3));
        assertThat(table.negated().difference()).isEqualTo(-0.2);
        assertThat(table.negated().negated()).isEqualTo(table);
    }

    @Test
    void no_discordant_item_means_no_win_rate() {
        assertThat(new McNemar(1, 0, 0, 0).winRate()).isEmpty();
        assertThat(new McNemar(1, 0, 0, 0).pValue()).isEqualTo(1);
    }

    @Test
    void refuses_tables_that_are_none() {
        assertThatThrownBy(() -> new McNemar(0, 0, 0, 0)).hasMessage("a comparison needs at least 1 item; found 0");
        assertThatThrownBy(() -> new McNemar(1, -1, 0, 0)).hasMessageContaining("1, -1, 0, 0");
        assertThatThrownBy(() -> Statistics.paired(new boolean[2], new boolean[3]))
                .hasMessage("paired runs need the same items, at least 1; found 2 and 3");
        assertThatThrownBy(() -> Statistics.paired(new boolean[0], new boolean[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
