package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.Fakes.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.resilience.Fakes.Scripted;
import io.genaiops.resilience.ModelUnavailableException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BreakerTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Scripted model = new Scripted();

    @Test
    void a_model_that_fails_too_often_is_not_asked_for_a_while() {
        model.failing(unavailable());
        try (Resilience resilience = quick().attempts(1).breaker(50, 4, LONG).build()) {
            ChatModel small = resilience.chatModel("small", model);
            fail(small, 4);

            assertThatThrownBy(() -> small.chat("Hello")).isInstanceOfSatisfying(ModelUnavailableException.class, e -> {
                assertThat(e.model()).isEqualTo("small");
                assertThat(e.reason()).isEqualTo(Reason.BREAKER_OPEN);
                assertThat(e.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(50), LONG);
                assertThat(e).hasMessageContaining("'small'").hasMessageContaining("try again in 3");
            });
            assertThat(model.asked()).isEqualTo(4);
            ResilienceHealth health = resilience.health();
            assertThat(health.isHealthy()).isFalse();
            assertThat(health.of("small").orElseThrow().breaker()).isEqualTo(ResilienceHealth.Breaker.OPEN);
            assertThat(health.of("small").orElseThrow().refused()).isEqualTo(1);
            assertThat(health.of("small").orElseThrow().refusals()).containsOnly(Map.entry(Reason.BREAKER_OPEN, 1L));
        }
    }

    @Test
    void each_model_has_a_breaker_of_its_own() {
        model.failing(unavailable());
        try (Resilience resilience = quick().attempts(1).breaker(50, 4, LONG).build()) {
            fail(resilience.chatModel("small", model), 4);

            assertThat(resilience
                            .chatModel("large", new Scripted().answering("Hi"))
                            .chat("Hello"))
                    .isEqualTo("Hi");
        }
    }

    @Test
    void a_retry_stops_where_the_breaker_opens() {
        model.failing(unavailable());
        try (Resilience resilience = quick().attempts(10).breaker(50, 4, LONG).build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isInstanceOf(ModelUnavailableException.class);
        }
        assertThat(model.asked()).isEqualTo(4);
    }

    @Test
    void answers_that_the_provider_gave_on_purpose_open_no_breaker() {
        model.failing(new AuthenticationException("wrong key"));
        try (Resilience resilience = quick().breaker(50, 4, LONG).build()) {
            ChatModel small = resilience.chatModel("small", model);
            fail(small, 20);
            assertThatThrownBy(() -> small.chat("Hello")).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    @Timeout(60)
    void a_breaker_tries_the_model_out_and_closes_when_it_answers() {
        model.failing(unavailable()).failing(unavailable()).answering("Hi");
        try (Resilience resilience =
                quick().attempts(1).breaker(100, 2, Duration.ofMillis(5)).build()) {
            ChatModel small = resilience.chatModel("small", model);
            fail(small, 2);
            assertThat(state(resilience)).isEqualTo(ResilienceHealth.Breaker.OPEN);

            assertThat(answerOnceItMay(small)).isEqualTo("Hi");
            assertThat(state(resilience)).isEqualTo(ResilienceHealth.Breaker.HALF_OPEN);
            small.chat("Hello");
            assertThat(state(resilience)).isEqualTo(ResilienceHealth.Breaker.CLOSED);
        }
    }

    @Test
    @Timeout(60)
    void an_outcome_that_says_nothing_of_the_model_closes_no_breaker() {
        model.failing(unavailable()).failing(unavailable()).failing(new StackOverflowError("of the host"));
        try (Resilience resilience =
                quick().attempts(1).breaker(100, 2, Duration.ofMillis(5)).build()) {
            ChatModel small = resilience.chatModel("small", model);
            fail(small, 2);
            Throwable thrown = catchThrowable(() -> small.chat("Hello"));
            while (thrown instanceof ModelUnavailableException) {
                Thread.onSpinWait();
                thrown = catchThrowable(() -> small.chat("Hello"));
            }

            assertThat(thrown).isInstanceOf(StackOverflowError.class);
            fail(small, 1);
            assertThat(state(resilience)).isNotEqualTo(ResilienceHealth.Breaker.CLOSED);
        }
    }

    @Test
    void without_a_breaker_the_model_is_always_asked() {
        model.failing(unavailable());
        try (Resilience resilience = quick().attempts(1).withoutBreaker().build()) {
            fail(resilience.chatModel("small", model), 100);
            assertThat(state(resilience)).isEqualTo(ResilienceHealth.Breaker.OFF);
        }
        assertThat(model.asked()).isEqualTo(100);
    }

    @Test
    @Timeout(120)
    void sixteen_threads_that_find_it_open_ask_the_model_no_more() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ChatModel failing = new ChatModel() {
            @Override
            public dev.langchain4j.model.chat.response.ChatResponse doChat(
                    dev.langchain4j.model.chat.request.ChatRequest request) {
                asked.incrementAndGet();
                throw unavailable();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Resilience resilience = quick().attempts(1).breaker(50, 20, LONG).build()) {
            ChatModel small = resilience.chatModel("small", failing);
            CyclicBarrier together = new CyclicBarrier(16);
            var calls = IntStream.range(0, 16)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        together.await();
                        fail(small, 500);
                        return null;
                    }))
                    .toList();
            for (Future<?> call : calls) {
                call.get(100, TimeUnit.SECONDS);
            }

            ResilienceHealth.Model health = resilience.health().of("small").orElseThrow();
            assertThat(asked.get())
                    .as("20 to open it and at most 15 under way then")
                    .isBetween(20, 35);
            assertThat(health.attempts()).isEqualTo(8_000);
            assertThat(health.failures()).isEqualTo(8_000);
            assertThat(health.refused()).isEqualTo(8_000 - asked.get());
            assertThat(resilience.health().underWay()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String answerOnceItMay(ChatModel small) {
        while (true) {
            try {
                return small.chat("Hello");
            } catch (ModelUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static ResilienceHealth.Breaker state(Resilience resilience) {
        return resilience.health().of("small").orElseThrow().breaker();
    }

    private static void fail(ChatModel model, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(catchThrowable(() -> model.chat("Hello"))).isNotNull();
        }
    }
}
