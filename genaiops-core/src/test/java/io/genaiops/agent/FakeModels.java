package io.genaiops.agent;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A model in both forms that keeps what it was asked and answers by a script, streams on threads of an executor. */
final class FakeModels {

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    Function<ChatRequest, AiMessage> script = request -> AiMessage.from("An answer.");
    Executor threads = Runnable::run;

    final ChatModel chat = new ChatModel() {
        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            return answer(request, options);
        }
    };

    final StreamingChatModel streaming = new StreamingChatModel() {
        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            threads.execute(() -> {
                ChatResponse response;
                try {
                    response = answer(request, options);
                } catch (RuntimeException e) {
                    handler.onError(e);
                    return;
                }
                String text = response.aiMessage().text();
                if (text != null) {
                    handler.onPartialResponse(text);
                }
                List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
                for (int i = 0; i < calls.size(); i++) {
                    handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
                }
                handler.onCompleteResponse(response);
            });
        }
    };

    Models named(String name) {
        return Models.of(name, chat).and(name, streaming);
    }

    List<ChatMessage> lastMessages() {
        return seen.get(seen.size() - 1).request().messages();
    }

    private ChatResponse answer(ChatRequest request, ChatRequestOptions options) {
        seen.add(new Seen(request, CallContext.from(options)));
        return ChatResponse.builder()
                .aiMessage(script.apply(request))
                .tokenUsage(new TokenUsage(3, 2))
                .build();
    }

    /** One request as it reached the model, and the identity that came with it. */
    record Seen(ChatRequest request, Optional<CallContext> context) {

        String system() {
            return ((SystemMessage) request.messages().get(0)).text();
        }

        String lastUser() {
            return request.messages().stream()
                    .filter(UserMessage.class::isInstance)
                    .map(message -> ((UserMessage) message).singleText())
                    .reduce((before, after) -> after)
                    .orElseThrow();
        }
    }
}
