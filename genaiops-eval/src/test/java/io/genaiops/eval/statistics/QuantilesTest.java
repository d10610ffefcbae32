package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    // NumPy 2.4.6, quantile([15, 20, 35, 40, 50], [.5, .95, .99, .3]).
    @Test
    void quantiles_agree_with_numpy() {
        Quantiles quantiles = Statistics.quantiles(50, 20, 15, 40, 35);

        assertThat(quantiles.p50()).isEqualTo(35);
        assertThat(quantiles.p95()).isCloseTo(48, within(1e-12));
        assertThat(quantiles.p99()).isCloseTo(49.6, within(1e-12));
        assertThat(quantiles.quantile(0.3)).isCloseTo(23, within(1e-12));
        assertThat(quantiles.quantile(0)).isEqualTo(15);
        assertThat(quantiles.quantile(1)).isEqualTo(50);
    }

    // The table of sign-test intervals for the median: 6th and 15th of 20 values cover 0.9586 (Conover 1999, table A3).
    @Test
    void interval_of_the_median_of_twenty_runs_from_the_sixth_to_the_fifteenth() {
        assertThat(oneTo(20).interval(0.5, 0.95)).contains(new Interval(6, 15, 0.95));
    }

    @Test
    void interval_is_empty_until_there_are_values_enough() {
        assertThat(oneTo(5).interval(0.5, 0.95)).isEmpty();
        assertThat(oneTo(6).interval(0.5, 0.95)).contains(new Interval(1, 6, 0.95));
        // 0.99^368 is the first power not above 0.025.
        assertThat(oneTo(367).interval(0.99, 0.95)).isEmpty();
        assertThat(oneTo(368).interval(0.99, 0.95)).isPresent();
    }

    @Test
    void interval_covers_at_least_as_often_as_it_says_for_skewed_values() {
        SplittableRandom random = new SplittableRandom(2);
        int covered = 0;
        for (int run = 0; run < 2000; run++) {
            double[] latencies = random.doubles(150).map(u -> -Math.log1p(-u)).toArray();
            Interval interval =
                    Statistics.quantiles(latencies).interval(0.95, 0.95).orElseThrow();
            covered += interval.contains(Math.log(20)) ? 1 : 0;
        }

        // Monte Carlo standard error 0.005.
        assertThat(covered / 2000.0).isBetween(0.935, 0.985);
    }

    @Test
    void interval_holds_the_estimate() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 300; run++) {
            Quantiles quantiles =
                    Statistics.quantiles(random.doubles(6 + random.nextInt(500)).toArray());
            for (double share : new double[] {0.5, 0.9, 0.95, 0.99}) {
                quantiles
                        .interval(share, 0.95)
                        .ifPresent(i -> assertThat(i.contains(quantiles.quantile(share)))
                                .isTrue());
            }
        }
    }

    @Test
    void refuses_shares_outside_and_values_that_are_none() {
        assertThatThrownBy(() -> oneTo(3).quantile(95)).hasMessage("share must lie between 0 and 1; found 95.0");
        assertThatThrownBy(() -> oneTo(3).interval(1, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Statistics.quantiles()).hasMessageContaining("at least 1 score");
        assertThat(Statistics.quantiles(7).p99()).isEqualTo(7);
        assertThat(Statistics.quantiles(7).interval(0.5, 0.95)).isEmpty();
    }

    @Test
    void repeats_of_an_item_count_as_one_item() {
        double[] thrice = IntStream.rangeClosed(1, 60)
                .map(i -> (i + 2) / 3)
                .asDoubleStream()
                .toArray();
        Quantiles repeated = Statistics.repeatedQuantiles(20, thrice);

        assertThat(repeated.count()).isEqualTo(60);
        assertThat(repeated.items()).isEqualTo(20);
        assertThat(repeated.interval(0.5, 0.95)).isEqualTo(oneTo(20).interval(0.5, 0.95));
        assertThat(Statistics.repeatedQuantiles(5, 1, 2, 3, 4, 5, 6, 7).interval(0.5, 0.95))
                .isEmpty();
        assertThatThrownBy(() -> Statistics.repeatedQuantiles(3, 1, 2))
                .hasMessage("items must be 1 to the 2 values; found: 3");
    }

    @Test
    void interval_of_repeats_covers_at_least_as_often_as_it_says() {
        SplittableRandom random = new SplittableRandom(12);
        for (double within : new double[] {0, 0.5, 5}) {
            int covered = 0;
            for (int run = 0; run < 1000; run++) {
                double[] values = new double[400];
                for (int i = 0; i < values.length; i += 4) {
                    double item = random.nextDouble() - 0.5;
                    for (int k = 0; k < 4; k++) {
                        values[i + k] = item + within * (random.nextDouble() - 0.5);
                    }
                }
                Interval interval = Statistics.repeatedQuantiles(100, values)
                        .interval(0.5, 0.95)
                        .orElseThrow();
                covered += interval.contains(0) ? 1 : 0;
            }

            assertThat(covered / 1000.0).isGreaterThan(0.935);
        }
    }

    private static Quantiles oneTo(int n) {
        return Statistics.quantiles(IntStream.rangeClosed(1, n).asDoubleStream().toArray());
    }
}
