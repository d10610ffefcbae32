package io.genaiops.tracing.http;

import static io.genaiops.tracing.http.OtlpReceiver.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real run looks like to the collector that gets it over OTLP. */
class OtlpTest {

    private static final String INFERENCE = "gen_ai.client.inference.";

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    private static OtlpReceiver receiver;

    @BeforeAll
    static void run_once() throws IOException {
        receiver = new OtlpReceiver();
        try (OpenTelemetrySdk sdk = sdk()) {
            RealRun.through(sdk, SERVER);
        }
    }

    @AfterAll
    static void stop() {
        receiver.close();
    }

    @Test
    void every_call_arrives_as_one_span_of_kind_client() {
        assertThat(receiver.spans())
                .hasSize(2 + RealRun.PROMPTS + 2 + 2 + 1)
                .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT));
        assertThat(receiver.spans().stream().map(Span::getName).distinct())
                .containsExactlyInAnyOrder(
                        "chat " + OpenAiServer.MODEL, "chat gpt-test", "embeddings text-embedding-3-small");
    }

    @Test
    void the_spans_of_a_prompt_arrive_with_usage_and_delivery() {
        List<Map<String, String>> answered = spansOf("trail-guide").stream()
                .filter(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_UNSET)
                .map(span -> attributes(span.getAttributesList()))
                .toList();

        assertThat(answered)
                .hasSize(2)
                .allSatisfy(attributes -> assertThat(attributes)
                        .containsEntry("gen_ai.operation.name", "chat")
                        .containsEntry("gen_ai.provider.name", "openai")
                        .containsEntry("gen_ai.response.model", OpenAiServer.ANSWERED)
                        .containsEntry("gen_ai.response.finish_reasons", "[stop]")
                        .containsEntry("gen_ai.usage.input_tokens", "19")
                        .containsEntry("gen_ai.usage.cache_read.input_tokens", "4")
                        .containsEntry("gen_ai.usage.reasoning.output_tokens", "2")
                        .containsEntry("gen_ai.prompt.version", "1.1.0")
                        .containsEntry("genaiops.prompt.source", "stale"));
        assertThat(answered.stream().filter(attributes -> attributes.containsKey("gen_ai.request.stream")))
                .singleElement()
                .satisfies(stream -> assertThat(stream)
                        .containsEntry("gen_ai.request.stream", "true")
                        .containsKey("gen_ai.response.time_to_first_chunk"));
    }

    @Test
    void failures_arrive_as_errors_named_by_their_class() {
        assertThat(receiver.spans().stream()
                        .filter(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                        .map(span -> attributes(span.getAttributesList()).get("error.type")))
                .containsExactlyInAnyOrder(
                        "dev.langchain4j.exception.RateLimitException",
                        "dev.langchain4j.exception.InternalServerException");
    }

    @Test
    void durations_arrive_as_histograms_with_the_buckets_of_the_conventions() {
        for (String name :
                List.of(INFERENCE + "duration", INFERENCE + "time_to_first_chunk", "genaiops.prompt.duration")) {
            assertThat(metric(name).getUnit()).isEqualTo("s");
            assertThat(histogram(name))
                    .isNotEmpty()
                    .allSatisfy(point -> assertThat(point.getExplicitBoundsList())
                            .isEqualTo(Profile.OCTOBER_2026.durationBuckets()));
        }
        assertThat(histogram(INFERENCE + "duration").stream()
                        .mapToLong(HistogramDataPoint::getCount)
                        .sum())
                .isEqualTo(receiver.spans().size() - 1);
    }

    @Test
    void tokens_arrive_as_counters_that_only_grow() {
        Metric input = metric(INFERENCE + "usage.input_tokens");

        assertThat(input.getSum().getIsMonotonic()).isTrue();
        assertThat(input.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        assertThat(total(INFERENCE + "usage.input_tokens")).isEqualTo(3 * 19 + RealRun.PROMPTS * 12);
        assertThat(total(INFERENCE + "usage.cache_read.input_tokens")).isEqualTo((3 + RealRun.PROMPTS) * 4);
        assertThat(total(INFERENCE + "usage.cache_write.input_tokens")).isEqualTo(3 + RealRun.PROMPTS);
        assertThat(total(INFERENCE + "usage.reasoning.output_tokens")).isEqualTo((3 + RealRun.PROMPTS) * 2);
        assertThat(total("genaiops.prompt.overflow")).isPositive();
    }

    @Test
    void durations_lead_to_their_traces_by_one_exemplar_a_call() {
        assertThat(histogram(INFERENCE + "duration").stream()
                        .flatMap(point -> point.getExemplarsList().stream())
                        .map(exemplar -> exemplar.getSpanId()))
                .isNotEmpty()
                .isSubsetOf(receiver.spans().stream().map(Span::getSpanId).toList());
        assertThat(histogram("genaiops.prompt.duration"))
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.getExemplarsList()).isEmpty());
    }

    @Test
    void everything_arrives_under_one_scope_and_the_hosts_resource() {
        assertThat(receiver.traces).allSatisfy(resource -> {
            assertThat(attributes(resource.getResource().getAttributesList())).containsKey("service.name");
            assertThat(resource.getScopeSpansList())
                    .extracting(scope -> scope.getScope().getName())
                    .containsExactly("io.genaiops.tracing");
        });
    }

    @Test
    void no_signal_holds_any_content() {
        assertThat(receiver.traces + "" + receiver.metrics + receiver.logs)
                .contains("trail-guide")
                .doesNotContain(RealRun.SECRET, "lamp");
    }

    private static OpenTelemetrySdk sdk() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                        .setEndpoint(receiver.url("/v1/traces"))
                                        .setCompression("gzip")
                                        .build())
                                .build())
                        .build())
                .setMeterProvider(SdkMeterProvider.builder()
                        .registerMetricReader(PeriodicMetricReader.builder(OtlpHttpMetricExporter.builder()
                                        .setEndpoint(receiver.url("/v1/metrics"))
                                        .build())
                                .setInterval(Duration.ofHours(1))
                                .build())
                        .build())
                .setLoggerProvider(SdkLoggerProvider.builder()
                        .addLogRecordProcessor(BatchLogRecordProcessor.builder(OtlpHttpLogRecordExporter.builder()
                                        .setEndpoint(receiver.url("/v1/logs"))
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static List<Span> spansOf(String prompt) {
        return receiver.spans().stream()
                .filter(span ->
                        prompt.equals(attributes(span.getAttributesList()).get("gen_ai.prompt.name")))
                .toList();
    }

    private static Metric metric(String name) {
        assertThat(receiver.byName()).containsKey(name);
        return receiver.byName().get(name);
    }

    private static List<HistogramDataPoint> histogram(String name) {
        return metric(name).getHistogram().getDataPointsList();
    }

    private static long total(String name) {
        return metric(name).getSum().getDataPointsList().stream()
                .mapToLong(NumberDataPoint::getAsInt)
                .sum();
    }
}
