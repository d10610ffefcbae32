package io.genaiops.tracing.span;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the spans of one embedding model. Thread-safe; no method throws.
 *
 * @since 0.1
 */
public final class EmbeddingSpans {

    private static final String UNNAMED = "unknown";

    private final Spans spans;
    private final String provider;
    private final Supplier<@Nullable String> modelName;
    private final SpanKind kind;
    private final ConcurrentMap<String, ModelSeries> series = new ConcurrentHashMap<>();

    EmbeddingSpans(Spans spans, String provider, Supplier<@Nullable String> modelName, SpanKind kind) {
        this.spans = spans;
        this.provider = provider;
        this.modelName = modelName;
        this.kind = kind;
    }

    /** Returns whether anyone listens; if not, a call need not be observed at all. */
    public boolean enabled() {
        return spans.enabled();
    }

    /** Starts the span of one call as a child of the current span; the model asked for overrides the model's own name. */
    public EmbeddingSpan start(@Nullable String requestModel) {
        Context parent = Context.current();
        long startNanos = spans.nanoTime.getAsLong();
        ModelSeries model = null;
        Span span = Span.getInvalid();
        try {
            model = series(requestModel == null ? ownName() : requestModel);
            span = spans.tracer
                    .spanBuilder(model.spanName)
                    .setParent(parent)
                    .setSpanKind(kind)
                    .setAllAttributes(model.start)
                    .startSpan();
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        return new EmbeddingSpan(spans, model == null ? series("") : model, span, parent, startNanos);
    }

    private String ownName() {
        String name = modelName.get();
        return name == null || name.equals(UNNAMED) ? "" : name;
    }

    private ModelSeries series(String requestModel) {
        return ModelSeries.bounded(series, requestModel, name -> new ModelSeries("embeddings", provider, name));
    }
}
