package io.genaiops.tracing.span;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the spans of one chat model. Thread-safe; no method throws.
 *
 * @since 0.1
 */
public final class ChatSpans {

    private final Spans spans;
    private final String provider;
    private final Supplier<@Nullable ChatRequestParameters> defaults;
    private final SpanKind kind;
    private final ConcurrentMap<String, ModelSeries> series = new ConcurrentHashMap<>();
    private volatile @Nullable ModelSeries latest;

    ChatSpans(Spans spans, String provider, Supplier<@Nullable ChatRequestParameters> defaults, SpanKind kind) {
        this.spans = spans;
        this.provider = provider;
        this.defaults = defaults;
        this.kind = kind;
    }

    /** Returns whether anyone listens; if not, a call need not be observed at all. */
    public boolean enabled() {
        return spans.enabled();
    }

    /** Starts the span of one inference as a child of the operation that encloses it, otherwise of the current span. */
    public InferenceSpan start(ChatRequest request, CallContext call, InferenceSpan.@Nullable Enclosing enclosing) {
        return start(request, call, false, enclosing);
    }

    /** Starts the span of one streamed inference as a child of what encloses it, otherwise of the current span. */
    public InferenceSpan startStream(
            ChatRequest request, CallContext call, InferenceSpan.@Nullable Enclosing enclosing) {
        return start(request, call, true, enclosing);
    }

    private InferenceSpan start(
            ChatRequest request, CallContext call, boolean streaming, InferenceSpan.@Nullable Enclosing told) {
        InferenceSpan.Enclosing enclosing = told == null ? spans.around(null) : told;
        Context parent = enclosing == null ? Context.current() : enclosing.context();
        if (enclosing != null) {
            enclosing.asked();
        }
        long startNanos = spans.nanoTime.getAsLong();
        ModelSeries model = null;
        PromptSeries prompt = null;
        Span span = Span.getInvalid();
        AttributesBuilder copy = spans.events.details() ? Attributes.builder() : null;
        try {
            ChatRequestParameters fallback = fallback();
            String requestModel = first(request.parameters().modelName(), fallback.modelName());
            model = series(requestModel == null ? "" : requestModel);
            PromptIdentity identity = call.prompt();
            prompt = identity == null ? null : spans.prompts.series(identity, requestModel == null ? "" : requestModel);
            SpanBuilder builder =
                    spans.tracer.spanBuilder(model.spanName).setParent(parent).setSpanKind(kind);
            Facts facts = new Facts(builder, copy);
            facts.all(model.start);
            if (prompt != null) {
                facts.all(prompt.span);
            }
            if (streaming) {
                facts.set(GenAiKeys.STREAM, true);
            }
            facts.all(spans.settings.caller().of(parent, call.user()));
            facts.set(GenAiKeys.CONVERSATION, spans.settings.caller().conversation(parent, call.conversation()));
            describe(facts, request.parameters(), fallback);
            span = builder.startSpan();
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        return new InferenceSpan(
                spans,
                model == null ? series("") : model,
                prompt,
                new InferenceSpan.Start(span, parent, startNanos, streaming, enclosing, copy),
                request);
    }

    private void describe(Facts facts, ChatRequestParameters asked, ChatRequestParameters fallback) {
        facts.set(GenAiKeys.TEMPERATURE, first(asked.temperature(), fallback.temperature()));
        facts.set(GenAiKeys.TOP_P, first(asked.topP(), fallback.topP()));
        facts.set(GenAiKeys.FREQUENCY_PENALTY, first(asked.frequencyPenalty(), fallback.frequencyPenalty()));
        facts.set(GenAiKeys.PRESENCE_PENALTY, first(asked.presencePenalty(), fallback.presencePenalty()));
        facts.set(GenAiKeys.MAX_TOKENS, asLong(first(asked.maxOutputTokens(), fallback.maxOutputTokens())));
        setTopK(facts, first(asked.topK(), fallback.topK()));
        List<String> stop = asked.stopSequences();
        List<String> stops = stop == null || stop.isEmpty() ? fallback.stopSequences() : stop;
        facts.set(GenAiKeys.STOP_SEQUENCES, stops == null || stops.isEmpty() ? null : stops);
        ResponseFormat format = first(asked.responseFormat(), fallback.responseFormat());
        if (format != null) {
            facts.set(GenAiKeys.OUTPUT_TYPE, format.type() == ResponseFormatType.JSON ? "json" : "text");
        }
    }

    private void setTopK(Facts facts, @Nullable Integer topK) {
        AttributeKey<Double> real = spans.settings.profile().realTopK();
        if (topK != null && real != null) {
            facts.set(real, topK.doubleValue());
        } else {
            facts.set(GenAiKeys.TOP_K, asLong(topK));
        }
    }

    private ChatRequestParameters fallback() {
        ChatRequestParameters parameters = defaults.get();
        return parameters == null ? DefaultChatRequestParameters.EMPTY : parameters;
    }

    private ModelSeries series(String requestModel) {
        ModelSeries known = latest;
        if (known == null || !known.requestModel.equals(requestModel)) {
            known = ModelSeries.bounded(series, requestModel, name -> new ModelSeries("chat", provider, name));
            latest = known;
        }
        return known;
    }

    private static @Nullable Long asLong(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    private static <T> @Nullable T first(@Nullable T asked, @Nullable T fallback) {
        return asked == null ? fallback : asked;
    }

    /** Attributes of a span that is about to start, and their copy for its event if there will be one. */
    private record Facts(SpanBuilder builder, @Nullable AttributesBuilder copy) {

        void all(Attributes attributes) {
            builder.setAllAttributes(attributes);
            if (copy != null) {
                copy.putAll(attributes);
            }
        }

        <T> void set(AttributeKey<T> key, @Nullable T value) {
            if (value != null) {
                builder.setAttribute(key, value);
                if (copy != null) {
                    copy.put(key, value);
                }
            }
        }
    }
}
