package io.genaiops.tracing.span;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** A host's handler whose stream has a fate. */
final class FatefulHandler implements StreamingChatResponseHandler {

    private final Fate fate;

    FatefulHandler(Fate fate) {
        this.fate = fate;
    }

    @Override
    public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
        if (fate == Fate.CANCELLED_BEFORE_THE_FIRST_CHUNK) {
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        if (fate == Fate.CANCELLED_AFTER_THE_FIRST_CHUNK) {
            context.streamingHandle().cancel();
        }
        if (fate == Fate.HANDLER_THROWS_WITHIN) {
            throw new HostFailure();
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        if (fate == Fate.HANDLER_THROWS_AT_THE_END) {
            throw new HostFailure();
        }
    }

    @Override
    public void onError(Throwable error) {}

    /** What the host's own code throws. */
    static final class HostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
