package io.genaiops.call;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.model.CallContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Models that say what is scripted, one answer after another, and keep what they were asked. */
final class Scripted {

    final List<ChatRequest> requests = Collections.synchronizedList(new ArrayList<>());
    final List<ChatRequestOptions> options = Collections.synchronizedList(new ArrayList<>());
    Set<Capability> capabilities = Set.of();

    private final Deque<Function<ChatRequest, ChatResponse>> script = new ArrayDeque<>();

    final ChatModel chat = new ChatModel() {
        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions given) {
            return next(request, given);
        }

        @Override
        public Set<Capability> supportedCapabilities() {
            return capabilities;
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OPEN_AI;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("gpt-test").build();
        }
    };

    final StreamingChatModel streaming = new StreamingChatModel() {
        @Override
        public void chat(ChatRequest request, ChatRequestOptions given, StreamingChatResponseHandler handler) {
            ChatResponse response;
            try {
                response = next(request, given);
            } catch (IllegalStateException e) {
                handler.onError(e);
                return;
            }
            if (response.aiMessage().text() != null) {
                handler.onPartialResponse(response.aiMessage().text());
            }
            handler.onCompleteResponse(response);
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OPEN_AI;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("gpt-test").build();
        }
    };

    Scripted says(String... texts) {
        for (String text : texts) {
            answers(AiMessage.from(text));
        }
        return this;
    }

    Scripted calls(String tool, String arguments) {
        return answers(AiMessage.from(request(tool, arguments)));
    }

    Scripted answers(AiMessage message) {
        return does(request -> response(message));
    }

    Scripted fails() {
        return does(request -> {
            throw new IllegalStateException("down");
        });
    }

    Scripted does(Function<ChatRequest, ChatResponse> step) {
        script.add(step);
        return this;
    }

    CallContext context(int request) {
        return CallContext.from(options.get(request)).orElseThrow();
    }

    /** 100 tokens in, 10 out. */
    static ChatResponse response(AiMessage message) {
        return ChatResponse.builder()
                .aiMessage(message)
                .tokenUsage(new TokenUsage(100, 10))
                .build();
    }

    static ToolExecutionRequest request(String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id("id-" + tool)
                .name(tool)
                .arguments(arguments)
                .build();
    }

    private ChatResponse next(ChatRequest request, ChatRequestOptions given) {
        requests.add(request);
        options.add(given);
        if (script.isEmpty()) {
            throw new AssertionError("asked once more than scripted: " + request.messages());
        }
        return script.poll().apply(request);
    }
}
