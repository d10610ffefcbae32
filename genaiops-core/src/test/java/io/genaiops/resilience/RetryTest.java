package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.REQUEST;
import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.Fakes.rateLimited;
import static io.genaiops.resilience.Fakes.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import io.genaiops.GenAiOpsException;
import io.genaiops.model.CallTrail;
import io.genaiops.resilience.Fakes.Scripted;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RetryTest {

    private final Scripted model = new Scripted();

    @Test
    void a_failure_that_passes_is_tried_again_until_there_is_an_answer() {
        model.failing(unavailable()).failing(rateLimited("")).answering("Hi");
        try (Resilience resilience = quick().build()) {
            assertThat(resilience.chatModel("small", model).chat("Hello")).isEqualTo("Hi");

            assertThat(model.asked()).isEqualTo(3);
            ResilienceHealth.Model health = resilience.health().of("small").orElseThrow();
            assertThat(health.attempts()).isEqualTo(3);
            assertThat(health.retries()).isEqualTo(2);
            assertThat(health.failures()).isEqualTo(2);
        }
    }

    @Test
    void the_last_failure_is_thrown_as_it_is_with_those_before_it() {
        RuntimeException first = unavailable();
        RuntimeException last = rateLimited("");
        model.failing(first).failing(last);
        try (Resilience resilience = quick().attempts(2).build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isSameAs(last)
                    .hasSuppressedException(first);
        }
    }

    @Test
    void one_exception_thrown_over_and_over_does_not_grow_without_end() {
        RuntimeException only = unavailable();
        for (int i = 0; i < 100; i++) {
            model.failing(unavailable()).failing(only);
        }
        try (Resilience resilience = quick().attempts(2).withoutBreaker().build()) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                        .isSameAs(only);
            }
        }
        assertThat(only.getSuppressed()).hasSize(16);
    }

    @Test
    void only_what_is_retryable_is_tried_again() {
        AuthenticationException wrongKey = new AuthenticationException("wrong key");
        model.failing(wrongKey);
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isSameAs(wrongKey);
        }
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void a_failure_of_the_jvm_passes_at_once() {
        OutOfMemoryError error = new OutOfMemoryError("no room");
        model.failing(error);
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isSameAs(error);
            assertThat(resilience.health().underWay()).isZero();
        }
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void a_checked_exception_is_not_wrapped() {
        IOException cut = new IOException("cut");
        model.failing(cut);
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isSameAs(cut);
        }
        assertThat(model.asked()).isEqualTo(3);
    }

    @Test
    void a_call_stays_on_its_callers_thread() {
        model.failing(unavailable()).failing(unavailable()).answering("Hi");
        try (Resilience resilience = quick().build()) {
            resilience.chatModel("small", model).chat("Hello");
        }
        assertThat(model.askedOn).hasSize(3).containsOnly(Thread.currentThread());
    }

    @Test
    void each_attempt_is_noted_on_the_trail() {
        model.failing(unavailable()).failing(rateLimited("")).answering("Hi");
        CallTrail trail = new CallTrail();
        try (Resilience resilience = quick().build()) {
            resilience.chatModel("small", model).chat(REQUEST, trail.into(ChatRequestOptions.EMPTY));
        }
        assertThat(trail.attempts())
                .containsExactly(
                        new CallTrail.Attempt("small", "InternalServerException"),
                        new CallTrail.Attempt("small", "RateLimitException"),
                        new CallTrail.Attempt("small", null));
    }

    @Test
    void a_wait_that_passes_the_deadline_is_not_begun() {
        RuntimeException limited = rateLimited("Please try again in 10m0s.");
        model.failing(limited);
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isSameAs(limited);
        }
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void the_provider_s_wait_is_kept_to() {
        model.failing(rateLimited("Please try again in 30ms.")).answering("Hi");
        try (Resilience resilience = quick().build()) {
            long start = System.nanoTime();
            resilience.chatModel("small", model).chat("Hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        }
    }

    @Test
    void a_host_s_reader_of_the_wait_is_asked_first() {
        RuntimeException limited = rateLimited("Please try again in 1ms.");
        model.failing(limited);
        Resilience.Builder settings = quick().retryAfter(e -> java.util.Optional.of(Duration.ofHours(1)));
        try (Resilience resilience = settings.build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isSameAs(limited);
        }
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void a_call_without_time_left_asks_nobody() {
        model.answering("Hi");
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(
                            () -> resilience.on("small").within(Duration.ZERO).ask(name -> model.chat("Hello")))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("'small'")
                    .hasMessageContaining("deadline");
        }
        assertThat(model.asked()).isZero();
    }

    @Test
    void an_interrupt_while_the_model_is_asked_is_kept_and_not_tried_again() {
        model.doing(() -> {
            Thread.currentThread().interrupt();
            throw new RuntimeException(new InterruptedException("stopped by the host"));
        });
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .hasRootCauseMessage("stopped by the host");
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void the_flag_of_an_interrupt_that_a_model_swallowed_is_set_again() {
        model.doing(() -> {
            throw new RuntimeException(new InterruptedException());
        });
        try (Resilience resilience = quick().build()) {
            assertThat(catchThrowable(() -> resilience.chatModel("small", model).chat("Hello")))
                    .hasRootCauseInstanceOf(InterruptedException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void an_interrupt_between_two_attempts_ends_the_call_and_is_kept() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        RuntimeException failure = unavailable();
        model.doing(() -> {
            failed.countDown();
            throw failure;
        });
        Throwable[] thrown = new Throwable[1];
        boolean[] flag = new boolean[1];
        try (Resilience resilience = Resilience.builder()
                .backoff(Duration.ofMinutes(1), Duration.ofMinutes(1))
                .build()) {
            Thread caller = new Thread(() -> {
                thrown[0] = catchThrowable(
                        () -> resilience.chatModel("small", model).chat("Hello"));
                flag[0] = Thread.currentThread().isInterrupted();
            });
            caller.start();
            failed.await();
            caller.interrupt();
            caller.join();
        }
        assertThat(thrown[0])
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("interrupted")
                .hasMessageContaining("'small'")
                .hasSuppressedException(failure);
        assertThat(flag[0]).isTrue();
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void waits_double_up_to_the_most_and_one_half_is_chance() {
        Attempts.Backoff least = backoff(0);
        Attempts.Backoff most = backoff(Math.nextDown(1.0));

        for (int failed = 1; failed <= 70; failed++) {
            Duration ceiling = Duration.ofMillis(failed > 6 ? 20_000 : Math.min(20_000, 500L << (failed - 1)));
            assertThat(least.after(failed, unavailable())).isEqualTo(ceiling.dividedBy(2));
            assertThat(most.after(failed, unavailable()))
                    .isBetween(ceiling.multipliedBy(9).dividedBy(10), ceiling);
        }
    }

    @Test
    void waits_are_between_half_of_the_ceiling_and_all_of_it_whatever_chance_says() {
        Random random = new Random(7);
        Attempts.Backoff backoff = new Attempts.Backoff(
                3, Duration.ofMillis(500), Duration.ofSeconds(20), random::nextDouble, e -> java.util.Optional.empty());
        List<Duration> waits = java.util.stream.Stream.generate(() -> backoff.after(1, unavailable()))
                .limit(1_000)
                .toList();

        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(250), Duration.ofMillis(500)));
        assertThat(java.util.Set.copyOf(waits)).hasSizeGreaterThan(900);
    }

    @Test
    void callers_told_the_same_wait_do_not_all_come_back_at_once() {
        Throwable failure = rateLimited("Please try again in 20s.");

        assertThat(backoff(0).after(1, failure)).isEqualTo(Duration.ofSeconds(20));
        assertThat(backoff(0.5).after(1, failure)).isEqualTo(Duration.ofMillis(20_125));
    }

    @Test
    void impossible_settings_are_refused_where_they_are_made() {
        Resilience.Builder builder = Resilience.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.attempts(0))
                .withMessageContaining("found: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("PT2S");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.attemptTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.breaker(0, 10, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelLimits.NONE.atOnce(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelLimits.NONE.requests(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelLimits.NONE.waiting(Duration.ofSeconds(-1)));
    }

    private static Attempts.Backoff backoff(double chance) {
        return new Attempts.Backoff(
                3, Duration.ofMillis(500), Duration.ofSeconds(20), () -> chance, e -> java.util.Optional.empty());
    }
}
