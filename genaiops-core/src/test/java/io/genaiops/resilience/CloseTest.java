package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.answer;
import static io.genaiops.resilience.Fakes.quick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.genaiops.resilience.ModelUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CloseTest {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicReference<Object> outcome = new AtomicReference<>();
    private final Resilience resilience = quick().build();

    @Test
    void what_is_closed_takes_no_calls() {
        resilience.close();

        assertThatThrownBy(() -> resilience.on("small").ask(name -> "Hi"))
                .isInstanceOfSatisfying(
                        ModelUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
        Handler handler = new Handler();
        resilience.on("small").stream(handler, (name, parts) -> parts.onCompleteResponse(answer("Hi")));
        assertThat(handler.error()).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void a_call_under_way_gets_its_time_to_end() throws Exception {
        Thread caller = call();
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Boolean> inTime = new AtomicReference<>();
        Thread closer = new Thread(() -> {
            closing.countDown();
            inTime.set(resilience.close(Duration.ofMinutes(5)));
        });
        closer.start();
        closing.await();
        while (!resilience.isClosed()) {
            Thread.onSpinWait();
        }
        end.countDown();
        closer.join();
        caller.join();

        assertThat(inTime.get()).isTrue();
        assertThat(outcome.get()).isEqualTo("Hi");
    }

    @Test
    void a_call_that_does_not_end_in_time_is_ended() throws Exception {
        Thread caller = call();

        assertThat(resilience.close(Duration.ofMillis(10))).isFalse();
        caller.join();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        ModelUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
        assertThat(resilience.health().underWay()).isZero();
    }

    @Test
    void a_stream_under_way_is_cancelled_and_its_handler_told() throws Exception {
        Handler handler = new Handler();
        Streams.Source source = new Streams.Source();
        resilience.on("small").stream(handler, (name, parts) -> source.start(parts));
        source.text("Hi");

        resilience.close();

        assertThat(handler.error()).isInstanceOf(ModelUnavailableException.class);
        assertThat(source.isCancelled()).isTrue();
        source.text("late");
        assertThat(handler.texts()).containsExactly("Hi");
    }

    @Test
    void nothing_runs_on_after_it_is_closed() throws Exception {
        resilience.close();

        assertThat(resilience
                        .timers()
                        .later(() -> outcome.set("ran"), Duration.ofNanos(1))
                        .get(1, TimeUnit.MINUTES))
                .isNotNull();
        assertThat(outcome.get()).isNull();
    }

    private Thread call() throws InterruptedException {
        Thread caller = new Thread(() -> {
            Throwable thrown =
                    catchThrowable(() -> outcome.set(resilience.on("small").ask(name -> {
                        asked.countDown();
                        await();
                        return "Hi";
                    })));
            if (thrown != null) {
                outcome.set(thrown);
            }
        });
        caller.start();
        asked.await();
        return caller;
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
