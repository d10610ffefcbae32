package io.genaiops.guardrail;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * Hands a stream on when it is complete: the text in one part, then the response. What is checked as a whole cannot be
 * given away in parts before. As thread-safe as the callbacks of one stream have to be.
 *
 * @param host who is handed the text
 * @since 0.1
 */
public record HeldBack(StreamingChatResponseHandler host) implements StreamingChatResponseHandler {

    @Override
    public void onPartialResponse(String text) {
        // It comes with the others.
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        String text = response.aiMessage().text();
        if (text != null && !text.isEmpty()) {
            host.onPartialResponse(text);
        }
        host.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        host.onError(error);
    }
}
