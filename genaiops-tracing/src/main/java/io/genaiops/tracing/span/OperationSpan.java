package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One operation around model calls, such as the invocation of an agent or the execution of a tool, from its start to its
 * one end. Thread-safe; no method throws.
 *
 * @since 0.1
 */
public final class OperationSpan extends OpenStreams.Watched {

    private static final double NANOS = 1e9;

    private final Spans spans;
    private final Span span;
    private final Context context;
    private final long startNanos;
    private final End end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile OpenStreams.@Nullable Watch watch;

    OperationSpan(Spans spans, Span span, Context parent, End end) {
        this.spans = spans;
        this.span = span;
        this.context = span.getSpanContext().isValid() ? parent.with(span) : parent;
        this.startNanos = spans.nanoTime.getAsLong();
        this.end = end;
    }

    /** Returns the context that the parts of the operation belong to. */
    public Context context() {
        return context;
    }

    /** Makes the span current on this thread until the scope is closed, which must happen on the same thread. */
    public Scope open() {
        return spans.guard.open(context);
    }

    /** Adds an event to the span. */
    public void event(String name, Attributes attributes) {
        spans.guard.run(() -> span.addEvent(name, attributes));
    }

    /** Ends the span as abandoned once the observer can no longer be reached. */
    public void watch(Object observer) {
        spans.guard.run(() -> watch = spans.openStreams.watch(this, observer));
        if (ended.get()) {
            unwatch();
        }
    }

    /** Ends the span without an error. */
    public void complete() {
        end(null, null, Attributes.empty());
    }

    /** Ends the span because the host cancelled the operation, which is not an error. */
    public void cancelled() {
        end(null, "cancelled", Attributes.empty());
    }

    /** Ends the span with a failure. */
    public void fail(Throwable error) {
        Attributes captured = Attributes.empty();
        try {
            captured = spans.settings.content().exception(error);
        } catch (Throwable t) {
            spans.guard.failed(t);
        }
        end(spans.errorTypes.of(error), null, captured);
    }

    /** Ends the span with a failure of this type, which must be of low cardinality. */
    public void fail(String errorType) {
        end(errorType, null, Attributes.empty());
    }

    /** An operation may be silent for as long as it takes. */
    @Override
    long lastNanos() {
        return spans.nanoTime.getAsLong();
    }

    @Override
    boolean isCancelled() {
        return false;
    }

    @Override
    void abandoned() {
        end("abandoned", "abandoned", Attributes.empty());
    }

    private void end(@Nullable String errorType, @Nullable String how, Attributes more) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        spans.guard.run(() -> {
            if (errorType != null) {
                span.setAttribute(GenAiKeys.ERROR_TYPE, errorType);
                span.setStatus(StatusCode.ERROR);
            }
            if (how != null) {
                span.setAttribute(GenAiKeys.STREAM_END, how);
            }
            span.setAllAttributes(more);
            double seconds = (spans.nanoTime.getAsLong() - startNanos) / NANOS;
            end.describe(new Outcome(errorType, seconds, context, span));
        });
        spans.guard.run(span::end);
        unwatch();
    }

    private void unwatch() {
        OpenStreams.Watch known = watch;
        if (known != null) {
            spans.openStreams.forget(known);
        }
    }

    /** Says the rest of an operation when it ends: last attributes and measurements. */
    @FunctionalInterface
    public interface End {
        /** Describes the outcome; called once. */
        void describe(Outcome outcome);
    }

    /**
     * How an operation ended.
     *
     * @param errorType the type of the failure, or {@code null}
     * @param seconds how long it took
     * @param context the context to measure in
     * @param span the span, which ends next
     */
    public record Outcome(@Nullable String errorType, double seconds, Context context, Span span) {

        /** Sets an attribute, if there is a value. */
        public <T> void set(AttributeKey<T> key, @Nullable T value) {
            if (value != null) {
                span.setAttribute(key, value);
            }
        }
    }
}
