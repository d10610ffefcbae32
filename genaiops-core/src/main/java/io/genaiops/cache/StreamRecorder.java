package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.model.ForwardingStreamHandler;
import java.util.function.Consumer;

/** Takes the answer of a stream that came to its end and that nobody cancelled. */
final class StreamRecorder extends ForwardingStreamHandler {

    private final Consumer<ChatResponse> taken;
    private final Runnable failed;
    private volatile boolean cancelled;

    StreamRecorder(StreamingChatResponseHandler next, Consumer<ChatResponse> taken, Runnable failed) {
        super(next);
        this.taken = taken;
        this.failed = failed;
    }

    @Override
    protected void onCancel() {
        cancelled = true;
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        if (!cancelled) {
            taken.accept(response);
        }
        super.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        failed.run();
        super.onError(error);
    }
}
