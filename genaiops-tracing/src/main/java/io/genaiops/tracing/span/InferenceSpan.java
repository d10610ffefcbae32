package io.genaiops.tracing.span;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.FinishReasons;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One inference from its start to its one end: completion, failure, cancellation or abandonment, whichever comes first.
 * Thread-safe; no method throws.
 *
 * @since 0.1
 */
public final class InferenceSpan extends OpenStreams.Watched {

    private static final double NANOS = 1e9;

    private final Spans spans;
    private final ModelSeries model;
    private final @Nullable PromptSeries prompt;
    private final Start start;
    private final Context context;
    private final @Nullable ChatRequest captured;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final @Nullable Chunks chunks;

    private volatile @Nullable WeakReference<StreamingHandle> handle;
    private volatile OpenStreams.@Nullable Watch watch;

    InferenceSpan(
            Spans spans,
            ModelSeries model,
            @Nullable PromptSeries prompt,
            Start start,
            @Nullable ChatRequest captured) {
        this.spans = spans;
        this.model = model;
        this.prompt = prompt;
        this.start = start;
        this.context = current(spans.guard, start);
        this.captured = captured;
        this.chunks = start.streaming ? new Chunks(start.nanos) : null;
    }

    /** Makes the span current on this thread until the scope is closed, which must happen on the same thread. */
    public Scope open() {
        return spans.guard.open(context);
    }

    /** Makes the caller's context current for one callback, so that what the callback calls belongs to the caller. */
    public Scope openCaller() {
        return spans.guard.open(start.parent);
    }

    /** Ends the span as abandoned once the observer can no longer be reached or the stream stays silent too long. */
    public void watch(Object observer) {
        spans.guard.run(() -> watch = spans.openStreams.watch(this, observer));
        if (ended.get()) {
            unwatch();
        }
    }

    /**
     * Notes which handle cancels the stream, so that a cancellation by others is seen as well. The handle is not kept
     * alive: it may hold the observer, which must stay collectable.
     */
    public void cancelledBy(StreamingHandle streamingHandle) {
        handle = new WeakReference<>(streamingHandle);
    }

    /** Records that a chunk arrived. */
    public void chunk() {
        Chunks times = chunks;
        if (times == null || ended.get()) {
            return;
        }
        try {
            long now = spans.nanoTime.getAsLong();
            double seconds = (now - times.lastNanos) / NANOS;
            if (times.secondsToFirst < 0) {
                times.secondsToFirst = seconds;
                spans.instruments.timeToFirstChunk.record(seconds, model.start, context);
            } else {
                spans.instruments.timePerOutputChunk.record(seconds, model.start, context);
            }
            times.lastNanos = now;
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
    }

    /** Ends the span with an answer. */
    public void complete(@Nullable ChatResponse response) {
        end(() -> {
            Usage usage = usage(response);
            String responseModel = response == null ? null : response.modelName();
            FinishReason reason = response == null ? null : response.finishReason();
            describe(usage);
            set(GenAiKeys.RESPONSE_MODEL, responseModel);
            set(GenAiKeys.RESPONSE_ID, response == null ? null : response.id());
            set(GenAiKeys.FINISH_REASONS, FinishReasons.of(reason));
            ModelSeries.Answered answered = model.answered(responseModel);
            double seconds = seconds();
            spans.instruments.inferenceDuration.record(seconds, answered.plain, context);
            Context spanless = spanless();
            spans.instruments.tokens.record(usage, answered, spanless);
            if (prompt != null) {
                spans.prompts.recordDuration(prompt, seconds, null, spanless);
                spans.prompts.recordTokens(prompt, usage, spanless);
            }
            capture(response);
        });
    }

    /** Ends the span with a failure. */
    public void fail(Throwable error) {
        end(() -> {
            String type = spans.errorTypes.of(error);
            failed(type);
            start.span.setAllAttributes(spans.settings.content().exception(error));
            capture(null);
        });
    }

    /** Ends the span because the host cancelled the stream, which is not an error. */
    public void cancelled() {
        end(() -> {
            start.span.setAttribute(GenAiKeys.STREAM_END, "cancelled");
            start.span.setAttribute(GenAiKeys.FINISH_REASONS, FinishReasons.NONE_CAME);
            describeFirstChunk();
            double seconds = seconds();
            spans.instruments.inferenceDuration.record(seconds, model.start, context);
            if (prompt != null) {
                spans.prompts.recordDuration(prompt, seconds, null, spanless());
            }
            capture(null);
        });
        if (start.enclosing != null) {
            start.enclosing.cancelled();
        }
    }

    @Override
    void abandoned() {
        if (isCancelled()) {
            cancelled();
            return;
        }
        end(() -> {
            start.span.setAttribute(GenAiKeys.STREAM_END, "abandoned");
            failed("abandoned");
            capture(null);
        });
    }

    @Override
    boolean isCancelled() {
        WeakReference<StreamingHandle> reference = handle;
        StreamingHandle known = reference == null ? null : reference.get();
        try {
            return known != null && known.isCancelled();
        } catch (Throwable t) {
            spans.guard.failed(t);
            return false;
        }
    }

    @Override
    long lastNanos() {
        return chunks == null ? start.nanos : chunks.lastNanos;
    }

    private void failed(String type) {
        start.span.setAttribute(GenAiKeys.ERROR_TYPE, type);
        start.span.setStatus(StatusCode.ERROR);
        start.span.setAttribute(GenAiKeys.FINISH_REASONS, FinishReasons.NONE_CAME);
        describeFirstChunk();
        double seconds = seconds();
        spans.instruments.inferenceDuration.record(seconds, model.failed(type), context);
        if (prompt != null) {
            spans.prompts.recordDuration(prompt, seconds, type, spanless());
        }
    }

    private void describe(Usage usage) {
        describeFirstChunk();
        set(GenAiKeys.INPUT_TOKENS, usage.input());
        set(GenAiKeys.OUTPUT_TOKENS, usage.output());
        set(GenAiKeys.CACHE_READ_TOKENS, usage.cachedInput());
        set(spans.settings.profile().cacheWriteTokens(), usage.cacheWrite());
        set(GenAiKeys.REASONING_TOKENS, usage.reasoning());
    }

    private void describeFirstChunk() {
        if (chunks != null && chunks.secondsToFirst >= 0) {
            start.span.setAttribute(GenAiKeys.TIME_TO_FIRST_CHUNK, chunks.secondsToFirst);
        }
    }

    private void capture(@Nullable ChatResponse response) {
        ContentCapture content = spans.settings.content();
        if (captured != null && start.span.isRecording()) {
            start.span.setAllAttributes(content.request(captured));
            start.span.setAllAttributes(response == null ? Attributes.empty() : content.response(response));
        }
    }

    private Usage usage(@Nullable ChatResponse response) {
        return response == null ? Usage.UNKNOWN : spans.usage(response.tokenUsage());
    }

    private static Context current(Guard guard, Start start) {
        try {
            return start.span.getSpanContext().isValid() ? start.parent.with(start.span) : start.parent;
        } catch (Throwable t) {
            guard.failed(t);
            return start.parent;
        }
    }

    /**
     * One exemplar a call is enough to lead from a slow bucket to a trace: the inference's duration carries it. On every
     * further measurement it would cost more than the measurement.
     */
    private Context spanless() {
        return Span.fromContextOrNull(start.parent) == null ? start.parent : start.parent.with(Span.getInvalid());
    }

    private double seconds() {
        return (spans.nanoTime.getAsLong() - start.nanos) / NANOS;
    }

    private void end(Runnable describe) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        spans.guard.run(describe);
        try {
            start.span.end();
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        unwatch();
    }

    private void unwatch() {
        OpenStreams.Watch known = watch;
        if (known != null) {
            spans.openStreams.forget(known);
        }
    }

    private <T> void set(AttributeKey<T> key, @Nullable T value) {
        if (value != null) {
            start.span.setAttribute(key, value);
        }
    }

    /** When the chunks of a stream came. */
    private static final class Chunks {

        private volatile long lastNanos;
        private volatile double secondsToFirst = -1;

        Chunks(long startNanos) {
            this.lastNanos = startNanos;
        }
    }

    /** What is known when an inference starts. */
    record Start(
            Span span,
            Context parent,
            long nanos,
            boolean streaming,
            @Nullable Enclosing enclosing) {}

    /** The operation that an inference is part of, where the current span does not say so. */
    public interface Enclosing {

        /** The key under which it rides in the options of a call. */
        String KEY = "io.genaiops.tracing.enclosing";

        /** Returns the context that the inference belongs to. */
        Context context();

        /** Takes note that the host cancelled the stream, of which nobody else tells. */
        void cancelled();
    }
}
