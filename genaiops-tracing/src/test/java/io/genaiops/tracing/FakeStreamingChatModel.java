package io.genaiops.tracing;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A streaming model that does with its handler what it is told. */
public final class FakeStreamingChatModel implements StreamingChatModel {

    public final List<ChatModelListener> listeners = new ArrayList<>();
    public final FakeHandle handle = new FakeHandle();
    public Consumer<StreamingChatResponseHandler> script = handler -> {
        chunk(handler, "An ");
        chunk(handler, "answer.");
        handler.onCompleteResponse(FakeChatModel.answer("An answer."));
    };

    /** Sends one chunk with the model's handle. */
    public void chunk(StreamingChatResponseHandler handler, String text) {
        handler.onPartialResponse(new PartialResponse(text), new PartialResponseContext(handle));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        script.accept(handler);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return ChatRequestParameters.builder().modelName("gpt-test").build();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.OPEN_AI;
    }

    /** Remembers that it was cancelled. */
    public static final class FakeHandle implements StreamingHandle {

        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
