package io.genaiops.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every callback of one stream to the same method of another handler, so that nothing is lost, and tells a
 * subclass what passes: each part before it is forwarded, and that the other handler cancelled the stream. As thread-safe
 * as the callbacks of one stream have to be: they come one after another.
 *
 * @since 0.1
 */
public abstract class ForwardingStreamHandler implements StreamingChatResponseHandler {

    private final StreamingChatResponseHandler next;

    private volatile @Nullable Handle handle;

    /** Creates a handler that forwards to the given one. */
    protected ForwardingStreamHandler(StreamingChatResponseHandler next) {
        this.next = Objects.requireNonNull(next, "next");
    }

    /** Hears of a part of the text before it is forwarded; some providers begin with an empty one. */
    protected void onText(String text) {}

    /** Hears of a part that is no text, thinking or a tool call, before it is forwarded. */
    protected void onOtherPart() {}

    /** Hears that the handler behind this one cancelled the stream, after the model was told. */
    protected void onCancel() {}

    /**
     * Cancels the stream, as far as the model gave a handle with one of its parts so far.
     *
     * @return whether there was a handle
     */
    protected final boolean cancelStream() {
        Handle known = handle;
        if (known == null) {
            return false;
        }
        if (!known.original.isCancelled()) {
            known.original.cancel();
        }
        return true;
    }

    @Override
    public void onPartialResponse(String text) {
        onText(text == null ? "" : text);
        next.onPartialResponse(text);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        Handle wrapped = handle(context.streamingHandle());
        onText(partial.text() == null ? "" : partial.text());
        next.onPartialResponse(partial, new PartialResponseContext(wrapped));
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        onOtherPart();
        next.onPartialThinking(partial);
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        Handle wrapped = handle(context.streamingHandle());
        onOtherPart();
        next.onPartialThinking(partial, new PartialThinkingContext(wrapped));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        onOtherPart();
        next.onPartialToolCall(partial);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        Handle wrapped = handle(context.streamingHandle());
        onOtherPart();
        next.onPartialToolCall(partial, new PartialToolCallContext(wrapped));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        onOtherPart();
        next.onCompleteToolCall(call);
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        next.onUnmappedRawEvent(event);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        next.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        next.onError(error);
    }

    private Handle handle(StreamingHandle original) {
        Handle known = handle;
        if (known == null || known.original != original) {
            known = new Handle(original);
            handle = known;
        }
        return known;
    }

    private final class Handle implements StreamingHandle {

        private final StreamingHandle original;

        private Handle(StreamingHandle original) {
            this.original = original;
        }

        @Override
        public void cancel() {
            original.cancel();
            onCancel();
        }

        @Override
        public boolean isCancelled() {
            return original.isCancelled();
        }
    }
}
