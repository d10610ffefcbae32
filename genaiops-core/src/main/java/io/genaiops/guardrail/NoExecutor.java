package io.genaiops.guardrail;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.guardrail.ChatExecutor;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;

/** Asks nobody: what a guardrail asked for itself would pass the budget, the caches and the bill of its call by. */
enum NoExecutor implements ChatExecutor {
    INSTANCE;

    @Override
    public ChatResponse execute() {
        throw unsupported();
    }

    @Override
    public ChatResponse execute(List<ChatMessage> messages) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException(
                "a guardrail of a call asks its model by retry(…) or reprompt(…), not by the chat executor");
    }
}
