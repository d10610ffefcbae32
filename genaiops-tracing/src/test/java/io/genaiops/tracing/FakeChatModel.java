package io.genaiops.tracing;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model that answers as it is told and knows its defaults. */
public final class FakeChatModel implements ChatModel {

    public final List<ChatModelListener> listeners = new ArrayList<>();
    public ChatRequestParameters defaults = ChatRequestParameters.builder()
            .modelName("gpt-test")
            .temperature(0.5)
            .build();
    public ModelProvider provider = ModelProvider.OPEN_AI;
    public Function<ChatRequest, ChatResponse> answer = request -> answer("An answer.");

    public static ChatResponse answer(String text) {
        return answer(text, "gpt-test-0613", new TokenUsage(12, 7));
    }

    public static ChatResponse answer(String text, @Nullable String model, TokenUsage tokens) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .id("response-1")
                .modelName(model)
                .tokenUsage(tokens)
                .finishReason(FinishReason.STOP)
                .build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return answer.apply(request);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    @Override
    public ModelProvider provider() {
        return provider;
    }
}
