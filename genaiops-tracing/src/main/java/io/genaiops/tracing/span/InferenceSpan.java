package io.genaiops.tracing.span;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.cost.Cost;
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
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One inference from its start to its one end: completion, failure, cancellation or abandonment, whichever comes first.
 * Thread-safe; no method throws.
 *
 * @since 0.1
 */
public final class InferenceSpan extends OpenStreams.Watched {

    private static final ContextKey<InferenceSpan> CURRENT = ContextKey.named("genaiops-inference");
    private static final double NANOS = 1e9;

    private final Spans spans;
    private final ModelSeries model;
    private final @Nullable PromptSeries prompt;
    private final Start start;
    private final Context context;
    private final ChatRequest request;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final @Nullable Chunks chunks;

    private volatile @Nullable WeakReference<StreamingHandle> handle;
    private volatile OpenStreams.@Nullable Watch watch;

    InferenceSpan(Spans spans, ModelSeries model, @Nullable PromptSeries prompt, Start start, ChatRequest request) {
        this.spans = spans;
        this.model = model;
        this.prompt = prompt;
        this.start = start;
        this.context = spans.within(start.parent, start.span).with(CURRENT, this);
        this.request = request;
        this.chunks = start.streaming ? new Chunks(start.nanos) : null;
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
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            answered(response);
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        end(response);
    }

    /** Ends the span with a failure. */
    public void fail(Throwable error) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            failed(spans.errorTypes.of(error));
            start.span.setAllAttributes(spans.spanContent.exception(error));
            spans.events.failed(start.span, context, error, true);
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        end(null);
    }

    /** Ends the span because the host cancelled the stream, which is not an error. */
    public void cancelled() {
        if (ended.compareAndSet(false, true)) {
            try {
                set(GenAiKeys.STREAM_END, "cancelled");
                unanswered(null);
            } catch (Throwable t) {
                spans.guard.failed(t);
            }
            end(null);
        }
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
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            set(GenAiKeys.STREAM_END, "abandoned");
            failed("abandoned");
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        end(null);
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

    private void answered(@Nullable ChatResponse response) {
        Usage usage = response == null ? Usage.UNKNOWN : spans.usage(response.tokenUsage());
        if (start.enclosing != null && response != null) {
            start.enclosing.answered(usage, FinishReasons.of(response.finishReason()));
        }
        String responseModel = response == null ? null : response.modelName();
        FinishReason reason = response == null ? null : response.finishReason();
        describe(usage);
        set(GenAiKeys.RESPONSE_MODEL, responseModel);
        set(GenAiKeys.RESPONSE_ID, response == null ? null : response.id());
        set(GenAiKeys.FINISH_REASONS, FinishReasons.of(reason));
        Cost cost = response == null ? null : spans.cost(model, responseModel, usage);
        describe(cost);
        ModelSeries.Answered answered = model.answered(responseModel);
        double seconds = seconds();
        spans.instruments.inferenceDuration.record(seconds, answered.plain, context);
        Context spanless = spanless();
        spans.instruments.tokens.record(usage, answered, spanless);
        if (prompt != null) {
            spans.prompts.recordDuration(prompt, seconds, null, spanless);
            spans.prompts.recordTokens(prompt, usage, spanless);
            spans.prompts.recordCost(prompt, cost, spanless);
        }
    }

    private void failed(String type) {
        set(GenAiKeys.ERROR_TYPE, type);
        start.span.setStatus(StatusCode.ERROR);
        unanswered(type);
    }

    private void unanswered(@Nullable String type) {
        set(GenAiKeys.FINISH_REASONS, FinishReasons.NONE_CAME);
        describeFirstChunk();
        double seconds = seconds();
        Attributes measured = type == null ? model.start : model.failed(type);
        spans.instruments.inferenceDuration.record(seconds, measured, context);
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

    private void describe(@Nullable Cost cost) {
        if (cost == null) {
            return;
        }
        BigDecimal amount = cost.amount().orElse(null);
        if (amount == null) {
            set(GenAiKeys.COST_UNPRICED, cost.reason().orElse(null));
        } else {
            set(GenAiKeys.COST, amount.doubleValue());
            set(
                    GenAiKeys.COST_CURRENCY,
                    cost.currency().map(Currency::getCurrencyCode).orElse(null));
        }
    }

    private void describeFirstChunk() {
        if (chunks != null && chunks.secondsToFirst >= 0) {
            set(GenAiKeys.TIME_TO_FIRST_CHUNK, chunks.secondsToFirst);
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

    /** Each step by itself, so that what fails costs no other; none as a lambda, of which every call would pay three. */
    private void end(@Nullable ChatResponse response) {
        try {
            capture(response);
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        try {
            report(response);
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
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
            if (start.copy != null) {
                start.copy.put(key, value);
            }
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
            @Nullable Enclosing enclosing,
            @Nullable AttributesBuilder copy) {}

    /** The operation that an inference is part of, where the current span does not say so. */
    public interface Enclosing {

        /** The key under which it rides in the options of a call. */
        String KEY = "io.genaiops.tracing.enclosing";

        /** Returns the key under which it rides in the parameters of an invocation, which others may share. */
        static String key(InvocationContext invocation) {
            return KEY + ":" + invocation.invocationId();
        }

        /** Returns what traces this invocation, or {@code null}. */
        static @Nullable Enclosing find(@Nullable InvocationContext invocation) {
            if (invocation == null || invocation.invocationParameters() == null) {
                return null;
            }
            return invocation.invocationParameters().asMap().get(key(invocation)) instanceof Enclosing found
                    ? found
                    : null;
        }

        /** Returns the context that the inference belongs to. */
        Context context();

        /** Returns the name of the agent whose operation it is, or {@code null} if it is none's. */
        default @Nullable String agent() {
            return null;
        }

        /** Takes note that an inference starts. */
        default void asked() {}

        /** Takes note of what an inference used and why it stopped. */
        default void answered(Usage usage, @Nullable List<String> finishReasons) {}

        /** Takes note that the host cancelled the stream, of which nobody else tells. */
        void cancelled();
    }
}
