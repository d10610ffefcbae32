package io.genaiops.eval.judge;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** A model that replies from a script and keeps the requests. */
final class ScriptedModel implements ChatModel {

    final List<ChatRequest> requests = new ArrayList<>();
    private final Deque<String> replies;
    private final Set<Capability> capabilities;

    ScriptedModel(Set<Capability> capabilities, String... replies) {
        this.capabilities = capabilities;
        this.replies = new ArrayDeque<>(Arrays.asList(replies));
    }

    static ScriptedModel replying(String... replies) {
        return new ScriptedModel(Set.of(), replies);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        if (replies.isEmpty()) {
            throw new IllegalStateException("the script has ended");
        }
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(replies.remove()))
                .build();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return capabilities;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return ChatRequestParameters.builder()
                .modelName("judge-1")
                .temperature(0.3)
                .build();
    }
}
