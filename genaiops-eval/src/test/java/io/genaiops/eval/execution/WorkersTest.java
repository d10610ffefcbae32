package io.genaiops.eval.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void the_calling_thread_does_all_in_order() throws InterruptedException {
        List<Integer> done = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        Workers.callingThread().run(tasks(5, number -> {
            done.add(number);
            threads.add(Thread.currentThread());
        }));
        assertThat(done).containsExactly(0, 1, 2, 3, 4);
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void every_task_is_done_once_and_not_more_at_a_time_than_allowed() throws InterruptedException {
        List<Integer> done = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Workers.callingThread().atOnce(8).run(tasks(5_000, number -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            done.add(number);
            now.decrementAndGet();
        }));
        assertThat(done).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(most.get()).isBetween(1, 8);
    }

    @Test
    void as_many_as_allowed_run_side_by_side() throws InterruptedException {
        CyclicBarrier all = new CyclicBarrier(6);
        Workers.callingThread().atOnce(6).run(tasks(12, number -> await(all)));
        assertThat(all.getNumberWaiting()).isZero();
    }

    @Test
    void a_small_pool_does_everything() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            AtomicInteger done = new AtomicInteger();
            Workers.callingThread().on(pool).run(tasks(1_000, number -> done.incrementAndGet()));
            assertThat(done).hasValue(1_000);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void an_executor_that_takes_nothing_is_told() {
        Workers workers = Workers.callingThread().on(task -> {
            throw new RejectedExecutionException("full");
        });
        assertThatThrownBy(() -> workers.run(tasks(3, number -> {})))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("full");
    }

    @Test
    void an_executor_that_takes_some_is_enough() throws InterruptedException {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Workers workers = Workers.callingThread().atOnce(4).on(task -> {
            if (taken.incrementAndGet() > 1) {
                throw new RejectedExecutionException("full");
            }
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        });
        workers.run(tasks(50, number -> done.incrementAndGet()));
        assertThat(done).hasValue(50);
    }

    @Test
    void what_a_task_throws_ends_the_run() {
        AtomicInteger done = new AtomicInteger();
        assertThatThrownBy(() -> Workers.callingThread().atOnce(3).run(tasks(1_000_000, number -> {
                    if (done.incrementAndGet() == 10) {
                        throw new IllegalStateException("planted by a test");
                    }
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("planted by a test");
        assertThat(done.get()).isLessThan(1_000_000);
    }

    @Test
    void a_late_task_is_given_up_and_its_thread_interrupted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        List<Duration> given = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger others = new AtomicInteger();
        Workers.callingThread().atOnce(2).within(SHORT).run(new Source(40, given, number -> {
            if (number == 3) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            } else {
                others.incrementAndGet();
            }
        }));
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(given).containsExactly(SHORT);
        assertThat(others).hasValue(39);
    }

    @Test
    void tasks_that_do_not_heed_interruption_are_replaced() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        List<Duration> given = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger others = new AtomicInteger();
        try {
            Workers.callingThread().atOnce(2).within(SHORT).run(new Source(20, given, number -> {
                if (number < 6) {
                    stubborn(end);
                } else {
                    others.incrementAndGet();
                }
            }));
            assertThat(given).hasSize(6);
            assertThat(others).hasValue(14);
        } finally {
            end.countDown();
        }
    }

    @Test
    void the_calling_thread_goes_on_after_a_late_task() throws InterruptedException {
        List<Duration> given = Collections.synchronizedList(new ArrayList<>());
        List<Integer> done = new ArrayList<>();
        Workers.callingThread().within(SHORT).run(new Source(3, given, number -> {
            if (number == 1) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            done.add(number);
        }));
        assertThat(done).containsExactly(0, 1, 2);
        assertThat(given).hasSize(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void failing_to_give_up_ends_the_run() {
        Supplier<Task> source = () -> new Task() {
            @Override
            public void run() {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void giveUp(Duration limit) {
                throw new IllegalStateException("planted by a test");
            }
        };
        assertThatThrownBy(() -> Workers.callingThread().atOnce(2).within(SHORT).run(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("planted by a test");
    }

    @Test
    void an_interrupted_caller_takes_its_threads_along() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch ended = new CountDownLatch(2);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread caller = new Thread(() -> {
            try {
                Workers.callingThread().atOnce(2).run(tasks(100, number -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        ended.countDown();
                    }
                }));
            } catch (InterruptedException e) {
                thrown.add(e);
            }
        });
        caller.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(20_000);
        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_pace_spreads_the_starts() throws InterruptedException {
        List<Long> starts = Collections.synchronizedList(new ArrayList<>());
        Workers.callingThread()
                .atOnce(4)
                .pacedBy(new Pace(100, Duration.ofSeconds(1)))
                .run(tasks(11, number -> starts.add(System.nanoTime())));
        long first = Collections.min(starts);
        long last = Collections.max(starts);
        assertThat(Duration.ofNanos(last - first)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> Workers.callingThread().atOnce(0))
                .hasMessage("concurrency must be 1 or more; found: 0");
        assertThatThrownBy(() -> Workers.callingThread().within(Duration.ZERO)).hasMessageContaining("found: PT0S");
        assertThatThrownBy(() -> new Pace(0, SHORT)).hasMessageContaining("found: 0 in PT0.05S");
        assertThatThrownBy(() -> new Pace(1, Duration.ZERO)).hasMessageContaining("found: 1 in PT0S");
    }

    private interface Work {
        void at(int number);
    }

    private static Supplier<Task> tasks(int count, Work work) {
        return new Source(count, new ArrayList<>(), work);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not side by side", e);
        }
    }

    private static void stubborn(CountDownLatch end) {
        boolean over = false;
        while (!over) {
            try {
                over = end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                over = end.getCount() == 0;
            }
        }
    }

    private static final class Source implements Supplier<Task> {

        private final int count;
        private final List<Duration> given;
        private final Work work;
        private int next;

        Source(int count, List<Duration> given, Work work) {
            this.count = count;
            this.given = given;
            this.work = work;
        }

        @Override
        public Task get() {
            if (next == count) {
                return null;
            }
            int number = next++;
            return new Task() {
                @Override
                public void run() {
                    work.at(number);
                }

                @Override
                public void giveUp(Duration limit) {
                    given.add(limit);
                }
            };
        }
    }
}
