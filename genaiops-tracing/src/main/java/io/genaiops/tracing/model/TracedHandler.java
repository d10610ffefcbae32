package io.genaiops.tracing.model;

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
import io.genaiops.tracing.span.InferenceSpan;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Observes the callbacks of one stream and forwards every one of them to the same method of the host's handler, in the
 * context of the caller. The span has ended before the last callback is forwarded, so that a handler that throws cannot
 * keep it open. Contexts are wrapped once for each handle, not once for each chunk.
 */
@SuppressWarnings("try") // a scope is opened only to be closed
final class TracedHandler implements StreamingChatResponseHandler {

    private final StreamingChatResponseHandler delegate;
    private final InferenceSpan span;

    private volatile @Nullable TracedHandle handle;

    TracedHandler(StreamingChatResponseHandler delegate, InferenceSpan span) {
        this.delegate = delegate;
        this.span = span;
    }

    @Override
    public void onPartialResponse(String text) {
        span.chunk();
        try (Scope scope = span.openCaller()) {
            delegate.onPartialResponse(text);
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        span.chunk();
        PartialResponseContext forwarded = context != null && context.getClass() == PartialResponseContext.class
                ? handle(context.streamingHandle()).responses
                : context;
        try (Scope scope = span.openCaller()) {
            delegate.onPartialResponse(partial, forwarded);
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        span.chunk();
        try (Scope scope = span.openCaller()) {
            delegate.onPartialThinking(partial);
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        span.chunk();
        PartialThinkingContext forwarded = context != null && context.getClass() == PartialThinkingContext.class
                ? handle(context.streamingHandle()).thinking
                : context;
        try (Scope scope = span.openCaller()) {
            delegate.onPartialThinking(partial, forwarded);
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        span.chunk();
        try (Scope scope = span.openCaller()) {
            delegate.onPartialToolCall(partial);
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        span.chunk();
        PartialToolCallContext forwarded = context != null && context.getClass() == PartialToolCallContext.class
                ? handle(context.streamingHandle()).toolCalls
                : context;
        try (Scope scope = span.openCaller()) {
            delegate.onPartialToolCall(partial, forwarded);
        }
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        span.chunk();
        try (Scope scope = span.openCaller()) {
            delegate.onCompleteToolCall(call);
        }
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        try (Scope scope = span.openCaller()) {
            delegate.onUnmappedRawEvent(event);
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        span.complete(response);
        try (Scope scope = span.openCaller()) {
            delegate.onCompleteResponse(response);
        }
    }

    @Override
    public void onError(Throwable error) {
        span.fail(error);
        try (Scope scope = span.openCaller()) {
            delegate.onError(error);
        }
    }

    private TracedHandle handle(StreamingHandle original) {
        TracedHandle known = handle;
        if (known == null || known.original != original) {
            known = new TracedHandle(original, span);
            handle = known;
            span.cancelledBy(original);
        }
        return known;
    }

    /** Cancels the stream, then ends its span; and the contexts in which the host meets it. */
    private static final class TracedHandle implements StreamingHandle {

        private final StreamingHandle original;
        private final InferenceSpan span;
        private final PartialResponseContext responses = new PartialResponseContext(this);
        private final PartialThinkingContext thinking = new PartialThinkingContext(this);
        private final PartialToolCallContext toolCalls = new PartialToolCallContext(this);

        TracedHandle(StreamingHandle original, InferenceSpan span) {
            this.original = original;
            this.span = span;
        }

        @Override
        public void cancel() {
            original.cancel();
            span.cancelled();
        }

        @Override
        public boolean isCancelled() {
            return original.isCancelled();
        }
    }
}
