package io.genaiops.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell lends to threads is not used, and is called in before anything is refused or told. */
class CellCreditTest {

    private static final long MOST = 1_000_000;
    private static final long SOFT = 800_000;
    private static final int ONE = 0;
    private static final int OTHER = 1;
    private static final int THREADS = 8;

    private final Cell cell = new Cell(new Span(0, 1));

    @Test
    void what_is_lent_is_not_used() {
        cell.lend(MOST);
        assertThat(cell.tryAdd(ONE, 10, MOST)).isTrue();
        assertThat(cell.held().used()).as("with what is lent").isGreaterThan(10);
        assertThat(cell.level()).isEqualTo(new Level(new Span(0, 1), 10, 0));
    }

    @Test
    void a_claim_needs_nobody_elses_word_while_its_lane_has_enough() {
        cell.lend(MOST);
        cell.tryAdd(ONE, 10, MOST);
        long total = cell.held().used();
        for (int i = 0; i < 20; i++) {
            assertThat(cell.tryAdd(ONE, 10, MOST)).isTrue();
        }
        for (int i = 0; i < 20; i++) {
            cell.settle(ONE, 10, 4);
        }
        assertThat(cell.held()).isEqualTo(new Level(new Span(0, 1), total, 0));
        assertThat(cell.level()).isEqualTo(new Level(new Span(0, 1), 10 + 20 * 4, 20 * 4));
    }

    @Test
    void whoever_may_use_less_than_the_ceiling_takes_nothing_that_is_lent() {
        cell.lend(MOST);
        cell.tryAdd(ONE, 10, MOST);
        assertThat(cell.tryAdd(ONE, 1, 5)).isFalse();
        assertThat(cell.tryTakeUndecided(ONE, 1, 5)).isFalse();
        assertThat(cell.tryTakeUndecided(ONE, 1, MOST)).isTrue();
        cell.takeBack(ONE, true, 1);
        assertThat(cell.level().used()).isEqualTo(10);
    }

    @Test
    void a_lane_keeps_no_more_than_its_part_of_what_is_given_back() {
        cell.tryAdd(ONE, MOST - 1, MOST);
        cell.lend(MOST);
        for (int i = 0; i < 1_000; i++) {
            cell.settle(OTHER, 900, 0);
        }
        assertThat(cell.held().used()).as("with what is lent").isLessThan(110_000);
        assertThat(cell.level().used()).isEqualTo(MOST - 1 - 900_000);
    }

    @Test
    void what_is_used_beyond_an_estimate_blocks_also_what_is_lent() {
        cell.lend(MOST);
        cell.tryAdd(ONE, 10, MOST);
        cell.settle(OTHER, 0, MOST);
        cell.callIn(MOST);
        assertThat(cell.tryAdd(ONE, 1, MOST)).isFalse();
        cell.settle(ONE, 10, 0);
        cell.settle(ONE, 0, 0);
        assertThat(cell.tryAdd(ONE, 1, MOST)).isFalse();
        assertThat(cell.level().used()).isEqualTo(MOST);
    }

    @Test
    void a_claim_beyond_the_ceiling_calls_in_what_is_lent() {
        cell.lend(MOST / 2);
        cell.tryAdd(ONE, 10, MOST);
        assertThat(cell.tryAdd(OTHER, MOST / 2, MOST)).isTrue();
        assertThat(cell.reachesSoft(2 * MOST, MOST)).isFalse();
        assertThat(cell.held().used()).isEqualTo(MOST / 2 + 10);
    }

    @Test
    void a_claim_of_nothing_is_refused_too_where_more_than_the_most_is_used() {
        cell.lend(MOST);
        cell.settle(OTHER, 0, MOST + 1);
        assertThat(cell.tryAdd(ONE, 0, MOST)).isFalse();
        assertThat(cell.tryTakeUndecided(ONE, 0, MOST)).isFalse();
    }

    @Test
    void nothing_is_given_back_to_a_lane_while_the_use_is_beyond_the_ceiling() {
        cell.tryAdd(ONE, MOST, MOST);
        cell.lend(MOST + 1);
        cell.settle(OTHER, 0, 5);
        cell.settle(ONE, 4, 0);
        assertThat(cell.held().used()).isEqualTo(MOST + 1);
        cell.settle(ONE, 4, 0);
        assertThat(cell.held().used()).isEqualTo(MOST + 1 - 4);
        assertThat(cell.level().used()).isEqualTo(MOST + 1 - 4);
    }

    @Test
    void the_soft_limit_is_reached_by_what_is_used_and_not_by_what_is_lent() {
        cell.lend(SOFT - 1);
        long used = 0;
        boolean reached = false;
        while (used < SOFT) {
            assertThat(reached).as("at %d", used).isFalse();
            int thread = (int) (used / 700 % 16);
            assertThat(cell.tryAdd(thread, 700, MOST)).isTrue();
            used += 700;
            reached = cell.reachesSoft(SOFT, MOST);
        }
        assertThat(reached).isTrue();
        assertThat(cell.reachesSoft(SOFT, MOST)).isFalse();
        assertThat(cell.level().used()).isEqualTo(used);
    }

    @Test
    void whoever_holds_the_cell_waits_for_what_is_undecided_in_a_lane() throws Exception {
        cell.lend(MOST);
        assertThat(cell.tryTakeUndecided(ONE, 7, MOST)).isTrue();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Long> held = other.submit(() -> {
                cell.hold();
                return cell.held().used();
            });
            while (cell.tryAdd(ONE, 0, MOST)) {
                Thread.onSpinWait();
            }
            assertThat(held.isDone()).isFalse();
            cell.settle(ONE, 0, 3);
            cell.takeBack(ONE, true, 7);
            assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(3);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void a_cell_begins_to_lend_when_threads_get_in_each_others_way_and_ends_at_the_soft_limit() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "threads that run at once");
        for (int i = 0; i < 1_000; i++) {
            cell.tryAdd(i, 1, MOST);
            cell.reachesSoft(SOFT, MOST);
        }
        assertThat(cell.held().used())
                .as("nothing is lent to threads that follow each other")
                .isEqualTo(1_000);

        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                all.add(pool.submit(() -> addUntilLent(thread)));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        long used = cell.level().used();
        assertThat(used).isEqualTo(1_000);
        assertThat(cell.tryAdd(ONE, SOFT - used, MOST)).isTrue();
        assertThat(cell.reachesSoft(SOFT, MOST)).isTrue();
        assertThat(cell.held().used()).isEqualTo(SOFT);
    }

    private void addUntilLent(int thread) {
        while (cell.held().used() < 1_000 + 2 * THREADS
                && !Thread.currentThread().isInterrupted()) {
            if (cell.tryAdd(thread, 1, MOST)) {
                cell.reachesSoft(SOFT, MOST);
                cell.settle(thread, 1, 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void many_threads_never_hold_more_than_the_most_and_are_refused_only_what_does_not_fit(long seed) throws Exception {
        Ledger ledger = new Ledger();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed * 31 + i);
                all.add(pool.submit(() -> ledger.claimAndClose(random)));
            }
            for (Future<?> each : all) {
                each.get(120, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        for (int i = 0; i < 2; i++) {
            Level level = ledger.level(i);
            assertThat(level.spent()).isEqualTo(ledger.spent.get());
            assertThat(level.used()).isEqualTo(ledger.spent.get());
        }
        assertThat(ledger.refused.get()).isPositive();
        assertThat(ledger.softRaised.get()).isEqualTo(2);
        long left = MOST - ledger.spent.get();
        assertThat(ledger.admit(left + 1)).isInstanceOf(Outcome.Shortage.class);
        assertThat(ledger.admit(left)).isInstanceOf(Grant.class);
    }

    /** Two quotas of one ledger, and what its callers know to hold. */
    private static final class Ledger {

        private static final Span WINDOW = new Span(0, Long.MAX_VALUE);
        private static final int CALLS = 20_000;

        final AtomicLong held = new AtomicLong();
        final AtomicLong spent = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicInteger softRaised = new AtomicInteger();
        private final Quota first = new Quota(0, "first", SOFT, 0, now -> WINDOW);
        private final Quota second = new Quota(1, "second", SOFT, 0, now -> WINDOW);
        private final MemoryLedger ledger = new MemoryLedger(List.of(first, second), 1_000_000, 10);

        Outcome admit(long units) {
            return ledger.admit(new Claim[] {new Claim(first, "", units, MOST), new Claim(second, "", units, MOST)}, 1);
        }

        Level level(int place) {
            return ledger.level(place == 0 ? first : second, "", 1);
        }

        void claimAndClose(Random random) {
            Deque<Runnable> open = new ArrayDeque<>();
            for (int i = 0; i < CALLS; i++) {
                long units = 1L + random.nextInt(random.nextInt(50) == 0 ? 20_000 : 200);
                if (admit(units) instanceof Grant grant) {
                    assertThat(held.addAndGet(units)).isLessThanOrEqualTo(MOST);
                    raised(grant.softRaised());
                    open.add(() -> close(grant, units, random.nextInt(40) == 0 ? 1 : 0));
                } else {
                    refused.incrementAndGet();
                }
                while (!open.isEmpty() && (random.nextInt(100) < 45 || held.get() > MOST - 1_000)) {
                    open.remove().run();
                }
                lendOrLook(i);
            }
            open.forEach(Runnable::run);
        }

        private void lendOrLook(int call) {
            if (call % 1_000 == 0) {
                assertThat(level(call / 1_000 % 2).used()).isLessThanOrEqualTo(MOST);
            } else if (call % 50 == 0) {
                ledger.cell(first, "", 1).lend(MOST);
                ledger.cell(second, "", 1).lend(SOFT - 1);
            }
        }

        private void close(Grant grant, long units, long actual) {
            held.addAndGet(actual - units);
            spent.addAndGet(actual);
            raised((actual == 0 ? grant.release() : grant.settle(new long[] {actual, actual})).softRaised());
        }

        private void raised(long soft) {
            softRaised.addAndGet(Long.bitCount(soft));
        }
    }
}
