package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    // Forty scores from 0 to 39: the percentile interval of the mean is close to mean +- 1.96 s / sqrt(n), s with
    // divisor n.
    @Test
    void percentile_interval_of_a_mean_is_the_normal_one() {
        double half = 1.959963984540054 * Math.sqrt((40.0 * 40 - 1) / 12) / Math.sqrt(40);
        Interval interval = Resampling.seeded(3)
                .times(100_000)
                .interval(40, 0.95, drawn -> OptionalDouble.of(mean(drawn)))
                .orElseThrow();

        assertThat(interval.low()).isCloseTo(19.5 - half, within(0.1));
        assertThat(interval.high()).isCloseTo(19.5 + half, within(0.1));
    }

    @Test
    void interval_covers_the_true_figure() {
        int covered = 0;
        SplittableRandom random = new SplittableRandom(4);
        for (int run = 0; run < 500; run++) {
            double[] scores = random.doubles(60).toArray();
            covered += Resampling.seeded(run)
                            .times(400)
                            .interval(
                                    60,
                                    0.95,
                                    drawn -> OptionalDouble.of(Arrays.stream(drawn)
                                            .mapToDouble(i -> scores[i])
                                            .average()
                                            .orElseThrow()))
                            .orElseThrow()
                            .contains(0.5)
                    ? 1
                    : 0;
        }
        // Monte Carlo standard error 0.01; percentile intervals are a little narrow.
        assertThat(covered / 500.0).isBetween(0.905, 0.98);
    }

    @Test
    void figures_that_are_mostly_undefined_or_do_not_vary_have_no_interval() {
        Resampling resampling = Resampling.seeded(1).times(1000);
        int[] asked = {0};

        assertThat(resampling.interval(10, 0.95, drawn -> OptionalDouble.of(1))).isEmpty();
        assertThat(resampling.interval(
                        10,
                        0.95,
                        drawn -> asked[0]++ % 10 == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean(drawn))))
                .isEmpty();
        assertThat(asked[0]).isEqualTo(1000);
        assertThat(resampling.interval(
                        10,
                        0.95,
                        drawn -> asked[0]++ % 25 == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean(drawn))))
                .isPresent();
        assertThatThrownBy(() -> resampling.interval(0, 0.95, drawn -> OptionalDouble.of(1)))
                .hasMessage("items must be at least 1; found 0");
    }

    @Test
    void one_seed_gives_one_interval() {
        Optional<Interval> one = Resampling.seeded(5).interval(30, 0.9, drawn -> OptionalDouble.of(mean(drawn)));

        assertThat(Resampling.seeded(5).interval(30, 0.9, drawn -> OptionalDouble.of(mean(drawn))))
                .isEqualTo(one);
        assertThat(Resampling.seeded(6).interval(30, 0.9, drawn -> OptionalDouble.of(mean(drawn))))
                .isNotEqualTo(one);
    }

    private static double mean(int[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
