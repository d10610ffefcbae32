package io.genaiops.tracing.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

/** Telemetry of which one part throws whenever it is used; errors as well, because a class path can be broken too. */
enum BrokenTelemetry {
    SAMPLER(true, () -> spans(broken(Sampler.class, Set.of()), sound())),
    PROCESSOR_AT_START(true, () -> spans(Sampler.alwaysOn(), broken(SpanProcessor.class, Set.of("isStartRequired")))),
    PROCESSOR_AT_END(true, () -> spans(Sampler.alwaysOn(), broken(SpanProcessor.class, Set.of("isEndRequired")))),
    EXPORTER(true, () -> spans(Sampler.alwaysOn(), SimpleSpanProcessor.create(broken(SpanExporter.class, Set.of())))),
    METRIC_EXPORTER(
            false,
            () -> OpenTelemetrySdk.builder()
                    .setMeterProvider(SdkMeterProvider.builder()
                            .registerMetricReader(PeriodicMetricReader.builder(new BrokenMetricExporter())
                                    .setInterval(Duration.ofMillis(1))
                                    .build())
                            .build())
                    .build()),
    INSTRUMENTS(true, () -> {
        OpenTelemetry spans = spans(Sampler.alwaysOn(), sound());
        MeterProvider meters = hostile(MeterProvider.class);
        return (OpenTelemetry) Proxy.newProxyInstance(
                OpenTelemetry.class.getClassLoader(),
                new Class<?>[] {OpenTelemetry.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMeterProvider" -> meters;
                    case "meterBuilder" -> meters.meterBuilder((String) arguments[0]);
                    default -> method.invoke(spans, arguments);
                });
    }),
    EVERYTHING(true, () -> hostile(OpenTelemetry.class));

    private final boolean reachesTheCall;

    @SuppressWarnings("ImmutableEnumChecker") // the suppliers hold nothing
    private final Supplier<OpenTelemetry> telemetry;

    BrokenTelemetry(boolean reachesTheCall, Supplier<OpenTelemetry> telemetry) {
        this.reachesTheCall = reachesTheCall;
        this.telemetry = telemetry;
    }

    /** Returns whether the part is used within a call, not beside it. */
    boolean reachesTheCall() {
        return reachesTheCall;
    }

    OpenTelemetry telemetry() {
        return telemetry.get();
    }

    private static OpenTelemetry spans(Sampler sampler, SpanProcessor processor) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(processor)
                        .build())
                .build();
    }

    private static SpanProcessor sound() {
        return SimpleSpanProcessor.create(InMemorySpanExporter.create());
    }

    /** Returns a part of which the methods named say yes and, until it is shut down, the others throw. */
    private static <T> T broken(Class<T> type, Set<String> sound) {
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getReturnType() == boolean.class) {
                return sound.contains(method.getName());
            }
            if (method.getName().equals("shutdown")) {
                return CompletableResultCode.ofSuccess();
            }
            throw new LinkageError("broken: " + method);
        });
    }

    /** Returns an interface whose methods give further such interfaces, and throw where they would do something. */
    private static <T> T hostile(Class<T> type) {
        return proxy(type, (proxy, method, arguments) -> {
            if (method.getReturnType().isInterface()) {
                return hostile(method.getReturnType());
            }
            throw new LinkageError("hostile: " + method);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class BrokenMetricExporter implements MetricExporter {

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
            return AggregationTemporality.CUMULATIVE;
        }

        @Override
        public CompletableResultCode export(Collection<MetricData> metrics) {
            throw new LinkageError("broken export");
        }

        @Override
        public CompletableResultCode flush() {
            throw new LinkageError("broken flush");
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
