package io.genaiops.tracing.span;

import io.genaiops.cost.Usage;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One operation from its start to its one end. What fails in telemetry is counted and never thrown; what the operation
 * throws is thrown on. Thread-safe.
 *
 * @since 0.1
 */
public final class OperationCall extends OpenStreams.Watched {

    private static final ContextKey<OperationCall> RETRIEVAL = ContextKey.named("genaiops-retrieval");
    private static final double NANOS = 1e9;

    private final Spans spans;
    private final Operation operation;
    private final Span span;
    private final Context context;
    private final long startNanos;
    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile @Nullable Supplier<Attributes> asked;
    private volatile @Nullable Ending ending;
    private volatile OpenStreams.@Nullable Watch watch;

    OperationCall(Spans spans, Operation operation, Span span, Context parent, long startNanos) {
        this.spans = spans;
        this.operation = operation;
        this.span = span;
        Context own = spans.within(parent, span);
        this.context = operation.measure == Operation.Measure.RETRIEVAL ? own.with(RETRIEVAL, this) : own;
        this.startNanos = startNanos;
    }

    /** Returns the retrieval of these spans that the current thread is within, or {@code null}. */
    static @Nullable OperationCall currentRetrieval(Spans spans) {
        OperationCall around = Context.current().get(RETRIEVAL);
        return around != null && around.spans == spans ? around : null;
    }

    /** Returns the context that the parts of the operation belong to. */
    public Context context() {
        return context;
    }

    /** Makes the span current on this thread until the scope is closed, which must happen on the same thread. */
    public Scope open() {
        return spans.guard.open(context);
    }

    /** Adds what became known meanwhile. */
    public void know(Supplier<Attributes> facts) {
        spans.guard.run(() -> span.setAllAttributes(facts.get()));
    }

    /** Adds an event to the span. */
    public void event(String name, Supplier<Attributes> facts) {
        spans.guard.run(() -> span.addEvent(name, facts.get()));
    }

    /** Ends the span as abandoned once the observer can no longer be reached. */
    public void watch(Object observer) {
        spans.guard.run(() -> watch = spans.openStreams.watch(this, observer));
        if (ended.get()) {
            unwatch();
        }
    }

    /**
     * Says how the content that was asked for is captured. It is written at the end, after everything else, and not read
     * at all if no one records.
     */
    public OperationCall asked(Supplier<Attributes> content) {
        this.asked = content;
        return this;
    }

    /** Says what adds up while the operation goes on. It must not hold what {@linkplain #watch watches} over the span. */
    public OperationCall ending(Ending totals) {
        this.ending = totals;
        return this;
    }

    /** Calls within the span and ends it with what was found, or with what was thrown. */
    @SuppressWarnings("try") // a scope is opened only to be closed
    public <R> R run(Supplier<R> call, Function<R, Attributes> facts, Function<R, Attributes> content) {
        R result;
        try (Scope scope = open()) {
            result = call.get();
        } catch (Throwable t) {
            fail(t);
            throw t;
        }
        complete(() -> facts.apply(result), () -> content.apply(result));
        return result;
    }

    /** Ends the span with facts, then with the captured content of the result. */
    public void complete(Supplier<Attributes> facts, Supplier<Attributes> content) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        AttributesBuilder measured = operation.measured.toBuilder();
        spans.guard.run(() -> describe(facts.get(), measured));
        spans.guard.run(() -> measure(measured.build()));
        end(null, content);
    }

    /** Ends the span because the host cancelled the operation, which is not an error. */
    public void cancelled() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        spans.guard.run(() -> span.setAttribute(GenAiKeys.STREAM_END, "cancelled"));
        spans.guard.run(() -> measure(operation.measured));
        end(null, Attributes::empty);
    }

    /** Ends the span with a failure that was thrown. */
    public void fail(Throwable error) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        String errorType = spans.errorTypes.of(error);
        spans.guard.run(() -> failed(errorType));
        spans.guard.run(() -> span.setAllAttributes(spans.spanContent.exception(error)));
        spans.guard.run(() -> spans.events.failed(span, context, error, operation.isOfClient()));
        end(errorType, Attributes::empty);
    }

    /** Ends the span with a failure that was reported, not thrown: its type, of low cardinality, and its content. */
    public void fail(String errorType, Supplier<Attributes> content) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        spans.guard.run(() -> failed(errorType));
        end(errorType, content);
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
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        spans.guard.run(() -> span.setAttribute(GenAiKeys.STREAM_END, "abandoned"));
        spans.guard.run(() -> failed("abandoned"));
        end("abandoned", Attributes::empty);
    }

    private void end(@Nullable String errorType, Supplier<Attributes> content) {
        Ending totals = ending;
        if (totals != null) {
            spans.guard.run(() -> span.setAllAttributes(totals.describe(errorType, context)));
        }
        capture(content);
        spans.guard.run(span::end);
        unwatch();
    }

    private void unwatch() {
        OpenStreams.Watch known = watch;
        if (known != null) {
            spans.openStreams.forget(known);
        }
    }

    private void describe(Attributes facts, AttributesBuilder measured) {
        span.setAllAttributes(facts);
        String answeredBy = facts.get(GenAiKeys.RESPONSE_MODEL);
        if (answeredBy != null) {
            measured.put(GenAiKeys.RESPONSE_MODEL, answeredBy);
        }
        Long tokens = facts.get(GenAiKeys.INPUT_TOKENS);
        if (tokens != null && spans.settings.profile().tokensByType()) {
            ModelSeries.Answered series = new ModelSeries.Answered("", measured.build());
            spans.instruments.tokens.record(new Usage(tokens, null, null, null, null), series, context);
        }
    }

    private void failed(String errorType) {
        span.setAttribute(GenAiKeys.ERROR_TYPE, errorType);
        span.setStatus(StatusCode.ERROR);
        measure(operation.measured.toBuilder()
                .put(GenAiKeys.ERROR_TYPE, errorType)
                .build());
    }

    private void measure(Attributes attributes) {
        double seconds = (spans.nanoTime.getAsLong() - startNanos) / NANOS;
        spans.instruments.record(operation.measure, seconds, attributes, context);
    }

    private void capture(Supplier<Attributes> answered) {
        Supplier<Attributes> question = asked;
        if (!spans.isCaptured(span)) {
            return;
        }
        if (question != null) {
            spans.guard.run(() -> span.setAllAttributes(question.get()));
        }
        spans.guard.run(() -> span.setAllAttributes(answered.get()));
    }

    /** Says what is known of an operation only once it ends, in whatever way. */
    @FunctionalInterface
    public interface Ending {

        /** Returns the last attributes; called once, with the type of the failure if there is one. */
        Attributes describe(@Nullable String errorType, Context context);
    }
}
