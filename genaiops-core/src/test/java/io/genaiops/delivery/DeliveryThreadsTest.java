package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static io.genaiops.delivery.Workbench.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when several threads ask, or the store takes its time. Latches decide the order, nothing sleeps. */
@Timeout(60)
class DeliveryThreadsTest {

    private static final Duration AN_INSTANT = Duration.ofMillis(1);
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final FaultyStore store = FaultyStore.withGuide();
    private final Workbench bench = new Workbench();
    private final ExecutorService callers = Executors.newFixedThreadPool(8);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void end() {
        released.countDown();
        callers.shutdownNow();
    }

    private void storeHangs() {
        store.first(() -> {
            arrived.countDown();
            await(released);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private <T> List<T> together(int threads, Callable<T> call) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            futures.add(callers.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void callers_of_one_reference_wait_for_one_question() throws Exception {
        for (Duration patience : List.of(Duration.ZERO, FOR_EVER)) {
            FaultyStore slow = FaultyStore.withGuide();
            CountDownLatch open = new CountDownLatch(1);
            slow.first(() -> await(open));
            Delivery delivery = bench.delivery(slow).patience(patience).build();
            AtomicInteger calls = new AtomicInteger();

            Future<List<String>> answers = Executors.newSingleThreadExecutor()
                    .submit(() -> together(8, () -> {
                        if (calls.incrementAndGet() == 8) {
                            open.countDown();
                        }
                        return seen(delivery.prompt("guide"));
                    }));

            assertThat(answers.get()).hasSize(8).containsOnly("1.0.0 FRESH");
            assertThat(slow.finds).hasValue(1);
            assertThat(slow.files).hasValue(1);
        }
    }

    @Test
    void callers_of_one_stale_reference_start_one_refresh() throws Exception {
        Delivery delivery = bench.delivery(store).build();
        delivery.prompt("guide");
        for (int round = 1; round <= 20; round++) {
            bench.pass(Duration.ofSeconds(70));

            assertThat(together(8, () -> seen(delivery.prompt("guide")))).containsOnly("1.0.0 STALE");

            assertThat(bench.waiting()).isOne();
            bench.runBackground();
            assertThat(store.finds).hasValue(1 + round);
        }
    }

    @Test
    void a_slow_store_keeps_nobody_waiting_who_has_an_answer() {
        Delivery delivery = Delivery.builder(store)
                .nanoTime(() -> bench.instant().toEpochMilli() * 1_000_000)
                .build();
        delivery.prompt("guide");
        storeHangs();
        bench.pass(Duration.ofSeconds(70));

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        await(arrived);
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        assertThat(delivery.health().refreshQueue()).isOne();
        released.countDown();
        delivery.close();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 FRESH");
    }

    @Test
    void a_caller_without_an_answer_waits_no_longer_than_its_patience() {
        storeHangs();
        Delivery delivery = bench.delivery(store)
                .patience(AN_INSTANT)
                .bundle(FaultyStore.withGuide())
                .build();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 BUNDLED");
        assertThat(bench.heard).contains("unreachable guide@production", "fallback guide@production BUNDLED");
        assertThatThrownBy(() -> delivery.prompt("guide@beta"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("the store failed (io.genaiops.GenAiOpsException: no answer within PT0.001S)");
    }

    @Test
    void an_answer_that_comes_late_is_kept() throws Exception {
        storeHangs();
        CountDownLatch refreshed = new CountDownLatch(1);
        Delivery delivery = bench.delivery(store)
                .patience(AN_INSTANT)
                .bundle(FaultyStore.withGuide())
                .listener(new DeliveryListener() {
                    @Override
                    public void refreshed(AssetReference reference, Version version) {
                        refreshed.countDown();
                    }
                })
                .build();
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 BUNDLED");

        released.countDown();
        await(refreshed);
        delivery.close();

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 FRESH");
    }

    @Test
    void a_question_that_hangs_too_long_is_given_up_and_asked_anew() {
        storeHangs();
        Delivery delivery = bench.delivery(store)
                .patience(AN_INSTANT)
                .retryPause(Duration.ZERO)
                .build();
        assertThatThrownBy(() -> delivery.prompt("guide")).hasMessageContaining("no answer within");
        await(arrived);
        bench.pass(Duration.ofMillis(10));
        assertThatThrownBy(() -> delivery.prompt("guide")).hasMessageContaining("no answer within");
        assertThat(store.finds)
                .as("within twelve times the patience the question stands")
                .hasValue(1);
        store.isUp();
        bench.pass(Duration.ofMillis(10));

        Delivery patient = delivery;
        String answer = null;
        while (answer == null) {
            try {
                answer = seen(patient.prompt("guide"));
            } catch (GenAiOpsException e) {
                assertThat(e).hasMessageContaining("no answer within");
            }
        }

        assertThat(answer).isEqualTo("1.0.0 FRESH");
        assertThat(store.finds.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void an_invalidation_is_not_undone_by_an_answer_from_before() throws Exception {
        Delivery delivery = bench.delivery(store).build();
        CountDownLatch read = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        store.firstForFiles(() -> {
            if (first.getAndSet(false)) {
                read.countDown();
                await(released);
            }
        });
        Future<String> early = callers.submit(() -> seen(delivery.prompt("guide")));
        await(read);
        store.label("production", "1.0.0", "2.0.0");
        delivery.invalidate(GUIDE);

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("2.0.0 FRESH");
        released.countDown();
        assertThat(early.get()).isEqualTo("1.0.0 FRESH");
        assertThat(seen(delivery.prompt("guide")))
                .as("the old answer changed nothing")
                .isEqualTo("2.0.0 FRESH");
        assertThat(seen(delivery.prompt("guide@production"))).isEqualTo("2.0.0 FRESH");
    }

    @Test
    void readers_see_a_move_at_the_latest_after_its_invalidation() throws Exception {
        Delivery delivery = bench.delivery(store).patience(FOR_EVER).build();
        AtomicInteger moved = new AtomicInteger(1);
        AtomicBoolean done = new AtomicBoolean();
        Set<Throwable> wrong = ConcurrentHashMap.newKeySet();
        List<Future<?>> readers = new ArrayList<>();
        for (String reference : List.of("guide", "guide@production", "guide", "guide@production")) {
            readers.add(callers.submit(() -> {
                while (!done.get()) {
                    int before = moved.get();
                    Version seen = delivery.prompt(reference).version();
                    int after = moved.get();
                    boolean steady = before == after;
                    if (steady && !seen.equals(Version.of(before % 2 == 1 ? 1 : 2, 0, 0))) {
                        wrong.add(new AssertionError("after move " + before + " " + seen));
                    }
                }
            }));
        }
        for (int i = 0; i < 500; i++) {
            String from = i % 2 == 0 ? "1.0.0" : "2.0.0";
            String to = i % 2 == 0 ? "2.0.0" : "1.0.0";
            // Odd and even say what is right; a negative number says that a move is under way and either is.
            moved.set(-1_000 - i);
            store.label("production", from, to);
            delivery.invalidate(GUIDE);
            moved.set(2 + i);
            assertThat(delivery.prompt("guide").version()).isEqualTo(Version.parse(to));
        }
        done.set(true);
        for (Future<?> reader : readers) {
            reader.get();
        }
        assertThat(wrong.stream().filter(e -> !String.valueOf(e.getMessage()).contains("move -")))
                .isEmpty();
    }

    @Test
    void an_interrupted_caller_stops_waiting_and_stays_interrupted() throws Exception {
        storeHangs();
        Delivery delivery = bench.delivery(store).patience(FOR_EVER).build();
        Future<Boolean> interrupted = callers.submit(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> delivery.prompt("guide")).hasMessageContaining("interrupted while waiting");
            return Thread.currentThread().isInterrupted();
        });

        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void an_error_of_the_machine_is_not_swallowed() {
        store.first(() -> {
            throw new StackOverflowError("deep");
        });
        Delivery delivery = bench.delivery(store).build();

        assertThatThrownBy(() -> delivery.prompt("guide")).isInstanceOf(StackOverflowError.class);
        store.isUp();
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 FRESH");
    }

    @Test
    void a_full_executor_delays_the_refresh_and_fails_nobody() {
        AtomicBoolean full = new AtomicBoolean(true);
        Delivery delivery = bench.delivery(store)
                .executor(task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .build();
        delivery.prompt("guide");
        bench.pass(Duration.ofSeconds(70));
        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 STALE");
        full.set(false);
        assertThat(seen(delivery.prompt("guide"))).as("not before a pause").isEqualTo("1.0.0 STALE");
        assertThat(store.finds).hasValue(1);
        bench.pass(Workbench.SECOND);
        delivery.prompt("guide");

        assertThat(seen(delivery.prompt("guide"))).isEqualTo("1.0.0 FRESH");
        assertThat(delivery.health().refreshQueue()).isZero();
    }

    @Test
    void more_callers_than_threads_still_get_their_answers() throws Exception {
        for (int i = 0; i < 100; i++) {
            store.publish("guide-" + i, "1.0.0", "Hike");
        }
        Delivery delivery = bench.delivery(store).patience(FOR_EVER).build();
        AtomicInteger next = new AtomicInteger();

        List<Set<String>> names = together(8, () -> {
            Set<String> mine = new HashSet<>();
            for (int i = next.getAndIncrement(); i < 100; i = next.getAndIncrement()) {
                mine.add(delivery.prompt("guide-" + i + ":1.0.0").name());
            }
            return mine;
        });

        assertThat(names.stream().mapToInt(Set::size).sum()).isEqualTo(100);
    }

    @Test
    void when_more_questions_hang_than_there_are_threads_no_caller_waits_beyond_its_patience() {
        storeHangs();
        FaultyStore bundle = new FaultyStore();
        Delivery delivery = bench.delivery(store)
                .patience(AN_INSTANT)
                .retryPause(Duration.ZERO)
                .bundle(bundle)
                .build();
        for (int i = 0; i < 40; i++) {
            bundle.publish("guide-" + i, "1.0.0", "Hike");

            assertThat(seen(delivery.prompt("guide-" + i + ":1.0.0"))).isEqualTo("1.0.0 BUNDLED");
        }
    }
}
