package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import io.genaiops.eval.junit.Scoreboard.Attempt;
import io.genaiops.eval.statistics.SequentialPassRate;
import io.genaiops.eval.statistics.SequentialPassRate.Decision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreboardTest {

    private static void run(Scoreboard board, List<Sample> samples, int item, boolean... passes) {
        for (int i = 0; i < passes.length; i++) {
            Attempt attempt = new Attempt(item, samples.get(item), i + 1, passes.length);
            board.begin(attempt);
            board.record(attempt, passes[i] ? Judgement.PASSED : Judgement.FAILED, "");
        }
    }

    private static List<Sample> samples(int count) {
        return Rows.of(count, 0).samples();
    }

    @Test
    void a_rate_that_the_rest_cannot_change_is_settled() {
        List<Sample> samples = samples(10);
        Scoreboard board = new Scoreboard(samples, 1, 0.9);
        run(board, samples, 0, false);
        assertThat(board.isSettled()).isFalse();
        run(board, samples, 1, false);
        assertThat(board.isSettled()).isTrue();
        assertThat(board.verdict().judgement()).isEqualTo(Judgement.FAILED);

        Scoreboard reached = new Scoreboard(samples, 1, 0.2);
        run(reached, samples, 0, true);
        assertThat(reached.isSettled()).isFalse();
        run(reached, samples, 1, true);
        assertThat(reached.isSettled()).isTrue();
        assertThat(reached.verdict().judgement()).isEqualTo(Judgement.PASSED);
    }

    @Test
    void one_failure_settles_that_all_must_pass_and_passes_never_do_before_the_end() {
        List<Sample> samples = samples(100);
        Scoreboard board = new Scoreboard(samples, 1, 1);
        for (int i = 0; i < 99; i++) {
            run(board, samples, i, true);
            assertThat(board.isSettled()).isFalse();
        }
        run(board, samples, 99, false);
        assertThat(board.isSettled()).isTrue();
    }

    @Test
    void only_samples_that_were_run_in_full_count_towards_a_stop() {
        List<Sample> samples = samples(2);
        Scoreboard board = new Scoreboard(samples, 2, 1);
        Attempt half = new Attempt(0, samples.get(0), 1, 2);
        board.begin(half);
        board.record(half, Judgement.FAILED, "bad");

        assertThat(board.isSettled()).isFalse();
        assertThat(board.isQuiet()).isTrue();
        assertThat(board.failures()).isEqualTo(1);
    }

    @Test
    void low_coverage_is_no_reason_to_stop_with_a_pass() {
        List<Sample> samples = samples(400);
        Scoreboard board = new Scoreboard(samples, 1, 0.5);
        for (int i = 0; i < 100; i++) {
            Attempt attempt = new Attempt(i, samples.get(i), 1, 1);
            board.begin(attempt);
            board.record(attempt, i % 10 == 0 ? Judgement.INCONCLUSIVE : Judgement.PASSED, "");
        }
        assertThat(new SequentialPassRate(90, 0, 0.95).decide(0.5)).isEqualTo(Decision.MET);
        assertThat(board.isSettled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.9, 0.95, 1})
    void what_is_settled_by_counting_is_what_the_whole_run_says(double required) {
        Random random = new Random(7);
        List<Sample> all = samples(12);
        for (int round = 0; round < 500; round++) {
            int size = 1 + random.nextInt(12);
            List<Sample> samples = all.subList(0, size);
            Scoreboard board = new Scoreboard(samples, 3, required);
            double rate = random.nextDouble();
            Judgement early = null;
            boolean bySequence = false;
            for (int item = 0; item < size; item++) {
                run(
                        board,
                        samples,
                        item,
                        random.nextDouble() < rate,
                        random.nextDouble() < rate,
                        random.nextDouble() < rate);
                if (early == null && board.isSettled()) {
                    early = board.verdict().judgement();
                    bySequence = item + 1 < size && required < 1 && isSequential(board.verdict(), required);
                }
            }
            if (early != null && !bySequence) {
                assertThat(early).isEqualTo(board.verdict().judgement());
            }
        }
    }

    private static boolean isSequential(PassRateVerdict verdict, double required) {
        int low = (int) Math.floor(verdict.passes() + 1e-9);
        int high = (int) Math.ceil(verdict.passes() - 1e-9);
        int items = verdict.judgedItems();
        return new SequentialPassRate(low, items - low, 0.95).decide(required) == Decision.MET
                || new SequentialPassRate(high, items - high, 0.95).decide(required) == Decision.MISSED;
    }

    /** At a true rate of exactly the required one, an early stop of either kind is a mistake in at most 5 % of runs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_stop_on_evidence_errs_in_at_most_one_of_twenty_runs(int repetitions) {
        Random random = new Random(11);
        int rounds = 1_000;
        int stopped = 0;
        List<Sample> samples = samples(1_000); // so many that counting alone settles nothing
        for (int round = 0; round < rounds; round++) {
            Scoreboard board = new Scoreboard(samples, repetitions, 0.8);
            for (int item = 0; item < 100 && !board.isSettled(); item++) {
                boolean[] passes = new boolean[repetitions];
                for (int i = 0; i < repetitions; i++) {
                    passes[i] = random.nextDouble() < 0.8;
                }
                run(board, samples, item, passes);
            }
            stopped += board.isSettled() ? 1 : 0;
        }
        assertThat(stopped).isLessThanOrEqualTo(rounds / 20);
    }

    @Test
    void a_run_that_was_given_up_is_no_hole() {
        List<Sample> samples = samples(2);
        Scoreboard board = new Scoreboard(samples, 1, 0.5);
        run(board, samples, 0, true);
        Attempt second = new Attempt(1, samples.get(1), 1, 1);
        board.begin(second);
        assertThat(board.isQuiet()).isFalse();
        board.giveUp(second);

        assertThat(board.isQuiet()).isTrue();
        assertThat(board.verdict().headline())
                .isEqualTo("pass rate 1/1 (0.03-1.00), required 0.50, stopped early after 1 of 2 samples");
    }
}
