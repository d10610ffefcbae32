package io.genaiops.tracing.span;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of an embedding model, on one thread from its start to its end. No method throws.
 *
 * @since 0.1
 */
public final class EmbeddingSpan {

    private static final double NANOS = 1e9;

    private final Spans spans;
    private final ModelSeries model;
    private final Span span;
    private final Context context;
    private final long startNanos;

    EmbeddingSpan(Spans spans, ModelSeries model, Span span, Context parent, long startNanos) {
        this.spans = spans;
        this.model = model;
        this.span = span;
        this.context = span.getSpanContext().isValid() ? parent.with(span) : parent;
        this.startNanos = startNanos;
    }

    /** Makes the span current on this thread until the scope is closed, which must happen on the same thread. */
    public Scope open() {
        return spans.guard.open(context);
    }

    /** Ends the span with vectors; nothing is recorded of them but their length. */
    public void complete(@Nullable List<Embedding> vectors, @Nullable TokenUsage tokens, @Nullable String answeredBy) {
        end(() -> {
            Usage usage = spans.usage(tokens);
            if (usage.input() != null) {
                span.setAttribute(GenAiKeys.INPUT_TOKENS, usage.input());
            }
            if (vectors != null && !vectors.isEmpty()) {
                span.setAttribute(GenAiKeys.DIMENSIONS, (long) vectors.get(0).dimension());
            }
            if (answeredBy != null) {
                span.setAttribute(GenAiKeys.RESPONSE_MODEL, answeredBy);
            }
            ModelSeries.Answered answered = model.answered(answeredBy);
            spans.instruments.operationDuration.record(seconds(), answered.plain, context);
            if (spans.settings.profile().tokensByType()) {
                spans.instruments.tokens.record(new Usage(usage.input(), null, null, null, null), answered, context);
            }
        });
    }

    /** Ends the span with a failure. */
    public void fail(Throwable error) {
        end(() -> {
            String type = spans.errorTypes.of(error);
            span.setAttribute(GenAiKeys.ERROR_TYPE, type);
            span.setStatus(StatusCode.ERROR);
            spans.instruments.operationDuration.record(seconds(), model.failed(type), context);
            span.setAllAttributes(spans.settings.content().exception(error));
        });
    }

    private double seconds() {
        return (spans.nanoTime.getAsLong() - startNanos) / NANOS;
    }

    private void end(Runnable describe) {
        spans.guard.run(describe);
        spans.guard.run(span::end);
    }
}
