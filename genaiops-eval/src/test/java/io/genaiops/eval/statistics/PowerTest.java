package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTest {

    private final Power usual = Power.usual();

    // Connor 1987: (1.959964 sqrt(d) + 0.841621 sqrt(d - D^2))^2 / D^2, rounded up.
    @ParameterizedTest
    @CsvSource({"0.2, 0.05, 626", "0.1, 0.02, 1960", "0.3, 0.1, 234", "0.05, 0.05, 155"})
    void items_for_rates_follow_the_formula(double discordance, double difference, long items) {
        assertThat(usual.itemsForRates(discordance, difference)).isEqualTo(items);
    }

    @Test
    void detectable_rate_is_the_inverse() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            Power power = new Power(0.9 + 0.09 * random.nextDouble(), 0.6 + 0.35 * random.nextDouble());
            int items = 20 + random.nextInt(20_000);
            double discordance = random.nextDouble();
            double difference = power.detectableRate(items, discordance).orElseThrow();

            assertThat(power.itemsForRates(Math.max(discordance, difference), difference))
                    .isEqualTo(items);
        }
    }

    @Test
    void detectable_mean_is_the_inverse() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 300; i++) {
            int items = 6 + random.nextInt(5000);
            double deviation = 0.01 + random.nextDouble();
            double difference = usual.detectableMean(items, deviation).orElseThrow();

            assertThat(usual.itemsForMeans(deviation, difference)).isEqualTo(items);
        }
    }

    // (t(0.975, n-1) + t(0.8, n-1)) / sqrt(n) by SciPy 1.17.1.
    @ParameterizedTest
    @CsvSource({"10, 0.9947137350096734", "30, 0.5293595431273088", "100, 0.28294839835399144"})
    void detectable_mean_follows_student(int items, double difference) {
        assertThat(usual.detectableMean(items, 1).orElseThrow()).isCloseTo(difference, within(1e-9));
    }

    @Test
    void more_items_show_less() {
        double last = 2;
        for (int items = 6; items < 3000; items = items * 3 / 2) {
            double rate = usual.detectableRate(items, 0.1).orElseThrow();
            assertThat(rate).isLessThan(last).isPositive();
            last = rate;
        }
    }

    @Test
    void below_six_items_nothing_can_be_shown_at_95_percent() {
        assertThat(usual.fewestItems()).isEqualTo(6);
        assertThat(new Power(0.99, 0.8).fewestItems()).isEqualTo(8);
        assertThat(usual.detectableRate(5, 1)).isEmpty();
        assertThat(usual.detectableMean(5, 1)).isEmpty();
        assertThat(usual.itemsForRates(1, 1)).isEqualTo(6);
        assertThat(usual.itemsForMeans(0.001, 1)).isEqualTo(6);
    }

    @Test
    void planned_items_find_the_difference_about_as_often_as_planned() {
        SplittableRandom random = new SplittableRandom(3);
        int found = 0;
        int runs = 2000;
        for (int run = 0; run < runs; run++) {
            int[] counts = new int[3];
            for (int i = 0; i < 626; i++) {
                double u = random.nextDouble();
                counts[u < 0.125 ? 0 : u < 0.2 ? 1 : 2]++;
            }
            found += new McNemar(counts[2], counts[1], counts[0], 0).pValue() <= 0.05 ? 1 : 0;
        }

        // The exact test is a little more careful than the formula's; Monte Carlo standard error 0.009.
        assertThat(found / (double) runs).isBetween(0.74, 0.82);
    }

    @Test
    void refuses_plans_that_mean_nothing() {
        assertThatThrownBy(() -> usual.itemsForRates(0.1, 0.2)).hasMessageContaining("difference 0.2, discordance 0.1");
        assertThatThrownBy(() -> usual.itemsForRates(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.itemsForMeans(0, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.detectableRate(0, 0.1)).hasMessage("items must be at least 1; found 0");
        assertThatThrownBy(() -> usual.detectableRate(9, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> usual.detectableMean(9, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Power(0.95, 0.01)).hasMessageContaining("found 0.01");
    }
}
