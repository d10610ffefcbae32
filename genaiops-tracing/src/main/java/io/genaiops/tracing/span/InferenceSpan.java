package io.genaiops.tracing.span;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.semconv.FinishReasons;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One inference from its start to its one end: completion, failure, cancellation or abandonment, whichever comes first.
 * Thread-safe; no method throws.
 *
 * @since 0.1
 */
public final class InferenceSpan {

    private static final ContextKey<InferenceSpan> CURRENT = ContextKey.named("genaiops-inference");
    private static final double NANOS = 1e9;

    private final Spans spans;
    private final ModelSeries model;
    private final @Nullable PromptSeries prompt;
    private final Start start;
    private final Context context;
    private final ChatRequest request;
    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile long lastNanos;
    private volatile double secondsToFirstChunk = -1;
    private volatile @Nullable WeakReference<StreamingHandle> handle;
    private volatile OpenStreams.@Nullable Watch watch;

    InferenceSpan(Spans spans, ModelSeries model, @Nullable PromptSeries prompt, Start start, ChatRequest request) {
        this.spans = spans;
        this.model = model;
        this.prompt = prompt;
        this.start = start;
        Context own = start.span.getSpanContext().isValid() ? start.parent.with(start.span) : start.parent;
        this.context = own.with(CURRENT, this);
        this.request = request;
        this.lastNanos = start.nanos;
    }

    /**
     * Returns whether the current thread is within the span of this very request: the same messages, whatever parameters a
     * model has added meanwhile. Whoever observes a model from the inside must not give it a second span.
     */
    static boolean covers(ChatRequest request) {
        InferenceSpan current = Context.current().get(CURRENT);
        if (current == null) {
            return false;
        }
        List<ChatMessage> outer = current.request.messages();
        List<ChatMessage> inner = request.messages();
        boolean same = outer.size() == inner.size();
        for (int i = 0; same && i < outer.size(); i++) {
            same = outer.get(i) == inner.get(i);
        }
        return same;
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
        if (ended.get()) {
            return;
        }
        try {
            long now = spans.nanoTime.getAsLong();
            if (secondsToFirstChunk < 0) {
                double seconds = (now - start.nanos) / NANOS;
                secondsToFirstChunk = seconds;
                spans.instruments.timeToFirstChunk.record(seconds, model.start, context);
            } else {
                spans.instruments.timePerOutputChunk.record((now - lastNanos) / NANOS, model.start, context);
            }
            lastNanos = now;
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
    }

    /** Ends the span with an answer. */
    public void complete(@Nullable ChatResponse response) {
        end(response, () -> {
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
            spans.instruments.tokens.record(usage, answered, context);
            if (prompt != null) {
                spans.prompts.recordDuration(prompt, seconds, null, context);
                spans.prompts.recordTokens(prompt, usage, context);
            }
        });
    }

    /** Ends the span with a failure. */
    public void fail(Throwable error) {
        end(null, () -> {
            failed(spans.errorTypes.of(error));
            start.span.setAllAttributes(spans.spanContent.exception(error));
            spans.events.failed(start.span, context, error, true);
        });
    }

    /** Ends the span because the host cancelled the stream, which is not an error. */
    public void cancelled() {
        end(null, () -> {
            set(GenAiKeys.STREAM_END, "cancelled");
            set(GenAiKeys.FINISH_REASONS, FinishReasons.NONE_CAME);
            describeFirstChunk();
            double seconds = seconds();
            spans.instruments.inferenceDuration.record(seconds, model.start, context);
            if (prompt != null) {
                spans.prompts.recordDuration(prompt, seconds, null, context);
            }
        });
    }

    void abandoned() {
        if (isCancelled()) {
            cancelled();
            return;
        }
        end(null, () -> {
            set(GenAiKeys.STREAM_END, "abandoned");
            failed("abandoned");
        });
    }

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

    long lastNanos() {
        return lastNanos;
    }

    private void failed(String type) {
        set(GenAiKeys.ERROR_TYPE, type);
        start.span.setStatus(StatusCode.ERROR);
        set(GenAiKeys.FINISH_REASONS, FinishReasons.NONE_CAME);
        describeFirstChunk();
        double seconds = seconds();
        spans.instruments.inferenceDuration.record(seconds, model.failed(type), context);
        if (prompt != null) {
            spans.prompts.recordDuration(prompt, seconds, type, context);
        }
    }

    private void describe(Usage usage) {
        describeFirstChunk();
        set(GenAiKeys.INPUT_TOKENS, usage.input());
        set(GenAiKeys.OUTPUT_TOKENS, usage.output());
        set(GenAiKeys.CACHE_READ_TOKENS, usage.cachedInput());
        set(spans.settings.profile().cacheWriteTokens(), usage.cacheWrite());
        set(GenAiKeys.REASONING_TOKENS, usage.reasoning());
        if (spans.settings.profile().tellsModalities()) {
            Instruments.TokenInstruments.Modalities in = Instruments.TokenInstruments.Modalities.ofInput(usage);
            Instruments.TokenInstruments.Modalities out = Instruments.TokenInstruments.Modalities.ofOutput(usage);
            set(GenAiKeys.TEXT_INPUT_TOKENS, in.text());
            set(GenAiKeys.AUDIO_INPUT_TOKENS, in.audio());
            set(GenAiKeys.IMAGE_INPUT_TOKENS, in.image());
            set(GenAiKeys.TEXT_OUTPUT_TOKENS, out.text());
            set(GenAiKeys.AUDIO_OUTPUT_TOKENS, out.audio());
            set(GenAiKeys.IMAGE_OUTPUT_TOKENS, out.image());
        }
    }

    private void describeFirstChunk() {
        if (start.streaming && secondsToFirstChunk >= 0) {
            set(GenAiKeys.TIME_TO_FIRST_CHUNK, secondsToFirstChunk);
        }
    }

    /** Writes content after everything else, so that nothing else is lost if it turns out to be too much. */
    private void capture(@Nullable ChatResponse response) {
        if (spans.isCaptured(start.span)) {
            start.span.setAllAttributes(spans.spanContent.request(request));
            start.span.setAllAttributes(response == null ? Attributes.empty() : spans.spanContent.response(response));
        }
    }

    private void report(@Nullable ChatResponse response) {
        AttributesBuilder known = start.copy;
        if (known == null) {
            return;
        }
        AttributesBuilder content = Attributes.builder();
        if (!spans.eventContent.isOff()) {
            spans.guard.run(() -> content.putAll(spans.eventContent.request(request)));
            spans.guard.run(() ->
                    content.putAll(response == null ? Attributes.empty() : spans.eventContent.response(response)));
        }
        spans.events.details(known.build(), content.build(), context);
    }

    private Usage usage(@Nullable ChatResponse response) {
        return response == null ? Usage.UNKNOWN : spans.usage(response.tokenUsage());
    }

    private double seconds() {
        return (spans.nanoTime.getAsLong() - start.nanos) / NANOS;
    }

    private void end(@Nullable ChatResponse response, Runnable describe) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        spans.guard.run(describe);
        spans.guard.run(() -> capture(response));
        spans.guard.run(() -> report(response));
        spans.guard.run(start.span::end);
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
            if (start.copy != null) {
                start.copy.put(key, value);
            }
        }
    }

    /** What is known when an inference starts. */
    record Start(
            Span span,
            Context parent,
            long nanos,
            boolean streaming,
            @Nullable AttributesBuilder copy) {}
}
