package io.genaiops.tracing;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A host's handler: collects what it gets, and does with the handle what it is told. */
public final class CollectingHandler implements StreamingChatResponseHandler {

    public final List<String> events = new ArrayList<>();
    public Consumer<StreamingHandle> onChunk = handle -> {};
    public Runnable onEnd = () -> {};

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        events.add(partial.text());
        onChunk.accept(context.streamingHandle());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        events.add("complete");
        onEnd.run();
    }

    @Override
    public void onError(Throwable error) {
        events.add("error " + error.getMessage());
        onEnd.run();
    }
}
