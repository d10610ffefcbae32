package io.genaiops.tracing.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector on loopback that decodes what exporters send to it over OTLP. */
final class OtlpReceiver implements AutoCloseable {

    final List<ResourceSpans> traces = new CopyOnWriteArrayList<>();
    final List<ResourceMetrics> metrics = new CopyOnWriteArrayList<>();
    final List<ResourceLogs> logs = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receive(
                "/v1/traces",
                body -> traces.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()));
        receive(
                "/v1/metrics",
                body -> metrics.addAll(
                        ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList()));
        receive(
                "/v1/logs",
                body -> logs.addAll(ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()));
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Span> spans() {
        return traces.stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** Returns the metrics by their names. */
    Map<String, Metric> byName() {
        return metrics.stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .collect(Collectors.toMap(Metric::getName, metric -> metric));
    }

    static Map<String, String> attributes(List<KeyValue> pairs) {
        return pairs.stream().collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair)));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String text(KeyValue pair) {
        return switch (pair.getValue().getValueCase()) {
            case STRING_VALUE -> pair.getValue().getStringValue();
            case INT_VALUE -> Long.toString(pair.getValue().getIntValue());
            case DOUBLE_VALUE -> Double.toString(pair.getValue().getDoubleValue());
            case BOOL_VALUE -> Boolean.toString(pair.getValue().getBoolValue());
            case ARRAY_VALUE ->
                pair.getValue().getArrayValue().getValuesList().stream()
                        .map(value -> value.getStringValue())
                        .toList()
                        .toString();
            default -> throw new AssertionError("no attribute of genaiops is " + pair);
        };
    }

    private void receive(String path, Decoder decoder) {
        server.createContext(path, exchange -> {
            try (InputStream body = decoded(exchange)) {
                decoder.decode(body);
                exchange.sendResponseHeaders(200, -1);
            } finally {
                exchange.close();
            }
        });
    }

    private static InputStream decoded(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private interface Decoder {
        void decode(InputStream body) throws IOException;
    }
}
