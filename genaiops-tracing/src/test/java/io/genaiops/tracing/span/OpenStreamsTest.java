package io.genaiops.tracing.span;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.FakeStreamingChatModel.FakeHandle;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.trace.StatusCode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenStreamsTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final Spans spans = Spans.of(
            telemetry.sdk(),
            new SpanSettings(
                    Profile.OCTOBER_2026,
                    ContentCapture.off(),
                    CallerCapture.off(),
                    false,
                    true,
                    "_OTHER",
                    tokens -> Usage.UNKNOWN,
                    null,
                    Duration.ofMinutes(10)),
            nanos::get);
    private final ChatSpans chat =
            spans.chat(() -> ModelProvider.OPEN_AI, () -> DefaultChatRequestParameters.EMPTY, false);

    @Test
    void a_silent_stream_ends_as_abandoned_after_the_limit_and_not_before() {
        Object observer = new Object();
        InferenceSpan span = watched(observer);

        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        span.chunk();
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        spans.openStreams.sweep();
        assertThat(telemetry.spans()).isEmpty();
        nanos.addAndGet(1);
        spans.openStreams.sweep();

        assertAbandoned();
        assertThat(observer).isNotNull();
    }

    @Test
    void a_stream_whose_observer_is_unreachable_ends_as_abandoned() {
        WeakReference<Object> observer = abandon();

        collectGarbage(observer);
        spans.openStreams.sweep();

        awaitEnd();
        assertAbandoned();
    }

    @Test
    void a_handle_that_holds_the_observer_does_not_keep_it_reachable() {
        WeakReference<Object> observer = abandonWithHandle();

        collectGarbage(observer);

        awaitEnd();
        assertAbandoned();
    }

    @Test
    void a_stream_that_others_cancelled_ends_as_cancelled() {
        Object observer = new Object();
        InferenceSpan span = watched(observer);
        FakeHandle handle = new FakeHandle();
        span.cancelledBy(handle);
        spans.openStreams.sweep();
        assertThat(telemetry.spans()).isEmpty();

        handle.cancel();
        spans.openStreams.sweep();

        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.STREAM_END))
                .isEqualTo("cancelled");
        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(observer).isNotNull();
    }

    @Test
    void an_ended_stream_is_forgotten() {
        Object observer = new Object();
        InferenceSpan span = watched(observer);
        assertThat(spans.openStreams.size()).isEqualTo(1);

        span.complete(null);

        assertThat(spans.openStreams.size()).isZero();
        assertThat(observer).isNotNull();
    }

    @Test
    void closing_ends_every_open_stream() {
        List<Object> observers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            observers.add(new Object());
            watched(observers.get(i));
        }

        spans.close();

        assertThat(telemetry.spans()).hasSize(10);
        assertThat(spans.openStreams.size()).isZero();
        assertThat(observers).hasSize(10);
    }

    @Test
    void no_more_streams_are_watched_than_the_limit() {
        List<InferenceSpan> open = new ArrayList<>();
        for (int i = 0; i < OpenStreams.LIMIT + 5; i++) {
            open.add(watched(this));
        }

        assertThat(spans.openStreams.size()).isEqualTo(OpenStreams.LIMIT);
        open.forEach(span -> span.complete(null));
        assertThat(spans.openStreams.size()).isZero();
    }

    private WeakReference<Object> abandon() {
        Object observer = new Object();
        watched(observer);
        return new WeakReference<>(observer);
    }

    private WeakReference<Object> abandonWithHandle() {
        StreamingHandle observer = new StreamingHandle() {
            @Override
            public void cancel() {}

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        watched(observer).cancelledBy(observer);
        return new WeakReference<>(observer);
    }

    private InferenceSpan watched(Object observer) {
        InferenceSpan span = chat.startStream(REQUEST, CallContext.NONE, null);
        span.watch(observer);
        return span;
    }

    private static void collectGarbage(WeakReference<Object> reference) {
        while (reference.get() != null) {
            System.gc();
        }
    }

    private void awaitEnd() {
        while (telemetry.spans().isEmpty()) {
            spans.openStreams.sweep();
            Thread.onSpinWait();
        }
    }

    private void assertAbandoned() {
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.STREAM_END))
                .isEqualTo("abandoned");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("abandoned");
        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }
}
