package io.genaiops.tracing.http;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The suite that LangChain4j runs on its own models with listeners, run on such a model once it is traced. */
class ChatListenerSuiteTest extends AbstractChatModelListenerIT {

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        SERVER.answers(OpenAiServer.completion());
        return traced(SERVER.chat()
                .temperature(temperature())
                .topP(topP())
                .maxTokens(maxTokens())
                .listeners(List.of(listener))
                .build());
    }

    @Override
    protected ChatModel createFailingModel(ChatModelListener listener) {
        SERVER.answers(OpenAiServer.failure(401));
        return traced(SERVER.chat().listeners(List.of(listener)).build());
    }

    @Override
    protected String modelName() {
        return OpenAiServer.MODEL;
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }

    private ChatModel traced(ChatModel model) {
        return Tracing.create(telemetry.sdk()).chatModel(model);
    }
}
