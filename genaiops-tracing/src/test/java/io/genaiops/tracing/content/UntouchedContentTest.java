package io.genaiops.tracing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With the capture off, nothing so much as looks at content: here everything that is looked at is counted. */
class UntouchedContentTest {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final AtomicInteger looks = new AtomicInteger();
    private final ChatRequest request =
            ChatRequest.builder().messages(new WatchedMessage()).build();
    private final ChatResponse response =
            ChatResponse.builder().aiMessage(new WatchedAnswer()).build();

    @Test
    void no_message_of_a_request_and_no_answer_is_read() {
        FakeChatModel model = new FakeChatModel();
        model.answer = ignored -> response;

        assertThat(Tracing.create(telemetry.sdk()).chatModel(model).chat(request, Prompts.options("trail-guide")))
                .isSameAs(response);

        assertThat(looks).hasValue(0);
        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void no_answer_of_a_stream_is_read() {
        FakeStreamingChatModel model = new FakeStreamingChatModel();
        model.script = handler -> handler.onCompleteResponse(response);

        Tracing.create(telemetry.sdk()).streamingChatModel(model).chat(request, new CollectingHandler());

        assertThat(looks).hasValue(0);
        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void no_message_of_an_exception_is_read() {
        FakeChatModel model = new FakeChatModel();
        model.answer = ignored -> {
            throw new WatchedException();
        };

        assertThatThrownBy(
                        () -> Tracing.create(telemetry.sdk()).chatModel(model).chat(request))
                .isInstanceOfSatisfying(
                        WatchedException.class, thrown -> assertThat(looks).hasValue(0));

        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void with_the_capture_on_content_is_read() {
        FakeChatModel model = new FakeChatModel();
        model.answer = ignored -> response;

        Tracing.builder(telemetry.sdk())
                .content(ContentCapture.full())
                .build()
                .chatModel(model)
                .chat(request);

        assertThat(looks).hasPositiveValue();
    }

    private final class WatchedMessage implements ChatMessage {
        @Override
        public ChatMessageType type() {
            looks.incrementAndGet();
            return ChatMessageType.CUSTOM;
        }
    }

    private final class WatchedAnswer extends AiMessage {
        WatchedAnswer() {
            super("An answer.");
        }

        @Override
        public String text() {
            looks.incrementAndGet();
            return super.text();
        }
    }

    private final class WatchedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            looks.incrementAndGet();
            return "SENTINEL";
        }
    }
}
