package io.genaiops.call;

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
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every callback of one stream to the same method of the host's handler, and makes the answer when the host has
 * seen the last one. A stream that the host cancels, by its handle or by the future, has no answer: the future is
 * cancelled, and so is the stream.
 */
final class AnswerHandler implements StreamingChatResponseHandler {

    private final StreamingChatResponseHandler host;
    private final PromptRequest request;
    private final AskedModel asked;
    private final Pricing pricing;
    private final LongSupplier nanoTime;
    private final Instant started;
    private final long start;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private volatile @Nullable Duration firstChunk;
    private volatile @Nullable Duration firstText;
    private volatile @Nullable Handle handle;

    AnswerHandler(StreamingChatResponseHandler host, PromptRequest request, AskedModel asked, PromptCalls calls) {
        this.host = host;
        this.request = request;
        this.asked = asked;
        this.pricing = calls.pricing();
        this.nanoTime = calls.nanoTime();
        this.started = pricing.now();
        this.start = nanoTime.getAsLong();
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    @Override
    public void onPartialResponse(String text) {
        text(text);
        host.onPartialResponse(text);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        text(partial.text());
        host.onPartialResponse(partial, new PartialResponseContext(handle(context.streamingHandle())));
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        chunk();
        host.onPartialThinking(partial);
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        chunk();
        host.onPartialThinking(partial, new PartialThinkingContext(handle(context.streamingHandle())));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        chunk();
        host.onPartialToolCall(partial);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        chunk();
        host.onPartialToolCall(partial, new PartialToolCallContext(handle(context.streamingHandle())));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        chunk();
        host.onCompleteToolCall(call);
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        host.onUnmappedRawEvent(event);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        Timing timing = new Timing(started, elapsed(), firstChunk, firstText);
        Answer made = Answer.of(request, asked, pricing, response, timing);
        try {
            host.onCompleteResponse(response);
        } finally {
            answer.complete(made);
        }
    }

    @Override
    public void onError(Throwable error) {
        try {
            host.onError(error);
        } finally {
            answer.completeExceptionally(error);
        }
    }

    private void chunk() {
        if (firstChunk == null) {
            firstChunk = elapsed();
        }
    }

    /** Some providers begin with an empty text, which nobody can read. */
    private void text(@Nullable String text) {
        chunk();
        if (firstText == null && text != null && !text.isEmpty()) {
            firstText = elapsed();
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    private Handle handle(StreamingHandle original) {
        Handle known = handle;
        if (known == null || known.original != original) {
            known = new Handle(original, answer);
            handle = known;
        }
        if (answer.isCancelled() && !known.isCancelled()) {
            known.original.cancel();
        }
        return known;
    }

    /** Cancels the stream, then the answer that will not come. */
    private record Handle(StreamingHandle original, CompletableFuture<Answer> answer) implements StreamingHandle {

        @Override
        public void cancel() {
            original.cancel();
            answer.cancel(false);
        }

        @Override
        public boolean isCancelled() {
            return original.isCancelled();
        }
    }
}
