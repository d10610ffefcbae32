package io.genaiops.eval;

import static io.genaiops.eval.EvaluatorChainTest.evaluator;
import static io.genaiops.eval.EvaluatorChainTest.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The asynchronous chain: bounds, time, cancellation, nesting. */
@Timeout(60)
class AsynchronousChainTest {

    private static final Sample SAMPLE = Sample.of("question").withId("row-1").answered("answer");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final ExecutorService single = Executors.newSingleThreadExecutor();
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @AfterEach
    void stop() {
        never.countDown();
        pool.shutdownNow();
        single.shutdownNow();
    }

    @Test
    void an_evaluator_beyond_its_time_is_errored_and_interrupted() throws Exception {
        EvaluatorChain chain = EvaluatorChain.of(
                        evaluator("slow", this::waitForInterruption).atLeast(0.5),
                        evaluator("quick", s -> scored(1)).atLeast(0.5))
                .withTimeout(SHORT);
        Evaluation evaluation = chain.evaluateAsync(SAMPLE, pool).get(50, TimeUnit.SECONDS);
        assertThat(evaluation.results().get(0).outcome())
                .isEqualTo(new Outcome.Errored(
                        "java.util.concurrent.TimeoutException", "evaluator 'slow' gave no outcome within PT0.3S"));
        assertThat(evaluation.results().get(1).judgement()).isEqualTo(Judgement.PASSED);
        assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_timeout_holds_on_this_thread_too_and_leaves_it_without_interruption() {
        EvaluatorChain chain = EvaluatorChain.of(
                        evaluator("slow", this::waitForInterruption).atLeast(0.5),
                        evaluator("quick", s -> scored(1)).atLeast(0.5))
                .withTimeout(SHORT);
        assertThat(chain.evaluate(SAMPLE).results())
                .extracting(Evaluation.Result::judgement)
                .containsExactly(Judgement.INCONCLUSIVE, Judgement.PASSED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_outcome_that_comes_too_late_is_no_outcome() {
        EvaluatorChain chain = EvaluatorChain.of(evaluator("stubborn", sample -> {
                            waitForInterruption(sample);
                            return scored(1);
                        })
                        .atLeast(0.5))
                .withTimeout(SHORT);
        assertThat(chain.evaluate(SAMPLE).results().get(0).outcome().explanation())
                .contains("TimeoutException")
                .contains("gave no outcome within PT0.3S");
    }

    @Test
    void waiting_for_a_thread_costs_no_evaluator_its_time() throws Exception {
        single.execute(() -> await(never));
        EvaluatorChain chain = EvaluatorChain.of(
                        evaluator("quick", s -> scored(1)).atLeast(0.5))
                .withTimeout(SHORT);
        CompletableFuture<Evaluation> future = chain.evaluateAsync(SAMPLE, single);
        CompletableFuture<String> later =
                new CompletableFuture<String>().completeOnTimeout("later", 2 * SHORT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(later.get()).isEqualTo("later");
        assertThat(future).isNotDone();
        never.countDown();
        assertThat(future.get(50, TimeUnit.SECONDS).passed()).isTrue();
    }

    @Test
    void a_stuck_evaluator_keeps_its_thread_and_nothing_else() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        EvaluatorChain chain = EvaluatorChain.of(
                        evaluator("stuck", sample -> {
                                    awaitUninterruptibly(never);
                                    left.countDown();
                                    return scored(1);
                                })
                                .atLeast(0.5)
                                .required(),
                        evaluator("next", s -> scored(1)).atLeast(0.5))
                .withTimeout(SHORT);
        Evaluation evaluation = chain.evaluateAsync(SAMPLE, pool).get(50, TimeUnit.SECONDS);
        assertThat(evaluation.results())
                .extracting(Evaluation.Result::judgement)
                .containsExactly(Judgement.INCONCLUSIVE, Judgement.PASSED);
        assertThat(left.getCount()).isEqualTo(1);
        never.countDown();
        assertThat(left.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void no_more_evaluators_of_a_sample_run_at_once_than_allowed(int limit) throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore full = new Semaphore(0);
        Function<Sample, Outcome> counted = sample -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            full.release();
            await(begun);
            now.decrementAndGet();
            return scored(1);
        };
        List<Check> checks = IntStream.range(0, 8)
                .mapToObj(i -> evaluator("e" + i, counted).atLeast(0.5))
                .toList();
        CompletableFuture<Evaluation> future =
                EvaluatorChain.of(checks).withConcurrency(limit).evaluateAsync(SAMPLE, pool);
        assertThat(full.tryAcquire(limit, 50, TimeUnit.SECONDS)).isTrue();
        begun.countDown();
        assertThat(future.get(50, TimeUnit.SECONDS).passed()).isTrue();
        assertThat(most).hasValue(limit);
    }

    @Test
    void settings_out_of_range_are_refused() {
        EvaluatorChain chain = EvaluatorChain.of(evaluator("a", s -> scored(1)).atLeast(0.5));
        assertThatThrownBy(() -> chain.withConcurrency(0)).hasMessage("concurrency must be 1 or more; found: 0");
        assertThatThrownBy(() -> chain.withTimeout(Duration.ZERO)).hasMessage("timeout must be positive; found: PT0S");
    }

    @Test
    void cancelling_interrupts_what_runs_and_stops_what_has_not_begun() throws Exception {
        Queue<String> ran = new ArrayDeque<>();
        EvaluatorChain chain = EvaluatorChain.of(
                evaluator("running", this::waitForInterruption).atLeast(0.5),
                evaluator("queued", sample -> {
                            ran.add("queued");
                            return scored(1);
                        })
                        .atLeast(0.5));
        CompletableFuture<Evaluation> future = chain.evaluateAsync(SAMPLE, single);
        assertThat(begun.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(future.cancel(true)).isTrue();
        assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(single.submit(() -> Thread.currentThread().isInterrupted()).get())
                .isFalse();
        assertThat(ran).isEmpty();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void a_polite_cancellation_lets_what_runs_end() throws Exception {
        List<String> ran = new ArrayList<>();
        EvaluatorChain chain = EvaluatorChain.of(
                evaluator("running", sample -> {
                            begun.countDown();
                            await(never);
                            ran.add("undisturbed " + !Thread.currentThread().isInterrupted());
                            return scored(1);
                        })
                        .atLeast(0.5)
                        .required(),
                evaluator("later", sample -> {
                            ran.add("later");
                            return scored(1);
                        })
                        .atLeast(0.5));
        CompletableFuture<Evaluation> future = chain.evaluateAsync(SAMPLE, single);
        assertThat(begun.await(50, TimeUnit.SECONDS)).isTrue();
        future.cancel(false);
        never.countDown();
        single.submit(() -> {}).get();
        assertThat(ran).containsExactly("undisturbed true");
    }

    @Test
    void a_deadline_of_the_host_on_the_future_interrupts_what_runs() throws Exception {
        EvaluatorChain chain =
                EvaluatorChain.of(evaluator("slow", this::waitForInterruption).atLeast(0.5));
        CompletableFuture<Evaluation> future =
                chain.evaluateAsync(SAMPLE, pool).orTimeout(SHORT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(future).isCompletedExceptionally();
    }

    @Test
    void chains_nested_in_a_pool_of_one_thread_do_not_wait_for_each_other() throws Exception {
        EvaluatorChain inner = EvaluatorChain.of(
                evaluator("x", s -> scored(1)).atLeast(0.5).required(),
                evaluator("y", s -> scored(1)).atLeast(0.5));
        Function<Sample, Outcome> nested = sample -> {
            boolean passed = inner.evaluateAsync(sample, single)
                    .thenApply(Evaluation::passed)
                    .join();
            return scored(passed ? 1 : 0);
        };
        EvaluatorChain middle = EvaluatorChain.of(evaluator("m", nested).atLeast(0.5));
        EvaluatorChain outer = EvaluatorChain.of(
                evaluator("a", nested).atLeast(0.5),
                evaluator(
                                "b",
                                sample -> scored(
                                        middle.evaluateAsync(sample, single)
                                                        .join()
                                                        .passed()
                                                ? 1
                                                : 0))
                        .atLeast(0.5));
        Evaluation evaluation =
                single.submit(() -> outer.evaluateAsync(SAMPLE, single).get()).get(50, TimeUnit.SECONDS);
        assertThat(evaluation.passed()).as(evaluation.describe()).isTrue();
    }

    @Test
    void many_evaluations_on_one_small_pool_all_end() {
        EvaluatorChain chain = EvaluatorChain.of(IntStream.range(0, 10)
                        .mapToObj(i -> evaluator("e" + i, s -> scored(i % 2)).atLeast(0.5))
                        .toList())
                .withConcurrency(3)
                .withTimeout(LONG);
        Evaluation expected = chain.evaluate(SAMPLE);
        List<CompletableFuture<Evaluation>> futures = IntStream.range(0, 500)
                .mapToObj(i -> chain.evaluateAsync(SAMPLE, pool))
                .toList();
        assertThat(futures).allSatisfy(future -> assertThat(future.join()).isEqualTo(expected));
    }

    @Test
    void a_long_chain_on_a_direct_executor_takes_no_deep_stack() {
        EvaluatorChain chain = EvaluatorChain.of(IntStream.range(0, 5_000)
                .mapToObj(i -> evaluator("e" + i, s -> scored(1)).atLeast(0.5))
                .toList());
        assertThat(chain.withConcurrency(1)
                        .evaluateAsync(SAMPLE, Runnable::run)
                        .join()
                        .passed())
                .isTrue();
    }

    @Test
    void nothing_runs_outside_the_given_executor() throws Exception {
        List<Thread> threads = java.util.Collections.synchronizedList(new ArrayList<>());
        EvaluatorChain chain = EvaluatorChain.of(IntStream.range(0, 6)
                .mapToObj(i -> evaluator("e" + i, s -> {
                            threads.add(Thread.currentThread());
                            return scored(1);
                        })
                        .atLeast(0.5))
                .toList());
        Thread only = single.submit(Thread::currentThread).get();
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Void> unused = chain.evaluateAsync(SAMPLE, single).thenRun(done::countDown);
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(6).containsOnly(only);
        assertThat(only).isNotInstanceOf(java.util.concurrent.ForkJoinWorkerThread.class);
        assertThat(ForkJoinPool.commonPool().getQueuedSubmissionCount()).isZero();
    }

    @Test
    void an_interruption_from_outside_is_an_error_and_is_passed_on() {
        Evaluation evaluation;
        Thread.currentThread().interrupt();
        try {
            evaluation = EvaluatorChain.of(
                            evaluator("waits", this::waitOrThrow).atLeast(0.5),
                            evaluator("counts", s -> scored(1)).atLeast(0.5))
                    .evaluate(SAMPLE);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(evaluation.results())
                .extracting(Evaluation.Result::judgement)
                .containsExactly(Judgement.INCONCLUSIVE, Judgement.PASSED);
    }

    private Outcome waitForInterruption(Sample sample) {
        begun.countDown();
        try {
            never.await();
            return scored(1);
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException(e);
        }
    }

    private Outcome waitOrThrow(Sample sample) {
        try {
            never.await();
            return scored(1);
        } catch (InterruptedException e) {
            throw EvaluatorChainTest.<RuntimeException>sneaky(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean was = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                was = true;
            }
        }
        if (was) {
            Thread.currentThread().interrupt();
        }
    }
}
