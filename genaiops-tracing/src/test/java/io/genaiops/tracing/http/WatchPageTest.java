package io.genaiops.tracing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.console.ConsoleTree;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Holds the samples of {@code docs/watch-it-in-production.md}, and runs them. */
class WatchPageTest {

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final InMemoryMetricExporter measured = InMemoryMetricExporter.create();
    private final SpanExporter spanExporter = exported;
    private final MetricExporter metricExporter = measured;
    private final ChatModel model = new FakeChatModel();
    private final StreamingChatModel streaming = new FakeStreamingChatModel();

    @Test
    void models_traced_through_an_sdk() {
        OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(spanExporter).build())
                        .build())
                .setMeterProvider(SdkMeterProvider.builder()
                        .registerMetricReader(PeriodicMetricReader.create(metricExporter))
                        .build())
                .build();
        Tracing tracing = Tracing.create(telemetry);
        ChatModel chat = tracing.chatModel(model); // one span and its metrics for each call
        StreamingChatModel stream = tracing.streamingChatModel(streaming);

        chat.chat("Hello");
        AwaitedHandler handler = new AwaitedHandler();
        stream.chat("Hello", handler);
        handler.response();
        telemetry.getSdkTracerProvider().forceFlush().join(60, TimeUnit.SECONDS);
        telemetry.getSdkMeterProvider().forceFlush().join(60, TimeUnit.SECONDS);
        assertThat(exported.getFinishedSpanItems()).hasSize(2);
        assertThat(measured.getFinishedMetricItems()).isNotEmpty();
        telemetry.close();
    }

    @Test
    void spans_in_the_console() {
        SdkTracerProvider spans = SdkTracerProvider.builder()
                .addSpanProcessor(ConsoleTree.to(System.out))
                .build();

        assertThat(spans.get("test").spanBuilder("span").startSpan().isRecording())
                .isTrue();
        spans.close();
    }
}
