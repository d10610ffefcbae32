package io.genaiops.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.quota.Quota.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several threads do to the cells of one ledger at the same moment. */
class MemoryLedgerTest {

    private static final int THREADS = 4;
    private static final long MOST = 100;
    private static final Span WINDOW = new Span(0, Long.MAX_VALUE);

    private final Quota first = new Quota(0, "first", 1, 0, now -> WINDOW);
    private final Quota second = new Quota(1, "second", 1, 0, now -> WINDOW);
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    private MemoryLedger ledger(int mostKeys) {
        return new MemoryLedger(List.of(first, second), 1_000, mostKeys);
    }

    private Claim[] claims(String key, long units) {
        return new Claim[] {new Claim(first, key, units, MOST), new Claim(second, key, units, MOST)};
    }

    private <T> List<T> atOnce(Callable<T> task) throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Future<T>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(pool.submit(() -> {
                together.await(60, TimeUnit.SECONDS);
                return task.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : all) {
            results.add(each.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    @Test
    void a_settlement_beyond_the_most_gives_nothing_back_before_undecided_claims_are_decided() throws Exception {
        MemoryLedger ledger = ledger(10);
        Grant grant = (Grant) ledger.admit(claims("", 10), 1);
        Cell one = ledger.cell(first, "", 1);
        Cell two = ledger.cell(second, "", 1);
        assertThat(one.tryAddUndecided(5, MOST)).isTrue();

        Future<Grant.Closing> settled = pool.submit(() -> grant.settle(new long[] {200, 0}));
        while (one.tryAdd(0, 0, 1_000) && !settled.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(settled.isDone()).isFalse();
        assertThat(one.held().used()).isEqualTo(5 + 200);
        assertThat(two.held().used()).isEqualTo(10);
        one.takeBack(0, false, 5);
        assertThat(settled.get(60, TimeUnit.SECONDS).first()).isTrue();
        assertThat(one.level().used()).isEqualTo(200);
        assertThat(two.level().used()).isZero();
    }

    @Test
    void where_no_key_has_room_any_more_those_that_are_there_still_count() {
        MemoryLedger ledger = ledger(1);
        assertThat(ledger.admit(claims("only", 1), 1)).isInstanceOf(Grant.class);
        assertThat(ledger.admit(claims("other", 1), 1)).isEqualTo(new Outcome.Shortage(List.of(), 0));
        assertThat(ledger.admit(claims("only", 1), 1)).isInstanceOf(Grant.class);
        assertThat(ledger.level(first, "only", 1).used()).isEqualTo(2);
    }

    @Test
    void what_an_ended_lease_held_is_free_for_all_at_once() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            MemoryLedger ledger = ledger(10);
            assertThat(ledger.admit(claims("", MOST), 1)).isInstanceOf(Grant.class);
            long later = 1 + 1_000;
            assertThat(atOnce(() -> ledger.admit(claims("", MOST / THREADS), later)))
                    .allMatch(Grant.class::isInstance);
            assertThat(ledger.expired()).isEqualTo(1);
        }
    }

    @Test
    void a_claim_within_more_than_can_be_counted_is_refused() {
        assertThatThrownBy(() -> new Claim(first, "", 1, Quota.MOST_UNITS + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("most must be at most 100000000000000000; found: 100000000000000001");
    }
}
