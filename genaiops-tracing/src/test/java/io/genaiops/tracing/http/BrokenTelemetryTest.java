package io.genaiops.tracing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever part of the telemetry throws, calls over HTTP answer, stream and fail as they do without it. */
class BrokenTelemetryTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    private OpenTelemetry telemetry = OpenTelemetry.noop();

    @AfterEach
    void no_span_is_left_current() {
        assertThat(Span.current()).isSameAs(Span.getInvalid());
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            sdk.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_answers(BrokenTelemetry broken) {
        SERVER.answers(OpenAiServer.completion());
        Tracing tracing = tracing(broken);

        assertThat(tracing.chatModel(SERVER.chat().build())
                        .chat(REQUEST, Prompts.options("trail-guide"))
                        .aiMessage()
                        .text())
                .isEqualTo("Bring a lamp.");
        assertThat(tracing.failures() > 0).isEqualTo(broken.reachesTheCall());
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_arrives_whole(BrokenTelemetry broken) {
        SERVER.answers(OpenAiServer.streamOf("Bring", " a", " lamp."));
        AwaitedHandler handler = new AwaitedHandler();

        tracing(broken)
                .streamingChatModel(SERVER.streaming().build())
                .chat(REQUEST, Prompts.options("trail-guide"), handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Bring a lamp.");
        assertThat(handler.chunks).containsExactly("Bring", " a", " lamp.");
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_is_the_one_of_the_call(BrokenTelemetry broken) {
        SERVER.answers(OpenAiServer.failure(500));
        AwaitedHandler handler = new AwaitedHandler();
        Tracing tracing = tracing(broken);

        assertThatThrownBy(() -> tracing.chatModel(SERVER.chat().build()).chat(REQUEST))
                .isInstanceOf(InternalServerException.class)
                .hasNoSuppressedExceptions();
        tracing.streamingChatModel(SERVER.streaming().build()).chat(REQUEST, handler);
        assertThat(handler.error()).isInstanceOf(InternalServerException.class);
    }

    private Tracing tracing(BrokenTelemetry broken) {
        telemetry = broken.telemetry();
        return Tracing.create(telemetry);
    }
}
