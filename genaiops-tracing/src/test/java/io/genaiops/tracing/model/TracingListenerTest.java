package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracingListenerTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel fake = new FakeChatModel();
    private final FakeStreamingChatModel stream = new FakeStreamingChatModel();
    private final Tracing tracing = Tracing.create(telemetry.sdk());

    @Test
    void a_call_is_one_span_like_that_of_a_traced_model() {
        fake.listeners.add(tracing.listener());

        fake.chat(REQUEST, Prompts.options("trail-guide"));
        fake.listeners.clear();
        tracing.chatModel(fake).chat(REQUEST, Prompts.options("trail-guide"));

        SpanData listened = telemetry.spans().get(0);
        SpanData decorated = telemetry.spans().get(1);
        assertThat(listened.getName()).isEqualTo("chat gpt-test");
        assertThat(listened.getKind()).isEqualTo(decorated.getKind());
        assertThat(withoutDefaults(listened)).isEqualTo(withoutDefaults(decorated));
    }

    /** A fake that takes its parameters from the request alone reports its temperature only to a decorator. */
    private static Attributes withoutDefaults(SpanData span) {
        return span.getAttributes().toBuilder().remove(GenAiKeys.TEMPERATURE).build();
    }

    @Test
    void both_together_give_one_span() {
        fake.listeners.add(tracing.listener());
        stream.listeners.add(tracing.listener());

        tracing.chatModel(fake).chat(REQUEST);
        tracing.chatModel(fake).chat("Hello");
        tracing.streamingChatModel(stream).chat(REQUEST, new CollectingHandler());

        assertThat(telemetry.spans()).hasSize(3);
        assertThat(telemetry.started()).isEqualTo(3);
    }

    @Test
    void two_listeners_give_one_span() {
        fake.listeners.add(tracing.listener());
        fake.listeners.add(Tracing.create(telemetry.sdk()).listener());

        fake.chat(REQUEST);

        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void another_call_within_a_traced_one_keeps_its_own_span() {
        FakeChatModel inner = new FakeChatModel();
        inner.listeners.add(tracing.listener());
        fake.answer = request -> inner.chat(
                ChatRequest.builder().messages(UserMessage.from("Hello")).build());

        tracing.chatModel(fake).chat(REQUEST);

        assertThat(telemetry.spans()).hasSize(2);
        assertThat(telemetry.spans().get(0).getParentSpanId())
                .isEqualTo(telemetry.spans().get(1).getSpanId());
    }

    @Test
    void a_failure_ends_the_span_as_an_error() {
        fake.listeners.add(tracing.listener());
        fake.answer = request -> {
            throw new IllegalStateException("the reason");
        };

        assertThatThrownBy(() -> fake.chat(REQUEST)).hasMessage("the reason");

        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void a_call_whose_answer_never_comes_ends_as_abandoned() {
        stream.listeners.add(tracing.listener());
        stream.script = handler -> {};

        stream.chat(REQUEST, new CollectingHandler());
        assertThat(telemetry.spans()).isEmpty();
        tracing.close();

        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.STREAM_END))
                .isEqualTo("abandoned");
    }

    @Test
    void identical_requests_on_many_threads_each_get_their_own_span() throws Exception {
        fake.listeners.add(tracing.listener());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(threads.submit(() -> fake.chat(REQUEST)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(telemetry.spans()).hasSize(200);
    }

    @Test
    void no_scope_stays_open_between_its_callbacks() {
        ChatModelListener listener = tracing.listener();
        Map<Object, Object> attributes = new ConcurrentHashMap<>();

        listener.onRequest(new ChatModelRequestContext(REQUEST, null, attributes));

        assertThat(io.opentelemetry.context.Context.current()).isSameAs(io.opentelemetry.context.Context.root());
        tracing.close();
    }
}
