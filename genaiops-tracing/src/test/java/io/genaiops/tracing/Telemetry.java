package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A telemetry SDK in memory for one test. After the test it requires that every span that started has ended once, that no
 * context stayed current, and, where the reference of the conventions is given, that the export keeps to it.
 */
public final class Telemetry implements AfterEachCallback, AutoCloseable {

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final AtomicInteger started = new AtomicInteger();
    private final List<Attributes> sampled = new CopyOnWriteArrayList<>();
    private final OpenTelemetrySdk sdk;
    private final ApiMisuse misuse = new ApiMisuse();
    private boolean validated = true;

    public Telemetry() {
        this(SpanProcessor.composite());
    }

    public Telemetry(SpanProcessor further) {
        this(further, LogRecordProcessor.composite());
    }

    public Telemetry(SpanProcessor further, LogRecordProcessor furtherLogs) {
        this.sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(new RecordingSampler())
                        .addSpanProcessor(new CountingProcessor())
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .addSpanProcessor(further)
                        .build())
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .setLoggerProvider(SdkLoggerProvider.builder()
                        .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                        .addLogRecordProcessor(furtherLogs)
                        .build())
                .build();
    }

    /** Leaves out the check against the conventions, for a profile that they no longer describe. */
    public Telemetry withoutValidation() {
        validated = false;
        return this;
    }

    public OpenTelemetry sdk() {
        return sdk;
    }

    public SpanData onlySpan() {
        assertThat(spans()).hasSize(1);
        return spans().get(0);
    }

    public List<SpanData> spans() {
        return spans.getFinishedSpanItems();
    }

    public int started() {
        return started.get();
    }

    /** Returns the attributes that the sampler saw when the spans started. */
    public List<Attributes> sampled() {
        return sampled;
    }

    /** Returns the events, oldest first. */
    public List<LogRecordData> events() {
        return logs.getFinishedLogRecordItems();
    }

    public Collection<MetricData> metrics() {
        return metrics.collectAllMetrics();
    }

    public Optional<MetricData> metric(String name) {
        return metrics().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst();
    }

    public List<? extends PointData> points(String name) {
        return metric(name)
                .map(metric -> List.copyOf(metric.getData().getPoints()))
                .orElse(List.of());
    }

    /** Returns the keys of all attributes of all spans. */
    public Set<String> keys() {
        return spans().stream()
                .flatMap(span -> span.getAttributes().asMap().keySet().stream())
                .map(AttributeKey::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the sum over all points of a counter. */
    public long total(String name) {
        return points(name).stream()
                .mapToLong(point -> ((LongPointData) point).getValue())
                .sum();
    }

    /** Returns everything that would leave the process, as text. */
    public String export() {
        return spans() + "\n" + metrics() + "\n" + events();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(Context.current()).as("context after the test").isSameAs(Context.root());
        assertThat(spans()).as("ended spans of %d started", started.get()).hasSize(started.get());
        if (validated) {
            SemconvSpec.given()
                    .ifPresent(spec -> assertThat(new SemconvValidator(spec).findings(spans(), metrics(), events()))
                            .as("findings against the conventions")
                            .isEmpty());
        }
        assertThat(misuse.found()).as("misuse of the OpenTelemetry API").isEmpty();
        close();
    }

    @Override
    public void close() {
        misuse.close();
        sdk.close();
    }

    private final class CountingProcessor implements SpanProcessor {
        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {
            started.incrementAndGet();
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }

    private final class RecordingSampler implements Sampler {
        @Override
        public SamplingResult shouldSample(
                Context parentContext,
                String traceId,
                String name,
                SpanKind spanKind,
                Attributes attributes,
                List<LinkData> parentLinks) {
            sampled.add(attributes.toBuilder().build());
            return SamplingResult.recordAndSample();
        }

        @Override
        public String getDescription() {
            return "recording";
        }
    }
}
