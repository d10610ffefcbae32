package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.statistics.SequentialPassRate.Decision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequentialPassRateTest {

    @Test
    void starts_open() {
        SequentialPassRate start = Statistics.sequentialPassRate(0.95);

        assertThat(start.interval()).isEqualTo(new Interval(0, 1, 0.95));
        assertThat(start.decide(0.9)).isEqualTo(Decision.CONTINUE);
    }

    // All passed: (n + 1) p^n = 0.05 has the solution p = (0.05 / (n + 1))^(1/n).
    @Test
    void interval_of_passes_alone_has_a_closed_form() {
        Interval interval = new SequentialPassRate(30, 0, 0.95).interval();

        assertThat(interval.low()).isCloseTo(Math.pow(0.05 / 31, 1 / 30.0), within(1e-12));
        assertThat(interval.high()).isEqualTo(1);
        assertThat(new SequentialPassRate(0, 30, 0.95).interval().high()).isCloseTo(1 - interval.low(), within(1e-12));
    }

    // (n + 1) 0.9^n first falls below 0.05 at 69 passes.
    @Test
    void decides_at_the_first_item_that_settles_it() {
        assertThat(new SequentialPassRate(68, 0, 0.95).decide(0.9)).isEqualTo(Decision.CONTINUE);
        assertThat(new SequentialPassRate(69, 0, 0.95).decide(0.9)).isEqualTo(Decision.MET);
        assertThat(new SequentialPassRate(0, 2, 0.95).decide(0.9)).isEqualTo(Decision.MISSED);
    }

    @Test
    void decision_and_interval_agree() {
        SequentialPassRate count = Statistics.sequentialPassRate(0.9);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 400; i++) {
            count = count.plus(random.nextDouble() < 0.7);
            Interval interval = count.interval();
            for (double target : new double[] {0.3, 0.5, 0.6, 0.65, 0.75, 0.9}) {
                Decision decision = count.decide(target);
                assertThat(decision == Decision.MET).isEqualTo(target <= interval.low());
                assertThat(decision == Decision.MISSED).isEqualTo(target >= interval.high());
            }
        }
        assertThat(count.passed() + count.failed()).isEqualTo(400);
    }

    @Test
    void looking_after_every_item_rules_out_the_truth_at_most_five_times_in_a_hundred() {
        SplittableRandom random = new SplittableRandom(5);
        int runs = 1000;
        int wrong = 0;
        int naive = 0;
        for (int run = 0; run < runs; run++) {
            SequentialPassRate count = Statistics.sequentialPassRate(0.95);
            boolean out = false;
            boolean peeked = false;
            for (int i = 1; i <= 500; i++) {
                count = count.plus(random.nextDouble() < 0.9);
                out |= count.decide(0.9) != Decision.CONTINUE;
                peeked |= !Statistics.passRate(count.passed(), i).wilson(0.95).contains(0.9);
            }
            wrong += out ? 1 : 0;
            naive += peeked ? 1 : 0;
        }

        // Monte Carlo standard error 0.007; a fixed-size interval that is looked at each time fails far more often.
        assertThat(wrong / (double) runs).isLessThanOrEqualTo(0.05 + 0.021);
        assertThat(naive / (double) runs).isGreaterThan(0.2);
    }

    @Test
    void refuses_targets_that_cannot_be_crossed() {
        assertThatThrownBy(() -> Statistics.sequentialPassRate(0.95).decide(1)).hasMessageContaining("found 1.0");
        assertThatThrownBy(() -> new SequentialPassRate(-1, 0, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Statistics.sequentialPassRate(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
