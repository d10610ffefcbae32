package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.content.ContentUpload;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails within telemetry, the host sees what it would see without. */
class FaultyTelemetryTest {

    @ParameterizedTest
    @MethodSource("io.genaiops.tracing.Scenarios#all")
    void a_processor_that_throws_does_not_reach_the_call(Scenario scenario) {
        try (Telemetry broken = new Telemetry(new ThrowingProcessor(true, true), new ThrowingLogs())) {
            Tracing tracing = Tracing.create(broken.sdk());

            assertThat(scenario.on(tracing)).isEqualTo(untraced(scenario));
            assertThat(tracing.failures()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("io.genaiops.tracing.Scenarios#all")
    void an_exporter_that_throws_does_not_reach_the_call(Scenario scenario) {
        try (Telemetry broken = new Telemetry(new ThrowingProcessor(false, true), new ThrowingLogs())) {
            Tracing tracing = Tracing.builder(broken.sdk())
                    .content(ContentCapture.full().to(CaptureTarget.SPANS_AND_EVENTS))
                    .build();

            assertThat(scenario.on(tracing)).isEqualTo(untraced(scenario));
            assertThat(tracing.failures()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("io.genaiops.tracing.Scenarios#all")
    void functions_of_the_host_that_throw_cost_their_attribute_and_not_the_span(Scenario scenario) {
        try (Telemetry telemetry = new Telemetry();
                ContentUpload upload = ContentUpload.to(URI.create("store://notes"), (reference, json) -> {
                    throw new IllegalStateException(json);
                })) {
            Tracing tracing = Tracing.builder(telemetry.sdk())
                    .content(ContentCapture.redacted(text -> {
                                throw new IllegalStateException(text);
                            })
                            .uploadedBy(upload)
                            .to(CaptureTarget.SPANS_AND_EVENTS))
                    .caller(CallerCapture.ids())
                    .usage(tokens -> {
                        throw new IllegalStateException();
                    })
                    .build();

            assertThat(scenario.on(tracing)).isEqualTo(untraced(scenario));
            assertThat(telemetry.spans()).hasSize(telemetry.started()).isNotEmpty();
            assertThat(telemetry.export()).doesNotContain(Scenario.SECRET);
        }
    }

    private static String untraced(Scenario scenario) {
        return scenario.on(Tracing.create(OpenTelemetry.noop()));
    }

    private record ThrowingProcessor(boolean start, boolean end) implements SpanProcessor {
        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {
            throw new IllegalStateException("start");
        }

        @Override
        public boolean isStartRequired() {
            return start;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            throw new IllegalStateException("end");
        }

        @Override
        public boolean isEndRequired() {
            return end;
        }
    }

    private static final class ThrowingLogs implements LogRecordProcessor {
        @Override
        public void onEmit(Context context, ReadWriteLogRecord entry) {
            throw new IllegalStateException("emit");
        }
    }
}
