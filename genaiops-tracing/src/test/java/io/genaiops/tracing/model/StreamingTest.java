package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamingTest {

    private static final String SECRET = "SENTINEL-91c2";
    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello " + SECRET)).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeStreamingChatModel fake = new FakeStreamingChatModel();
    private final CollectingHandler handler = new CollectingHandler();
    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final StreamingChatModel model = tracing.streamingChatModel(fake);

    @Test
    void a_stream_is_one_span_with_the_time_to_its_first_chunk() {
        model.chat(REQUEST, Prompts.options("trail-guide"), handler);

        assertThat(handler.events).containsExactly("An ", "answer.", "complete");
        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo("chat gpt-test");
        assertThat(span.getAttributes().get(GenAiKeys.STREAM)).isTrue();
        assertThat(span.getAttributes().get(GenAiKeys.TIME_TO_FIRST_CHUNK)).isPositive();
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
        assertThat(span.getAttributes().get(GenAiKeys.OUTPUT_TOKENS)).isEqualTo(7);
        assertThat(count("gen_ai.client.inference.time_to_first_chunk")).isEqualTo(1);
        assertThat(count("gen_ai.client.inference.time_per_output_chunk")).isEqualTo(1);
        assertThat(telemetry.sampled())
                .singleElement()
                .satisfies(start -> assertThat(start.get(GenAiKeys.STREAM)).isTrue());
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void an_error_ends_the_span_and_reaches_the_handler() {
        fake.script = stream -> {
            fake.chunk(stream, "An ");
            stream.onError(new IllegalStateException(SECRET));
        };

        model.chat(REQUEST, handler);

        assertThat(handler.events).containsExactly("An ", "error " + SECRET);
        assertError("java.lang.IllegalStateException");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.TIME_TO_FIRST_CHUNK))
                .isPositive();
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void a_call_that_throws_ends_the_span_and_throws() {
        fake.script = stream -> {
            throw new IllegalStateException(SECRET);
        };

        assertThatThrownBy(() -> model.chat(REQUEST, handler)).hasMessage(SECRET);

        assertThat(handler.events).isEmpty();
        assertError("java.lang.IllegalStateException");
    }

    @Test
    void a_call_that_reports_an_error_and_then_throws_ends_the_span_once() {
        fake.script = stream -> {
            stream.onError(new IllegalArgumentException("first"));
            throw new IllegalStateException("second");
        };

        assertThatThrownBy(() -> model.chat(REQUEST, handler)).hasMessage("second");

        assertError("java.lang.IllegalArgumentException");
        assertThat(count("gen_ai.client.inference.duration")).isEqualTo(1);
    }

    @Test
    void cancelling_within_the_first_chunk_ends_the_span_without_an_error() {
        handler.onChunk = StreamingHandle::cancel;
        fake.script = stream -> fake.chunk(stream, "An ");

        model.chat(REQUEST, Prompts.options("trail-guide"), handler);

        assertThat(fake.handle.isCancelled()).isTrue();
        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE)).isNull();
        assertThat(span.getAttributes().get(GenAiKeys.STREAM_END)).isEqualTo("cancelled");
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("error");
        assertThat(count("gen_ai.client.inference.duration")).isEqualTo(1);
        assertThat(count("genaiops.prompt.duration")).isEqualTo(1);
    }

    @Test
    void cancelling_before_any_text_through_the_handle_of_a_thought_ends_the_span() {
        AtomicReference<StreamingHandle> seen = new AtomicReference<>();
        StreamingChatResponseHandler thinking = new StreamingChatResponseHandler() {
            @Override
            public void onPartialThinking(
                    PartialThinking partial, dev.langchain4j.model.chat.response.PartialThinkingContext context) {
                seen.set(context.streamingHandle());
            }

            @Override
            public void onCompleteResponse(dev.langchain4j.model.chat.response.ChatResponse response) {}

            @Override
            public void onError(Throwable error) {}
        };
        fake.script = stream -> stream.onPartialThinking(
                new PartialThinking("hm"), new dev.langchain4j.model.chat.response.PartialThinkingContext(fake.handle));

        model.chat(REQUEST, thinking);
        assertThat(telemetry.spans()).isEmpty();
        seen.get().cancel();

        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.STREAM_END))
                .isEqualTo("cancelled");
        assertThat(seen.get().isCancelled()).isTrue();
    }

    @Test
    void what_the_model_still_sends_after_a_cancel_is_forwarded_and_changes_nothing() {
        handler.onChunk = StreamingHandle::cancel;

        model.chat(REQUEST, handler);

        assertThat(handler.events).containsExactly("An ", "answer.", "complete");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.STREAM_END))
                .isEqualTo("cancelled");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.OUTPUT_TOKENS))
                .isNull();
        assertThat(count("gen_ai.client.inference.duration")).isEqualTo(1);
    }

    @Test
    void a_handler_that_throws_meets_the_model_and_not_the_span() {
        handler.onChunk = handle -> {
            throw new IllegalStateException("from the host");
        };
        fake.script = stream -> {
            try {
                fake.chunk(stream, "An ");
            } catch (IllegalStateException e) {
                stream.onError(e);
            }
        };

        model.chat(REQUEST, handler);

        assertThat(handler.events).containsExactly("An ", "error from the host");
        assertError("java.lang.IllegalStateException");
    }

    @Test
    void a_handler_that_throws_at_the_end_leaves_a_complete_span() {
        handler.onEnd = () -> {
            throw new IllegalStateException("from the host");
        };

        assertThatThrownBy(() -> model.chat(REQUEST, handler)).hasMessage("from the host");

        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("stop");
    }

    @Test
    void callbacks_on_another_thread_run_in_the_context_of_the_caller() throws Exception {
        AtomicReference<Span> during = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        handler.onEnd = () -> {
            during.set(Span.current());
            ended.countDown();
        };
        AtomicReference<Thread> thread = new AtomicReference<>();
        fake.script = stream -> {
            thread.set(new Thread(() -> stream.onCompleteResponse(FakeChatModel.answer("An answer."))));
            thread.get().start();
        };
        Span caller = telemetry.sdk().getTracer("test").spanBuilder("request").startSpan();
        try (var scope = caller.makeCurrent()) {
            assertThat(scope).isNotNull();
            model.chat(REQUEST, handler);
        }
        ended.await();
        thread.get().join();
        caller.end();

        assertThat(during.get().getSpanContext()).isEqualTo(caller.getSpanContext());
        assertThat(telemetry.spans().get(0).getParentSpanId())
                .isEqualTo(caller.getSpanContext().getSpanId());
    }

    @Test
    void completion_error_and_cancel_at_the_same_time_end_the_span_once() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicReference<StreamingHandle> handle = new AtomicReference<>();
            AtomicReference<StreamingChatResponseHandler> stream = new AtomicReference<>();
            handler.onChunk = handle::set;
            fake.script = observed -> {
                stream.set(observed);
                fake.chunk(observed, "An ");
            };
            model.chat(REQUEST, handler);
            handler.onEnd = () -> {};
            CyclicBarrier together = new CyclicBarrier(3);
            Thread complete = racing(together, () -> stream.get().onCompleteResponse(FakeChatModel.answer("x")));
            Thread cancel = racing(together, () -> handle.get().cancel());
            together.await();
            tracing.close();
            complete.join();
            cancel.join();
        }

        assertThat(telemetry.spans()).hasSize(200);
        assertThat(telemetry.spans().stream().map(SpanData::getSpanId).distinct())
                .hasSize(200);
        assertThat(telemetry.points("gen_ai.client.inference.duration").stream()
                        .mapToLong(point -> ((HistogramPointData) point).getCount())
                        .sum())
                .isEqualTo(200);
    }

    @Test
    void every_way_to_start_a_stream_is_traced() {
        model.chat("Hello", handler);
        model.chat(REQUEST, handler);
        model.chat(REQUEST.messages(), handler);
        model.doChat(REQUEST, handler);

        assertThat(telemetry.spans()).hasSize(4);
    }

    private static Thread racing(CyclicBarrier together, Runnable action) {
        Thread thread = new Thread(() -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            action.run();
        });
        thread.start();
        return thread;
    }

    private void assertError(String type) {
        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE)).isEqualTo(type);
    }

    private long count(String histogram) {
        return ((HistogramPointData) telemetry.points(histogram).get(0)).getCount();
    }
}
