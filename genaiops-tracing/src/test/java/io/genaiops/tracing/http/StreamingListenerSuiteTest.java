package io.genaiops.tracing.http;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The suite that LangChain4j runs on its own models with listeners, run on such a model once it is traced. */
class StreamingListenerSuiteTest extends AbstractStreamingChatModelListenerIT {

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        SERVER.answers(OpenAiServer.streamOf("Bring", " a", " lamp."));
        return traced(SERVER.streaming()
                .temperature(temperature())
                .topP(topP())
                .maxTokens(maxTokens())
                .listeners(List.of(listener))
                .build());
    }

    @Override
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        SERVER.answers(OpenAiServer.failure(401));
        return traced(SERVER.streaming().listeners(List.of(listener)).build());
    }

    @Override
    protected String modelName() {
        return OpenAiServer.MODEL;
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }

    private StreamingChatModel traced(StreamingChatModel model) {
        return Tracing.create(telemetry.sdk()).streamingChatModel(model);
    }
}
