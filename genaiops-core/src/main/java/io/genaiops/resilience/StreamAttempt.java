package io.genaiops.resilience;

import dev.failsafe.AsyncExecution;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a stream. Parts before the first content are held, so that an attempt that fails leaves nothing behind;
 * parts after its end are dropped.
 */
final class StreamAttempt implements StreamingChatResponseHandler {

    /** So many parts without content mean that the answer is one of them: held parts must not grow without end. */
    private static final int MOST_HELD = 256;

    private final StreamCall call;
    private final ModelGuard guard;
    private final List<Runnable> held = new ArrayList<>();
    private @Nullable AsyncExecution<ChatResponse> execution;
    private @Nullable StreamingHandle handle;
    private @Nullable Handle wrapped;
    private @Nullable Future<?> watch;
    private long heard;
    private int number;
    private boolean started;
    private boolean over;
    private boolean abandoned;

    StreamAttempt(StreamCall call, ModelGuard guard) {
        this.call = call;
        this.guard = guard;
    }

    void begin(
            int attempt,
            AsyncExecution<ChatResponse> attemptExecution,
            BiConsumer<String, StreamingChatResponseHandler> start) {
        synchronized (this) {
            execution = attemptExecution;
            number = attempt;
            heard = System.nanoTime();
        }
        if (call.isEnded()) {
            abandon(new CancellationException("the stream ended before this attempt began"));
            return;
        }
        watch(guard.attemptTimeout());
        try {
            start.accept(guard.name(), this);
        } catch (Throwable e) {
            onError(e);
        }
    }

    synchronized boolean isStarted() {
        return started;
    }

    /** Ends the attempt without the model: its late callbacks are dropped, and its stream is cancelled when it can be. */
    void abandon(Throwable reason) {
        StreamingHandle known;
        AsyncExecution<ChatResponse> own;
        synchronized (this) {
            if (over || execution == null) {
                return;
            }
            end();
            abandoned = true;
            known = handle;
            own = execution;
        }
        cancel(known);
        own.recordException(reason);
    }

    /** Adds the held parts, if there are any, before the last callback. */
    synchronized void release() {
        held.forEach(call::add);
        held.clear();
    }

    @Override
    public void onPartialResponse(String text) {
        part(text != null && !text.isEmpty(), null, next -> next.onPartialResponse(text));
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        boolean content = partial.text() != null && !partial.text().isEmpty();
        part(
                content,
                context.streamingHandle(),
                next -> next.onPartialResponse(
                        partial, new PartialResponseContext(wrapped(context.streamingHandle()))));
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        part(true, null, next -> next.onPartialThinking(partial));
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        part(
                true,
                context.streamingHandle(),
                next -> next.onPartialThinking(
                        partial, new PartialThinkingContext(wrapped(context.streamingHandle()))));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        part(true, null, next -> next.onPartialToolCall(partial));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        part(
                true,
                context.streamingHandle(),
                next -> next.onPartialToolCall(
                        partial, new PartialToolCallContext(wrapped(context.streamingHandle()))));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall toolCall) {
        part(true, null, next -> next.onCompleteToolCall(toolCall));
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        part(false, null, next -> next.onUnmappedRawEvent(event));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        if (response == null) {
            onError(guard.nothing("its stream ended without a response"));
            return;
        }
        AsyncExecution<ChatResponse> own = ended();
        if (own != null) {
            own.recordResult(response);
        }
    }

    @Override
    public void onError(Throwable error) {
        AsyncExecution<ChatResponse> own = ended();
        if (own != null) {
            own.recordException(error == null ? guard.nothing("its stream failed without saying how") : error);
        }
    }

    private void part(
            boolean content, @Nullable StreamingHandle given, Consumer<StreamingChatResponseHandler> callback) {
        StreamingHandle late = null;
        synchronized (this) {
            if (given != null) {
                handle = given;
            }
            if (over) {
                late = abandoned ? given : null;
            } else {
                held.add(() -> call.tellPart(() -> callback.accept(call.handler())));
                started |= content || held.size() > MOST_HELD;
                if (started) {
                    release();
                }
            }
        }
        cancel(late);
        call.deliver();
        synchronized (this) {
            heard = System.nanoTime();
        }
    }

    private synchronized @Nullable AsyncExecution<ChatResponse> ended() {
        if (over) {
            return null;
        }
        end();
        return execution;
    }

    private void end() {
        over = true;
        Future<?> timer = watch;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private synchronized void watch(Duration time) {
        if (!over) {
            watch = call.resilience().timers().later(call.threads().carried(this::look), time);
        }
    }

    private void look() {
        Duration limit = guard.attemptTimeout();
        Duration silence;
        int attempt;
        synchronized (this) {
            silence = Duration.ofNanos(System.nanoTime() - heard);
            attempt = number;
        }
        if (call.isDelivering()) {
            watch(limit);
        } else if (silence.compareTo(limit) < 0) {
            watch(limit.minus(silence));
        } else {
            abandon(guard.silent(attempt));
        }
    }

    private static void cancel(@Nullable StreamingHandle known) {
        if (known != null && !known.isCancelled()) {
            known.cancel();
        }
    }

    private synchronized StreamingHandle wrapped(StreamingHandle given) {
        Handle own = wrapped;
        if (own == null || own.original != given) {
            own = new Handle(given);
            wrapped = own;
        }
        return own;
    }

    /** What the handler cancels by: this stream, and the call that it belongs to. */
    private final class Handle implements StreamingHandle {

        private final StreamingHandle original;

        private Handle(StreamingHandle original) {
            this.original = original;
        }

        @Override
        public void cancel() {
            original.cancel();
            call.cancel();
        }

        @Override
        public boolean isCancelled() {
            return call.isCancelled() || original.isCancelled();
        }
    }
}
