package io.genaiops.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.quota.Quota.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The word of a cell: the use, the lock and the claims that are undecided do not touch each other. */
class CellTest {

    private static final int MOST_UNDECIDED = 15;
    private static final int THREAD = 0;

    private final Cell cell = new Cell(new Span(0, 1));

    @Test
    void claims_are_added_up_to_the_most_and_not_beyond() {
        assertThat(cell.tryAdd(THREAD, 60, 100)).isTrue();
        assertThat(cell.tryAdd(THREAD, 41, 100)).isFalse();
        assertThat(cell.tryAddUndecided(41, 100)).isFalse();
        assertThat(cell.tryAddUndecided(40, 100)).isTrue();
        assertThat(cell.held().used()).isEqualTo(100);
    }

    @Test
    void as_many_are_undecided_as_can_be_noted_and_then_none_until_one_is_decided() {
        for (int i = 0; i < MOST_UNDECIDED; i++) {
            assertThat(cell.tryAddUndecided(1, 1_000)).isTrue();
        }
        assertThat(cell.tryAddUndecided(1, 1_000)).isFalse();
        assertThat(cell.tryAdd(THREAD, 1, 1_000)).as("what is decided at once").isTrue();

        cell.decided(THREAD, false);
        assertThat(cell.tryAddUndecided(1, 1_000)).isTrue();
        cell.takeBack(THREAD, false, 1);
        assertThat(cell.tryAddUndecided(1, 1_000)).isTrue();
        assertThat(cell.held().used()).isEqualTo(MOST_UNDECIDED + 2);
    }

    @Test
    void nothing_is_claimed_in_a_cell_that_is_held_and_what_is_settled_keeps_it_held() {
        cell.tryAdd(THREAD, 10, 100);
        cell.hold();
        assertThat(cell.tryAdd(THREAD, 1, 100)).isFalse();
        assertThat(cell.tryAddUndecided(1, 100)).isFalse();
        cell.settle(THREAD, 10, 4);
        assertThat(cell.tryAdd(THREAD, 1, 100)).isFalse();
        cell.addHeld(5);
        cell.letGo();
        assertThat(cell.level().used()).isEqualTo(9);
        assertThat(cell.tryAdd(THREAD, 1, 100)).isTrue();
    }

    @Test
    void whoever_holds_a_cell_waits_for_what_is_undecided() throws Exception {
        cell.tryAddUndecided(7, 100);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Long> held = other.submit(() -> {
                cell.hold();
                return cell.held().used();
            });
            while (cell.tryAdd(THREAD, 0, 100)) {
                Thread.onSpinWait();
            }
            assertThat(held.isDone()).isFalse();
            cell.takeBack(THREAD, false, 7);
            assertThat(held.get(60, TimeUnit.SECONDS)).isZero();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void more_than_can_be_counted_is_as_much_and_comes_back() {
        for (int i = 0; i < 5; i++) {
            cell.settle(THREAD, 0, Quota.MOST_UNITS);
        }
        assertThat(cell.level().used()).isEqualTo(2 * Quota.MOST_UNITS);
        assertThat(cell.level().spent()).isEqualTo(2 * Quota.MOST_UNITS);
        assertThat(cell.tryAdd(THREAD, 1, Quota.MOST_UNITS)).isFalse();
        cell.settle(THREAD, 2 * Quota.MOST_UNITS, 0);
        cell.settle(THREAD, 1, 0);
        assertThat(cell.level().used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_use_is_the_sum_of_what_was_added_under_many_threads(long seed) throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> sums = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed * 31 + i);
                sums.add(pool.submit(() -> added(random)));
            }
            long sum = 0;
            for (Future<Long> each : sums) {
                sum += each.get(60, TimeUnit.SECONDS);
            }
            assertThat(cell.level().used()).isEqualTo(sum).isLessThanOrEqualTo(50_000);
            for (int i = 0; i < MOST_UNDECIDED; i++) {
                assertThat(cell.tryAddUndecided(0, 50_000))
                        .as("nothing is left undecided")
                        .isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private long added(Random random) {
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            int units = random.nextInt(20);
            switch (random.nextInt(4)) {
                case 0 -> sum += cell.tryAdd(THREAD, units, 50_000) ? units : 0;
                case 1 -> {
                    if (cell.tryAddUndecided(units, 50_000)) {
                        cell.decided(THREAD, false);
                        sum += units;
                    }
                }
                case 2 -> {
                    if (cell.tryAddUndecided(units, 50_000)) {
                        cell.takeBack(THREAD, false, units);
                    }
                }
                default -> {
                    cell.hold();
                    boolean fits = cell.held().used() + units <= 50_000;
                    cell.addHeld(fits ? units : 0);
                    sum += fits ? units : 0;
                    cell.letGo();
                }
            }
        }
        return sum;
    }
}
