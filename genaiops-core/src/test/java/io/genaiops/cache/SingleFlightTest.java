package io.genaiops.cache;

import static io.genaiops.cache.Fakes.ask;
import static io.genaiops.cache.Fakes.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.GenAiOpsException;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.model.CallTrail;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SingleFlightTest {

    private static final int THREADS = 32;

    private final Fakes model = new Fakes();
    private final ResponseCache cache = ResponseCache.inMemory();
    private final ChatModel cached = cache.chatModel("small", model.chat);
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Threads that wait for a latch or a future and nothing else. */
    private static void untilWaiting(List<Thread> threads) {
        while (!threads.stream()
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }

    private <T> List<Future<T>> together(Callable<T> work) {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(pool.submit(() -> {
                start.await();
                return work.call();
            }));
        }
        return running;
    }

    @Test
    void of_many_threads_one_asks_and_all_get_its_answer() throws Exception {
        for (int round = 1; round <= 200; round++) {
            String question = "Question " + round;
            for (Future<ChatResponse> each : together(() -> cached.chat(ask(question)))) {
                assertThat(each.get().aiMessage().text()).isEqualTo("Answer " + round + ".");
            }
            assertThat(model.asked).hasValue(round);
        }
        CacheFigures figures = cache.figures();
        assertThat(figures.hits() + figures.misses()).isEqualTo(200L * THREADS);
        assertThat(figures.misses() - figures.waits())
                .isEqualTo(figures.loads())
                .isEqualTo(200);
    }

    @Test
    void who_waited_for_another_is_noted_as_a_hit() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        model.script = request -> {
            begun.countDown();
            await(go);
            return response("North.");
        };
        CallTrail leader = new CallTrail();
        CallTrail follower = new CallTrail();
        Future<ChatResponse> first = pool.submit(() -> cached.chat(ask("Where?"), Fakes.of(null, leader)));
        begun.await();
        AtomicReference<Thread> second = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Future<ChatResponse> waiting = pool.submit(() -> {
            second.set(Thread.currentThread());
            started.countDown();
            return cached.chat(ask("Where?"), Fakes.of(null, follower));
        });
        started.await();
        untilWaiting(List.of(second.get()));
        go.countDown();
        assertThat(waiting.get()).isSameAs(first.get());
        assertThat(leader.cache()).isEmpty();
        assertThat(follower.cache()).contains("exact");
        assertThat(cache.figures().waits()).isEqualTo(1);
    }

    /** The first call does this when others wait for it; returns what each of the others got or threw. */
    private List<Object> whileOthersWait(int others, Callable<ChatResponse> leader) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        model.script = request -> {
            if (calls.incrementAndGet() > 1) {
                return response("Own " + calls.get());
            }
            begun.countDown();
            await(go);
            try {
                return leader.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        Future<ChatResponse> first = pool.submit(() -> cached.chat(ask("Where?")));
        begun.await();
        List<Thread> threads = new ArrayList<>();
        List<Object> got = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            Thread thread = new Thread(() -> {
                Object result;
                try {
                    result = cached.chat(ask("Where?")).aiMessage().text();
                } catch (RuntimeException e) {
                    result = e;
                }
                synchronized (got) {
                    got.add(result);
                }
            });
            threads.add(thread);
            thread.start();
        }
        untilWaiting(threads);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        try {
            got.add(0, first.get().aiMessage().text());
        } catch (ExecutionException e) {
            got.add(0, e.getCause());
        }
        return got;
    }

    @Test
    void nobody_inherits_the_failure_of_another() throws Exception {
        List<Object> got = whileOthersWait(4, () -> {
            throw new IllegalStateException("down");
        });
        assertThat(got.get(0)).isInstanceOf(IllegalStateException.class);
        assertThat(got.subList(1, 5))
                .allSatisfy(text -> assertThat(text).asString().startsWith("Own "));
        assertThat(cache.figures().failures()).isEqualTo(1);
        assertThat(cache.figures().loads()).isEqualTo(5);
        assertThat(cached.chat(ask("Where?")).aiMessage().text()).startsWith("Own ");
    }

    @Test
    void an_answer_that_may_not_be_kept_is_not_shared_either() throws Exception {
        List<Object> got = whileOthersWait(3, () -> response("Half an", FinishReason.LENGTH));
        assertThat(got.get(0)).isEqualTo("Half an");
        assertThat(got.subList(1, 4)).doesNotContain("Half an").hasSize(3);
    }

    @Test
    void who_is_interrupted_while_it_waits_says_so_and_the_others_are_served() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        model.script = request -> {
            begun.countDown();
            await(go);
            return response("North.");
        };
        Future<ChatResponse> first = pool.submit(() -> cached.chat(ask("Where?")));
        begun.await();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                cached.chat(ask("Where?"));
            } catch (GenAiOpsException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        untilWaiting(List.of(waiting));
        waiting.interrupt();
        waiting.join();
        assertThat(thrown.get())
                .hasMessage("interrupted while another call of the same request was waited for; no model was asked");
        assertThat(interrupted.get()).isTrue();
        go.countDown();
        assertThat(first.get().aiMessage().text()).isEqualTo("North.");
        assertThat(cached.chat(ask("Where?")).aiMessage().text()).isEqualTo("North.");
        assertThat(model.asked).hasValue(1);
    }

    @Test
    void who_waited_long_enough_asks_for_itself() throws Exception {
        ResponseCache impatient =
                ResponseCache.builder().longestWait(Duration.ofMillis(1)).build();
        CacheKey key = impatient
                .key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<CachedAnswer> stuck = pool.submit(() -> impatient.get(key, () -> {
            begun.countDown();
            await(go);
            return response("Late.");
        }));
        begun.await();
        assertThat(impatient.get(key, () -> response("Own."))).isEqualTo(new CachedAnswer(response("Own."), false));
        go.countDown();
        assertThat(stuck.get().response()).isEqualTo(response("Late."));
    }

    @Test
    void a_wait_as_good_as_for_ever_is_a_wait() throws Exception {
        ResponseCache patient = ResponseCache.builder()
                .timeToLive(ChronoUnit.FOREVER.getDuration())
                .longestWait(ChronoUnit.FOREVER.getDuration())
                .build();
        CacheKey key = patient.key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<CachedAnswer> leader = pool.submit(() -> patient.get(key, () -> {
            begun.countDown();
            await(go);
            return response("North.");
        }));
        begun.await();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Future<CachedAnswer> follower = pool.submit(() -> {
            waiting.set(Thread.currentThread());
            started.countDown();
            return patient.get(key, () -> response("Own."));
        });
        started.await();
        untilWaiting(List.of(waiting.get()));
        go.countDown();

        assertThat(follower.get()).isEqualTo(new CachedAnswer(response("North."), true));
        assertThat(leader.get().fromCache()).isFalse();
    }

    @Test
    void a_call_within_a_call_of_the_same_request_does_not_wait_for_itself() {
        CacheKey key = cache.key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        CachedAnswer answer =
                cache.get(key, () -> cache.get(key, () -> response("Inner.")).response());
        assertThat(answer.response()).isEqualTo(response("Inner."));
        assertThat(cache.get(key, () -> response("Again.")).fromCache()).isTrue();
    }

    @Test
    void two_calls_that_need_each_other_do_not_wait_forever() throws Exception {
        ResponseCache other =
                ResponseCache.builder().longestWait(Duration.ofDays(1)).build();
        ResponseCache one =
                ResponseCache.builder().longestWait(Duration.ofDays(1)).build();
        CacheKey north = one.key("small", ask("North?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        CacheKey south = one.key("small", ask("South?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        CyclicBarrier bothLead = new CyclicBarrier(2);
        Future<CachedAnswer> first = pool.submit(() -> one.get(north, () -> {
            meet(bothLead);
            return other.get(south, () -> response("S")).response();
        }));
        Future<CachedAnswer> second = pool.submit(() -> other.get(south, () -> {
            meet(bothLead);
            return one.get(north, () -> response("N")).response();
        }));
        assertThat(List.of(first.get().response(), second.get().response()))
                .as("of which the quicker one may serve the slower one")
                .containsAnyOf(response("S"), response("N"))
                .isSubsetOf(response("S"), response("N"));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_loader_that_fails_leaves_nothing_behind() {
        CacheKey key = cache.key("small", ask("Where?"), ChatRequestOptions.EMPTY)
                .build()
                .orElseThrow();
        assertThatThrownBy(() -> cache.get(key, () -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(Flights.leads()).isFalse();
        assertThat(cache.get(key, () -> response("Fine.")).response()).isEqualTo(response("Fine."));
    }
}
