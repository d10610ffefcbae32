package io.genaiops.tracing.console;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Prints each trace as a tree once the last of its spans in this process has ended: model calls with their tokens, prompt
 * and reason to stop, all others by name. For development; it prints what the spans hold, so content only where content
 * is captured. Thread-safe.
 *
 * <pre>{@code
 * SdkTracerProvider.builder().addSpanProcessor(ConsoleTree.to(System.out)).build();
 * }</pre>
 *
 * @since 0.1
 */
public final class ConsoleTree implements SpanProcessor {

    /** How many spans a trace may have before what there is of it is printed. */
    static final int MOST_SPANS = 1_000;
    /** How many traces may be open at once; the spans of further ones are printed one by one. */
    static final int MOST_TRACES = 1_000;

    private final PrintStream out;
    private final boolean attributes;
    private final Map<String, OpenTrace> traces = new TreeMap<>();

    private ConsoleTree(PrintStream out, boolean attributes) {
        this.out = out;
        this.attributes = attributes;
    }

    /** Returns a processor that prints to this stream; one line for each span. */
    public static ConsoleTree to(PrintStream out) {
        return new ConsoleTree(Objects.requireNonNull(out, "out"), false);
    }

    /** Returns a processor that prints the attributes of each span as well, sorted. */
    public ConsoleTree withAttributes() {
        return new ConsoleTree(out, true);
    }

    @Override
    public synchronized void onStart(Context parentContext, ReadWriteSpan span) {
        String trace = span.getSpanContext().getTraceId();
        OpenTrace known = traces.get(trace);
        if (known == null && traces.size() < MOST_TRACES) {
            known = new OpenTrace();
            traces.put(trace, known);
        }
        if (known != null) {
            known.open++;
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public synchronized void onEnd(ReadableSpan span) {
        String trace = span.getSpanContext().getTraceId();
        OpenTrace known = traces.get(trace);
        if (known == null) {
            print(List.of(span.toSpanData()));
            return;
        }
        known.ended.add(span.toSpanData());
        known.open--;
        if (known.open <= 0) {
            traces.remove(trace);
        }
        if (known.open <= 0 || known.ended.size() >= MOST_SPANS) {
            printEnded(known);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /** Prints what has ended of the traces that are still open. */
    @Override
    public synchronized CompletableResultCode forceFlush() {
        traces.values().forEach(this::printEnded);
        out.flush();
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public synchronized CompletableResultCode shutdown() {
        CompletableResultCode result = forceFlush();
        traces.clear();
        return result;
    }

    private void printEnded(OpenTrace trace) {
        if (!trace.ended.isEmpty()) {
            print(List.copyOf(trace.ended));
            trace.ended.clear();
        }
    }

    private void print(List<SpanData> spans) {
        out.print(new SpanTree(spans, attributes).text());
    }

    private static final class OpenTrace {

        private final List<SpanData> ended = new ArrayList<>();
        private int open;
    }
}
