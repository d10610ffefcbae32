package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models that call models, and handlers that call them again: each call has its own span below the right one. */
class ReentrantTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());

    @Test
    void a_model_that_calls_itself_makes_spans_below_each_other() {
        FakeChatModel fake = new FakeChatModel();
        ChatModel model = tracing.chatModel(fake);
        int[] depth = {0};
        fake.answer = request -> {
            if (++depth[0] < 3) {
                model.chat(request);
            }
            return FakeChatModel.answer("An answer.");
        };

        model.chat(REQUEST);

        List<SpanData> innermostFirst = telemetry.spans();
        assertThat(innermostFirst).hasSize(3);
        assertThat(innermostFirst.get(0).getParentSpanId())
                .isEqualTo(innermostFirst.get(1).getSpanId());
        assertThat(innermostFirst.get(1).getParentSpanId())
                .isEqualTo(innermostFirst.get(2).getSpanId());
        assertThat(innermostFirst.get(2).getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void what_a_handler_calls_belongs_to_the_caller_and_not_to_the_stream() {
        FakeStreamingChatModel outer = new FakeStreamingChatModel();
        StreamingChatModel model = tracing.streamingChatModel(outer);
        ChatModel inner = tracing.chatModel(new FakeChatModel());
        CollectingHandler handler = new CollectingHandler();
        handler.onChunk = handle -> inner.chat(REQUEST);
        handler.onEnd = () -> {
            handler.onChunk = handle -> {};
            handler.onEnd = () -> {};
            model.chat(REQUEST, handler);
        };
        Span caller = telemetry.sdk().getTracer("test").spanBuilder("request").startSpan();
        try (var scope = caller.makeCurrent()) {
            assertThat(scope).isNotNull();
            model.chat(REQUEST, handler);
        }
        caller.end();

        assertThat(telemetry.spans()).hasSize(5);
        assertThat(telemetry.spans().subList(0, 4))
                .allSatisfy(span -> assertThat(span.getParentSpanId())
                        .isEqualTo(caller.getSpanContext().getSpanId()));
    }

    @Test
    void calls_on_virtual_threads_have_their_own_spans() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
        ChatModel model = tracing.chatModel(new FakeChatModel());
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        for (int i = 0; i < 200; i++) {
            threads.execute(() -> model.chat(REQUEST));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(telemetry.spans().stream().map(SpanData::getTraceId).distinct())
                .hasSize(200);
    }
}
