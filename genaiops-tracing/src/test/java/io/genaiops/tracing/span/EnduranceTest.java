package io.genaiops.tracing.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.model.TracedStreamingChatModel;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams that end in every way there is, many at once: each ends its span once, and none is held afterwards. */
class EnduranceTest {

    private static final List<Fate> FATES = List.of(Fate.values());
    private static final int THREADS = 8;
    private static final int ROUNDS_OF_COLLECTION = 200;
    private static final long HEAP_TOLERANCE = 8L * 1024 * 1024;
    private final SpanCount count = new SpanCount();
    private final Queue<WeakReference<StreamingChatResponseHandler>> handlers = new ConcurrentLinkedQueue<>();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(
                    SdkTracerProvider.builder().addSpanProcessor(count).build())
            .setMeterProvider(SdkMeterProvider.builder()
                    .registerMetricReader(InMemoryMetricReader.create())
                    .build())
            .build();
    private final Spans spans = Spans.of(
            sdk,
            new SpanSettings(
                    Profile.OCTOBER_2026,
                    ContentCapture.off(),
                    CallerCapture.off(),
                    false,
                    true,
                    "_OTHER",
                    tokens -> Usage.UNKNOWN,
                    null,
                    Duration.ofHours(1)));
    private final StreamingChatModel model = TracedStreamingChatModel.of(new FatefulModel(), spans, false);

    @Test
    void mixed_streams_on_many_threads_end_once_each_and_leave_nothing() throws Exception {
        run(Executors.newFixedThreadPool(THREADS), 960);
    }

    @Test
    void mixed_streams_on_virtual_threads_end_once_each_and_leave_nothing() throws Exception {
        run(virtualThreads(), 960);
    }

    @Test
    @Tag("endurance")
    void ten_thousand_mixed_streams_leave_the_heap_as_it_was() throws Exception {
        run(Executors.newFixedThreadPool(THREADS), 960);
        long before = heap();

        run(Executors.newFixedThreadPool(THREADS), 10_000);
        handlers.clear();

        assertThat(heap() - before).isLessThan(HEAP_TOLERANCE);
    }

    @Test
    @Tag("endurance")
    void ten_thousand_mixed_streams_on_virtual_threads_leave_nothing() throws Exception {
        run(virtualThreads(), 10_000);
    }

    private void run(ExecutorService threads, int streams) throws Exception {
        long before = count.started();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                Fate fate = FATES.get(i % FATES.size());
                running.add(threads.submit(() -> stream(fate)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        collectAbandoned();

        assertThat(count.started() - before).isEqualTo(streams);
        assertThat(count.ended()).isEqualTo(count.started());
        assertThat(count.endedTwice()).isZero();
        assertThat(spans.openStreams.size()).isZero();
        assertThat(spans.failures()).isZero();
        assertThat(handlers).noneMatch(handler -> handler.get() != null);
    }

    private void stream(Fate fate) {
        FatefulHandler handler = new FatefulHandler(fate);
        handlers.add(new WeakReference<>(handler));
        try {
            model.chat(request(fate), Prompts.options("prompt-" + fate), handler);
        } catch (FatefulHandler.HostFailure expected) {
            assertThat(fate.throwsIntoTheModel()).isTrue();
        }
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(Span.current()).isSameAs(Span.getInvalid());
    }

    /** A stream that no one can reach any more is found by the garbage collector, in its own time. */
    private void collectAbandoned() {
        for (int round = 0; round < ROUNDS_OF_COLLECTION && isAnyLeft(); round++) {
            System.gc();
            spans.openStreams.sweep();
        }
    }

    private boolean isAnyLeft() {
        return count.ended() < count.started() || handlers.stream().anyMatch(handler -> handler.get() != null);
    }

    private static ChatRequest request(Fate fate) {
        return ChatRequest.builder()
                .messages(UserMessage.from("Hello"))
                .modelName(fate.name())
                .build();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
