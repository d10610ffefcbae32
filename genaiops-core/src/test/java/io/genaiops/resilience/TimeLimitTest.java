package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.REQUEST;
import static io.genaiops.resilience.Fakes.answer;
import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.Fakes.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.model.CallTrail;
import io.genaiops.resilience.Fakes.Scripted;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final CountDownLatch never = new CountDownLatch(1);
    private final Scripted model = new Scripted();

    @Test
    void a_slow_attempt_is_interrupted_on_its_callers_thread_and_tried_again() {
        model.doing(this::hang).answering("Hi");
        try (Resilience resilience = quick().attemptTimeout(SHORT).build()) {
            assertThat(resilience.chatModel("small", model).chat("Hello")).isEqualTo("Hi");
            assertThat(resilience.health().of("small").orElseThrow().timeouts()).isEqualTo(1);
        }
        assertThat(model.askedOn).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_timeout_says_model_limit_and_attempt() {
        model.doing(this::hang);
        CallTrail trail = new CallTrail();
        try (Resilience resilience = quick().attemptTimeout(SHORT).attempts(2).build()) {
            assertThatThrownBy(() ->
                            resilience.chatModel("small", model).chat(REQUEST, trail.into(ChatRequestOptions.EMPTY)))
                    .isExactlyInstanceOf(TimeoutException.class)
                    .hasMessage("model 'small' did not answer within 0.02 s, the limit of one attempt (attempt 2)");
        }
        assertThat(trail.attempts())
                .containsExactly(
                        new CallTrail.Attempt("small", "TimeoutException"),
                        new CallTrail.Attempt("small", "TimeoutException"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_call_ends_at_its_deadline_and_says_what_failed_before() {
        RuntimeException first = unavailable();
        model.failing(first).doing(this::hang);
        CallTrail trail = new CallTrail();
        try (Resilience resilience = quick().deadline(Duration.ofMillis(400)).build()) {
            assertThatThrownBy(() ->
                            resilience.chatModel("small", model).chat(REQUEST, trail.into(ChatRequestOptions.EMPTY)))
                    .isExactlyInstanceOf(TimeoutException.class)
                    .hasMessage("model 'small' did not answer before the deadline of the call, 0.4 s after it began"
                            + " (2 attempts)")
                    .hasSuppressedException(first);
        }
        assertThat(trail.attempts())
                .containsExactly(
                        new CallTrail.Attempt("small", "InternalServerException"),
                        new CallTrail.Attempt("small", "TimeoutException"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void the_deadline_is_that_of_all_models_together() {
        Scripted large = new Scripted().answering("Hi");
        model.doing(this::hang);
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience
                            .on(Fallback.of("small").to("large"))
                            .within(SHORT)
                            .ask(name -> (name.equals("small") ? model : large).chat("Hello")))
                    .isExactlyInstanceOf(TimeoutException.class)
                    .hasMessageContaining("deadline");
        }
        assertThat(large.asked()).isZero();
    }

    @Test
    void a_slow_model_leaves_time_for_the_next_one() {
        Scripted large = new Scripted().answering("Hi");
        model.doing(this::hang);
        try (Resilience resilience = quick().attemptTimeout(SHORT).attempts(1).build()) {
            String text = resilience
                    .on(Fallback.of("small").to("large"))
                    .ask(name -> (name.equals("small") ? model : large).chat("Hello"));
            assertThat(text).isEqualTo("Hi");
        }
    }

    @Test
    void a_hosts_own_interrupt_is_told_from_a_timeout() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        model.doing(() -> {
            asked.countDown();
            return hang();
        });
        Throwable[] thrown = new Throwable[1];
        boolean[] flag = new boolean[1];
        try (Resilience resilience = quick().build()) {
            Thread caller = new Thread(() -> {
                thrown[0] = catchThrowable(
                        () -> resilience.chatModel("small", model).chat("Hello"));
                flag[0] = Thread.currentThread().isInterrupted();
            });
            caller.start();
            asked.await();
            caller.interrupt();
            caller.join();
        }
        assertThat(thrown[0])
                .isNotInstanceOf(TimeoutException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(flag[0]).isTrue();
    }

    @Test
    void times_as_good_as_for_ever_are_times() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        model.answering("Hi");
        Resilience.Builder settings = Resilience.builder()
                .attemptTimeout(forEver)
                .deadline(forEver)
                .backoff(forEver, forEver)
                .limits(ModelLimits.NONE.atOnce(1).requests(1, forEver).waiting(forEver));
        try (Resilience resilience = settings.build()) {
            assertThat(resilience.chatModel("small", model).chat("Hello")).isEqualTo("Hi");
            assertThat(resilience.close(forEver)).isTrue();
        }
    }

    @Test
    void a_call_that_was_ended_makes_no_more_attempts() {
        Timers.Interrupt end = new Timers.Interrupt();
        end.fire();

        assertThatThrownBy(end::requireQuiet).isInstanceOf(InterruptedException.class);
        assertThat(end.end()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timers_run_on_named_daemon_threads() {
        model.doing(this::hang);
        try (Resilience resilience = quick().attemptTimeout(SHORT).attempts(1).build()) {
            assertThat(catchThrowable(() -> resilience.chatModel("small", model).chat("Hello")))
                    .isInstanceOf(TimeoutException.class);

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("genaiops-resilience-"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    private ChatResponse hang() {
        try {
            never.await();
            return answer("never");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeException(e);
        }
    }
}
