package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.answer;
import static io.genaiops.resilience.Fakes.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.resilience.ModelUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelLimitsTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_call_too_many_at_once_is_refused_and_says_so() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Resilience.Builder settings = quick().limits(ModelLimits.NONE.atOnce(1));
        try (Resilience resilience = settings.build()) {
            Future<String> first = threads.submit(() -> resilience.on("small").ask(name -> {
                asked.countDown();
                await(end);
                return "first";
            }));
            asked.await();

            assertThatThrownBy(() -> resilience.on("small").ask(name -> "second"))
                    .isInstanceOfSatisfying(ModelUnavailableException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_AT_ONCE);
                        assertThat(e).hasMessageContaining("'small'").hasMessageContaining("1 calls");
                    });
            assertThat(resilience.on("large").<String>ask(name -> "other")).isEqualTo("other");
            end.countDown();
            assertThat(first.get()).isEqualTo("first");
            assertThat(resilience.on("small").<String>ask(name -> "third")).isEqualTo("third");
        }
    }

    @Test
    void the_limit_of_calls_at_once_is_never_passed_and_no_call_is_lost() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Resilience.Builder settings = quick().limits(ModelLimits.NONE.atOnce(3).waiting(Duration.ofMinutes(1)));
        try (Resilience resilience = settings.build()) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                int number = i;
                calls.add(threads.submit(() -> resilience.on("small").ask(name -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                    return number;
                })));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).isEqualTo(i);
            }
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void a_request_too_many_in_a_period_is_refused_and_says_when() {
        Resilience.Builder settings = quick().limits("small", ModelLimits.NONE.requests(5, Duration.ofHours(1)));
        try (Resilience resilience = settings.build()) {
            IntStream.range(0, 5).forEach(i -> resilience.on("small").ask(name -> "Hi"));

            assertThatThrownBy(() -> resilience.on("small").ask(name -> "Hi"))
                    .isInstanceOfSatisfying(ModelUnavailableException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_IN_PERIOD);
                        assertThat(e.retryAfter()).contains(Duration.ofHours(1));
                        assertThat(e).hasMessageContaining("5 requests in 3600 s");
                    });
            IntStream.range(0, 50).forEach(i -> resilience.on("large").ask(name -> "Hi"));
        }
    }

    @Test
    void within_a_period_there_are_never_more_requests_than_allowed() throws Exception {
        Duration period = Duration.ofMillis(40);
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        Resilience.Builder settings =
                quick().limits(ModelLimits.NONE.requests(10, period).waiting(Duration.ofMinutes(1)));
        try (Resilience resilience = settings.build()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(threads.submit(() -> resilience.on("small").ask(name -> times.add(System.nanoTime()))));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        long first = Collections.min(times);
        long last = Collections.max(times);
        assertThat(times).hasSize(100);
        assertThat(Duration.ofNanos(last - first))
                .as("100 requests at 10 a period take more than 8 whole periods")
                .isGreaterThan(period.multipliedBy(8));
    }

    @Test
    void a_call_that_waits_for_its_turn_ends_at_its_deadline() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Resilience.Builder settings = quick().limits(ModelLimits.NONE.atOnce(1).waiting(Duration.ofHours(1)));
        try (Resilience resilience = settings.build()) {
            Future<?> first = threads.submit(() -> resilience.on("small").ask(name -> {
                asked.countDown();
                await(end);
                return answer("first");
            }));
            asked.await();

            assertThatThrownBy(() ->
                            resilience.on("small").within(Duration.ofMillis(20)).ask(name -> "second"))
                    .isInstanceOf(dev.langchain4j.exception.TimeoutException.class)
                    .hasMessageContaining("deadline");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            end.countDown();
            first.get();
            assertThat(resilience.on("small").<String>ask(name -> "third")).isEqualTo("third");
        }
    }

    @Test
    void an_open_breaker_costs_no_request_of_the_period() {
        Resilience.Builder settings = quick().attempts(1)
                .breaker(100, 2, Duration.ofHours(1))
                .limits(ModelLimits.NONE.requests(3, Duration.ofHours(1)));
        try (Resilience resilience = settings.build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> resilience.on("small").ask(name -> {
                            throw Fakes.unavailable();
                        }))
                        .isInstanceOf(dev.langchain4j.exception.InternalServerException.class);
            }
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> resilience.on("small").ask(name -> "Hi"))
                        .isInstanceOfSatisfying(
                                ModelUnavailableException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.BREAKER_OPEN));
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
