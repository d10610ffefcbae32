package io.genaiops.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Checks an export against the conventions: spans, metrics and events by themselves, and against each other. Only
 * what the conventions name is checked; spans and instruments of others pass.
 */
final class SemconvValidator {

    private static final String INFERENCE = "gen_ai.client.inference";
    private static final int ATTRIBUTE_BYTES = 64 * 1024;

    private final SemconvSpec spec;
    private final AttributeRules rules;
    private final List<String> findings = new ArrayList<>();

    SemconvValidator(SemconvSpec spec) {
        this.spec = spec;
        this.rules = new AttributeRules(spec, findings);
    }

    List<String> findings(List<SpanData> spans, Collection<MetricData> metrics, List<LogRecordData> events) {
        findings.clear();
        spans.stream().filter(SemconvValidator::isGenAi).forEach(this::checkSpan);
        metrics.stream()
                .filter(metric -> metric.getName().startsWith("gen_ai."))
                .forEach(this::checkMetric);
        events.stream().filter(SemconvValidator::isGenAi).forEach(this::checkEvent);
        checkOperations(spans, metrics);
        checkEvents(spans, events);
        checkTogether(spans.stream().filter(this::isInference).toList(), metrics);
        return List.copyOf(findings);
    }

    private void checkSpan(SpanData span) {
        String operation = text(span.getAttributes(), "gen_ai.operation.name");
        JsonNode type = operation == null ? null : type(operation, span.getKind());
        if (type == null) {
            find(span.getName(), "unknown operation", operation);
            return;
        }
        checkName(span, type, operation);
        checkKind(span, type);
        checkStatus(span);
        checkStream(span);
        checkUsage(span);
        rules.checkPresence(span.getName(), span.getAttributes(), type.path("attributes"));
        span.getAttributes().forEach((key, value) -> {
            rules.checkKnown(span.getName(), key, type.path("attributes"));
            rules.checkValue(span.getName(), key, value);
            if (value.toString().length() > ATTRIBUTE_BYTES) {
                find(span.getName(), "attribute over " + ATTRIBUTE_BYTES + " characters", key);
            }
        });
    }

    private void checkName(SpanData span, JsonNode type, String operation) {
        String format = type.at("/name/formats/0").asText();
        int open = format.lastIndexOf('{');
        String value = text(span.getAttributes(), format.substring(open + 1, format.length() - 1));
        boolean plain = value == null || (format.indexOf('{') == open && format.startsWith("{"));
        String expected = plain ? operation : operation + " " + value;
        if (!span.getName().equals(expected)) {
            find(span.getName(), "name should be", expected);
        }
    }

    private void checkKind(SpanData span, JsonNode type) {
        String kind = span.getKind().name().toLowerCase(Locale.ROOT);
        boolean mayBeInternal = type.path("kind").asText().equals("client");
        if (!kind.equals(type.path("kind").asText()) && !(mayBeInternal && kind.equals("internal"))) {
            find(span.getName(), "kind", kind);
        }
    }

    private void checkStatus(SpanData span) {
        boolean failed = span.getStatus().getStatusCode() == StatusCode.ERROR;
        String errorType = text(span.getAttributes(), "error.type");
        if (failed != (errorType != null)) {
            find(span.getName(), "status and error.type disagree", span.getStatus());
        }
        if (errorType != null && errorType.contains(" ")) {
            find(span.getName(), "error.type is not of low cardinality", errorType);
        }
    }

    private void checkStream(SpanData span) {
        Boolean stream = span.getAttributes().get(AttributeKey.booleanKey("gen_ai.request.stream"));
        Double first = span.getAttributes().get(AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk"));
        if (Boolean.FALSE.equals(stream)) {
            find(span.getName(), "gen_ai.request.stream must be absent or true", stream);
        }
        if (stream == null && first != null) {
            find(span.getName(), "time to first chunk without a stream", first);
        }
    }

    private void checkUsage(SpanData span) {
        checkPart(span, "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.input_tokens");
        checkPart(span, "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.input_tokens");
        checkPart(span, "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.output_tokens");
        for (String modality : List.of("text", "audio", "image")) {
            checkPart(span, "gen_ai.usage." + modality + ".input_tokens", "gen_ai.usage.input_tokens");
            checkPart(span, "gen_ai.usage." + modality + ".output_tokens", "gen_ai.usage.output_tokens");
        }
    }

    private void checkPart(SpanData span, String part, String whole) {
        long partial = number(span.getAttributes(), part);
        if (partial > number(span.getAttributes(), whole)) {
            find(span.getName(), part + " is more than " + whole, partial);
        }
    }

    private void checkMetric(MetricData metric) {
        JsonNode expected = spec.metrics().path(metric.getName());
        if (expected.isMissingNode()) {
            find(metric.getName(), "unknown metric", spec.renamed().path("metric:" + metric.getName()));
            return;
        }
        String instrument = metric.getType().name().endsWith("HISTOGRAM") ? "histogram" : "counter";
        if (!instrument.equals(expected.path("instrument").asText())) {
            find(metric.getName(), "instrument", instrument);
        }
        if (!metric.getUnit().equals(expected.path("unit").asText())) {
            find(metric.getName(), "unit", metric.getUnit());
        }
        metric.getData().getPoints().forEach(point -> {
            rules.checkPresence(metric.getName(), point.getAttributes(), expected.path("attributes"));
            point.getAttributes().forEach((key, value) -> {
                rules.checkKnown(metric.getName(), key, expected.path("attributes"));
                if (expected.path("attributes").path(key.getKey()).isMissingNode()) {
                    find(metric.getName(), "attribute not for this metric", key);
                }
            });
            if (point instanceof HistogramPointData histogram) {
                checkBuckets(metric, histogram, expected.path("bucket_boundaries"));
            }
        });
    }

    private void checkBuckets(MetricData metric, HistogramPointData histogram, JsonNode expected) {
        List<Double> boundaries = new ArrayList<>();
        expected.forEach(boundary -> boundaries.add(boundary.asDouble()));
        if (!histogram.getBoundaries().equals(boundaries)) {
            find(metric.getName(), "bucket boundaries", histogram.getBoundaries());
        }
    }

    private void checkTogether(List<SpanData> inferences, Collection<MetricData> metrics) {
        expect("durations of inferences", count(metrics, INFERENCE + ".duration"), inferences.size());
        expect(
                "first chunks",
                count(metrics, INFERENCE + ".time_to_first_chunk"),
                inferences.stream()
                        .filter(span ->
                                span.getAttributes().get(AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk"))
                                        != null)
                        .count());
        for (String kind : List.of(
                "input_tokens",
                "output_tokens",
                "cache_read.input_tokens",
                "cache_write.input_tokens",
                "reasoning.output_tokens")) {
            expect(
                    kind,
                    total(metrics, INFERENCE + ".usage." + kind),
                    inferences.stream()
                            .mapToLong(span -> Math.max(0, number(span.getAttributes(), "gen_ai.usage." + kind)))
                            .sum());
        }
    }

    private void checkEvent(LogRecordData event) {
        JsonNode expected = spec.events().path(event.getEventName());
        if (expected.isMissingNode()) {
            find(event.getEventName(), "unknown event", event.getEventName());
            return;
        }
        String severity = expected.path("severity").asText("");
        String found = event.getSeverity().name() + " (" + event.getSeverity().getSeverityNumber() + ")";
        if (!severity.isEmpty() && !severity.equals(found)) {
            find(event.getEventName(), "severity should be " + severity, found);
        }
        if (!event.getSpanContext().isValid()) {
            find(event.getEventName(), "is outside of any span", event.getSpanContext());
        }
        rules.checkPresence(event.getEventName(), event.getAttributes(), expected.path("attributes"));
        event.getAttributes().forEach((key, value) -> {
            rules.checkKnown(event.getEventName(), key, expected.path("attributes"));
            rules.checkValue(event.getEventName(), key, value);
            rules.checkStructured(event.getEventName(), key);
        });
    }

    /** Each operation that ended is measured once, by the instrument of its kind. */
    private void checkOperations(List<SpanData> spans, Collection<MetricData> metrics) {
        long clients = count(spans, "embeddings") + count(spans, "retrieval");
        expect("durations of client operations", count(metrics, "gen_ai.client.operation.duration"), clients);
        expect("durations of tools", count(metrics, "gen_ai.execute_tool.duration"), count(spans, "execute_tool"));
    }

    /** An exception belongs to a span that failed; details belong to an inference, one to each. */
    private void checkEvents(List<SpanData> spans, List<LogRecordData> events) {
        for (LogRecordData event : events) {
            List<SpanData> own = spans.stream()
                    .filter(span ->
                            span.getSpanId().equals(event.getSpanContext().getSpanId()))
                    .toList();
            boolean failed = own.stream().anyMatch(span -> span.getStatus().getStatusCode() == StatusCode.ERROR);
            if (event.getEventName().endsWith("operation.exception") && !own.isEmpty() && !failed) {
                find(
                        event.getEventName(),
                        "exception of a span that did not fail",
                        own.get(0).getName());
            }
        }
        long details = events.stream()
                .filter(event -> event.getEventName().endsWith("operation.details"))
                .map(event -> event.getSpanContext().getSpanId())
                .distinct()
                .count();
        long all = events.stream()
                .filter(event -> event.getEventName().endsWith("operation.details"))
                .count();
        if (details != all) {
            find("events", "more than one event of details for a span", all + " for " + details);
        }
    }

    private static long count(List<SpanData> spans, String operation) {
        return spans.stream()
                .filter(span -> operation.equals(text(span.getAttributes(), "gen_ai.operation.name")))
                .count();
    }

    private void expect(String what, long onMetrics, long onSpans) {
        if (onMetrics != onSpans) {
            find("metrics and spans", what, onMetrics + " and " + onSpans);
        }
    }

    private static long count(Collection<MetricData> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.getName().equals(name))
                .flatMap(metric -> metric.getData().getPoints().stream())
                .mapToLong(point -> point instanceof HistogramPointData histogram ? histogram.getCount() : 0)
                .sum();
    }

    private static long total(Collection<MetricData> metrics, String name) {
        return metrics.stream()
                .filter(metric -> metric.getName().equals(name))
                .flatMap(metric -> metric.getData().getPoints().stream())
                .mapToLong(point -> point instanceof LongPointData sum ? sum.getValue() : 0)
                .sum();
    }

    /** Returns the type with the operation and the kind, otherwise the first with the operation. */
    private JsonNode type(String operation, SpanKind kind) {
        JsonNode first = null;
        for (JsonNode candidate : spec.spans()) {
            for (JsonNode known : candidate.path("operations")) {
                if (known.asText().equals(operation)) {
                    if (kind.name().equalsIgnoreCase(candidate.path("kind").asText())) {
                        return candidate;
                    }
                    first = first == null ? candidate : first;
                }
            }
        }
        return first;
    }

    private boolean isInference(SpanData span) {
        return Objects.equals(
                text(span.getAttributes(), "gen_ai.operation.name"),
                spec.spans().path(INFERENCE).at("/operations/0").asText());
    }

    private static boolean isGenAi(LogRecordData event) {
        return event.getEventName() != null && event.getEventName().startsWith("gen_ai.");
    }

    private static boolean isGenAi(SpanData span) {
        return span.getAttributes().asMap().keySet().stream()
                .anyMatch(key -> key.getKey().startsWith("gen_ai."));
    }

    private static String text(Attributes attributes, String key) {
        return attributes.get(AttributeKey.stringKey(key));
    }

    private static long number(Attributes attributes, String key) {
        Long value = attributes.get(AttributeKey.longKey(key));
        return value == null ? -1 : value;
    }

    private void find(String where, String what, Object found) {
        findings.add(where + ": " + what + ": " + found);
    }
}
