package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.Fakes.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.resilience.Streams.Source;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Streams that end from two sides at once. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class StreamRacesTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_thousand_streams_cancelled_at_random_points_end_once_and_say_nothing_after() throws Exception {
        cancelAtRandomPoints(1_000);
    }

    @Test
    @Tag("endurance")
    void fifty_thousand_streams_cancelled_at_random_points_end_once_and_say_nothing_after() throws Exception {
        cancelAtRandomPoints(50_000);
    }

    private void cancelAtRandomPoints(int streams) throws Exception {
        Random random = new Random(11);
        try (Resilience resilience = quick().withoutBreaker()
                .limits(ModelLimits.NONE.atOnce(8).waiting(Duration.ofHours(1)))
                .build()) {
            for (int i = 0; i < streams; i++) {
                int failures = random.nextInt(3);
                int pieces = random.nextInt(6);
                int patience = random.nextInt(400);
                Handler handler = new Handler();
                AtomicInteger attempt = new AtomicInteger();
                CyclicBarrier together = new CyclicBarrier(2);
                BlockingQueue<Future<?>> sides = new LinkedBlockingQueue<>();
                StreamingHandle stream = resilience.on("small").stream(handler, (name, parts) -> {
                    Source source = new Source();
                    source.start(parts);
                    boolean first = attempt.getAndIncrement() == 0;
                    sides.add(threads.submit(() -> {
                        if (first) {
                            together.await();
                        }
                        speak(source, attempt.get() <= failures, pieces);
                        return null;
                    }));
                });
                together.await();
                for (int spin = 0; spin < patience; spin++) {
                    Thread.onSpinWait();
                }
                stream.cancel();
                int heard = handler.threads.size();
                sides.take().get(1, TimeUnit.MINUTES);

                assertThat(handler.ends.get()).isLessThanOrEqualTo(1);
                assertThat(handler.misplaced.get()).isZero();
                assertThat(handler.threads.size() - heard)
                        .as("none but the callback that was under way")
                        .isLessThanOrEqualTo(1);
            }
            while (resilience.health().underWay() > 0) {
                Thread.onSpinWait();
            }
            Handler last = new Handler();
            for (int i = 0; i < 8; i++) {
                last = new Handler();
                resilience.on("small").stream(last, (name, parts) -> parts.onCompleteResponse(Fakes.answer("done")));
            }
            assertThat(last.response()).as("no turn was lost").isNotNull();
        }
    }

    @Test
    void nothing_is_heard_after_the_handler_itself_cancelled() {
        Random random = new Random(5);
        try (Resilience resilience = quick().build()) {
            for (int i = 0; i < 1_000; i++) {
                int stop = random.nextInt(5);
                AtomicInteger heard = new AtomicInteger();
                Handler handler = new Handler() {
                    @Override
                    void heard(String text) {
                        if (heard.incrementAndGet() > stop && handle != null) {
                            handle.cancel();
                        }
                    }
                };
                Source source = new Source();
                resilience.on("small").stream(handler, (name, parts) -> source.start(parts));
                speak(source, false, 10);

                assertThat(heard.get()).isEqualTo(stop + 1);
                assertThat(handler.ends.get()).isZero();
                assertThat(source.isCancelled()).isTrue();
            }
            assertThat(resilience.health().underWay()).isZero();
        }
    }

    @Test
    void parts_that_wait_behind_a_callback_are_dropped_by_a_cancel() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Handler handler = new Handler() {
            @Override
            void heard(String text) {
                inside.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        try (Resilience resilience = quick().build()) {
            Source source = new Source();
            StreamingHandle stream = resilience.on("small").stream(handler, (name, parts) -> source.start(parts));
            Future<?> speaking = threads.submit(() -> source.text("a"));
            inside.await();
            source.text("b");
            source.text("c");
            stream.cancel();
            go.countDown();
            speaking.get(1, TimeUnit.MINUTES);

            assertThat(handler.texts()).containsExactly("a");
            assertThat(handler.ends).hasValue(0);
            assertThat(source.isCancelled()).isTrue();
        }
    }

    @Test
    void an_attempt_that_answers_while_it_is_abandoned_is_heard_wholly_or_not_at_all() throws Exception {
        try (Resilience resilience =
                quick().withoutBreaker().attemptTimeout(Duration.ofMillis(2)).build()) {
            Random random = new Random(3);
            for (int i = 0; i < 300; i++) {
                Handler handler = new Handler();
                AtomicInteger attempt = new AtomicInteger();
                long wait = 1_500_000L + random.nextInt(1_000_000);
                resilience.on("small").stream(handler, (name, parts) -> {
                    Source source = new Source();
                    source.start(parts);
                    String own = "attempt " + attempt.getAndIncrement();
                    Future<?> unused = threads.submit(() -> {
                        long end = System.nanoTime() + wait;
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                        source.text(own);
                        source.text(own);
                        source.end();
                    });
                });
                while (!handler.hasEnded()) {
                    Thread.onSpinWait();
                }

                assertThat(handler.ends.get()).isEqualTo(1);
                assertThat(handler.misplaced.get()).isZero();
                assertThat(List.copyOf(new java.util.HashSet<>(handler.texts())))
                        .hasSizeLessThanOrEqualTo(1);
                assertThat(handler.texts()).hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    private static void speak(Source source, boolean failing, int pieces) {
        if (failing) {
            source.fail(unavailable());
            return;
        }
        for (int piece = 0; piece < pieces; piece++) {
            source.text("piece " + piece);
        }
        source.end();
    }
}
