package io.genaiops.model;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/**
 * One call of a chat model, as a decorator sees it; see {@link ForwardingChatModel}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ChatCall {

    /** Asks the model. What comes in as options goes on inward, with more attributes or as it is. */
    ChatResponse chat(ChatRequest request, ChatRequestOptions options);
}
