package io.genaiops.examples;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints every span with its attributes, sorted. */
final class SpanPrinter implements SpanExporter {

    private final PrintStream out;

    SpanPrinter(PrintStream out) {
        this.out = out;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        for (SpanData span : spans) {
            double milliseconds = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e6;
            out.printf(
                    Locale.ROOT,
                    "  span '%s' (%s, %.1f ms, %s)%n",
                    span.getName(),
                    span.getKind(),
                    milliseconds,
                    span.getStatus().getStatusCode());
            Map<String, Object> attributes = new TreeMap<>();
            span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
            attributes.forEach((key, value) -> out.println("    " + key + " = " + value));
        }
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        out.flush();
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return flush();
    }
}
