package io.genaiops.tracing.span;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.content.ContentCapture;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Whatever fails within telemetry, the call answers. */
class GuardTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    private final FakeChatModel fake = new FakeChatModel();

    @Test
    void a_processor_that_throws_at_the_start_or_end_does_not_reach_the_call() {
        try (Telemetry broken = new Telemetry(new ThrowingProcessor())) {
            Tracing tracing = Tracing.create(broken.sdk());
            CollectingHandler handler = new CollectingHandler();

            assertThat(tracing.chatModel(fake).chat(REQUEST)).isNotNull();
            tracing.streamingChatModel(new FakeStreamingChatModel()).chat(REQUEST, handler);

            assertThat(handler.events).containsExactly("An ", "answer.", "complete");
            assertThat(tracing.failures()).isEqualTo(2);
        }
    }

    @Test
    void a_reader_of_usage_that_throws_costs_the_usage_and_not_the_span() {
        try (Telemetry telemetry = new Telemetry()) {
            Tracing tracing = Tracing.builder(telemetry.sdk())
                    .usage(tokens -> {
                        throw new IllegalStateException();
                    })
                    .build();

            assertThat(tracing.chatModel(fake).chat(REQUEST)).isNotNull();

            assertThat(telemetry.onlySpan().getAttributes().toString()).contains("gpt-test-0613", "stop");
            assertThat(telemetry.points("gen_ai.client.inference.duration")).hasSize(1);
            assertThat(tracing.failures()).isEqualTo(1);
        }
    }

    @Test
    void a_redactor_that_throws_leaves_the_content_out() {
        try (Telemetry telemetry = new Telemetry()) {
            Tracing tracing = Tracing.builder(telemetry.sdk())
                    .content(ContentCapture.redacted(text -> {
                        throw new IllegalStateException(text);
                    }))
                    .build();

            assertThat(tracing.chatModel(fake).chat(REQUEST)).isNotNull();

            assertThat(telemetry.onlySpan().getAttributes().toString()).contains("response-1");
            assertThat(telemetry.export()).doesNotContain("Hello", "An answer");
        }
    }

    @Test
    void a_model_whose_defaults_throw_is_called_all_the_same() {
        try (Telemetry telemetry = new Telemetry()) {
            ChatModel odd = new ChatModel() {
                @Override
                public ChatResponse chat(ChatRequest request) {
                    return FakeChatModel.answer("An answer.");
                }

                @Override
                public ChatRequestParameters defaultRequestParameters() {
                    throw new IllegalStateException();
                }

                @Override
                public dev.langchain4j.model.ModelProvider provider() {
                    throw new IllegalStateException();
                }
            };
            Tracing tracing = Tracing.create(telemetry.sdk());

            assertThat(tracing.chatModel(odd).chat(REQUEST)).isNotNull();

            assertThat(tracing.failures()).isEqualTo(2);
        }
    }

    @Test
    void types_of_errors_are_names_of_classes_and_few() throws Exception {
        ErrorTypes types = new ErrorTypes();

        assertThat(types.of(new CompletionException(new IllegalStateException("x"))))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(types.of(new IllegalStateException("x") {})).isEqualTo("java.lang.IllegalStateException");
        assertThat(types.of(new CompletionException("no cause", null)))
                .isEqualTo("java.util.concurrent.CompletionException");
        assertThat(types.of(new Nested())).isEqualTo("io.genaiops.tracing.span.GuardTest.Nested");
    }

    private static final class Nested extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class ThrowingProcessor implements SpanProcessor {
        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {
            throw new IllegalStateException("start");
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            throw new IllegalStateException("end");
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
