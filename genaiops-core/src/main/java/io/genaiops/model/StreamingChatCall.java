package io.genaiops.model;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * One call of a streaming chat model, as a decorator sees it; see {@link ForwardingStreamingChatModel}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface StreamingChatCall {

    /** Asks the model. What comes in as options goes on inward, with more attributes or as it is. */
    void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler);
}
