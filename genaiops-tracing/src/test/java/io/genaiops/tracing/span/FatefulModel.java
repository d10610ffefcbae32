package io.genaiops.tracing.span;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel.FakeHandle;

/** A model that gives each stream the fate that its request names as model. Like some models, it is silent after a cancel. */
final class FatefulModel implements StreamingChatModel {

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        Fate fate = Fate.valueOf(request.modelName());
        switch (fate) {
            case MODEL_THROWS -> throw new FatefulHandler.HostFailure();
            case FAILS_BEFORE_THE_FIRST_CHUNK -> handler.onError(new IllegalStateException("before"));
            case ABANDONED_BEFORE_THE_FIRST_CHUNK -> {}
            case COMPLETES_ON_ANOTHER_THREAD -> elsewhere(() -> send(fate, handler));
            default -> send(fate, handler);
        }
    }

    private static void send(Fate fate, StreamingChatResponseHandler handler) {
        FakeHandle handle = new FakeHandle();
        handler.onPartialThinking(new PartialThinking("hm"), new PartialThinkingContext(handle));
        for (int i = 0; i < 3 && !handle.isCancelled(); i++) {
            handler.onPartialResponse(new PartialResponse("chunk"), new PartialResponseContext(handle));
        }
        if (fate == Fate.FAILS_AFTER_THE_FIRST_CHUNK) {
            handler.onError(new IllegalStateException("within"));
        } else if (fate != Fate.ABANDONED_AFTER_THE_FIRST_CHUNK && !handle.isCancelled()) {
            handler.onCompleteResponse(FakeChatModel.answer("An answer."));
        }
    }

    private static void elsewhere(Runnable stream) {
        Thread thread = new Thread(stream);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
