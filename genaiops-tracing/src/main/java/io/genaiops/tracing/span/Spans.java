package io.genaiops.tracing.span;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.semconv.Profile;
import io.genaiops.tracing.semconv.ProviderNames;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the spans of model calls and holds the instruments that they share. Thread-safe. Nothing here throws into a
 * call: what fails is logged once and counted.
 *
 * @since 0.1
 */
public final class Spans implements AutoCloseable {

    private static final String SCOPE = "io.genaiops.tracing";

    final Tracer tracer;
    private final Meter meter;
    private final boolean enabled;
    final Instruments instruments;
    final PromptInstruments prompts;
    final SpanSettings settings;
    final ErrorTypes errorTypes = new ErrorTypes();
    final Guard guard = new Guard();
    final LongSupplier nanoTime;
    final OpenStreams openStreams;

    private Spans(OpenTelemetry telemetry, SpanSettings settings, LongSupplier nanoTime) {
        String schemaUrl = settings.profile().schemaUrl();
        TracerBuilder tracers = telemetry.tracerBuilder(SCOPE);
        MeterBuilder meters = telemetry.meterBuilder(SCOPE);
        if (schemaUrl != null) {
            tracers.setSchemaUrl(schemaUrl);
            meters.setSchemaUrl(schemaUrl);
        }
        this.meter = meters.build();
        this.enabled = telemetry.getTracerProvider() != TracerProvider.noop()
                || telemetry.getMeterProvider() != MeterProvider.noop();
        this.tracer = tracers.build();
        this.instruments = new Instruments(settings.profile(), meter);
        this.prompts = new PromptInstruments(settings.promptInstruments(), settings.profile(), meter);
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.openStreams = new OpenStreams(settings.streamIdleLimit(), nanoTime, guard);
    }

    /** Returns spans that go to this telemetry. */
    public static Spans of(OpenTelemetry telemetry, SpanSettings settings) {
        return new Spans(telemetry, settings, System::nanoTime);
    }

    static Spans of(OpenTelemetry telemetry, SpanSettings settings, LongSupplier nanoTime) {
        return new Spans(telemetry, settings, nanoTime);
    }

    /** Returns the spans of one chat model, of kind INTERNAL if the model runs in this process. */
    public ChatSpans chat(
            Supplier<@Nullable ModelProvider> provider,
            Supplier<@Nullable ChatRequestParameters> defaults,
            boolean inProcess) {
        return new ChatSpans(this, provider(provider), defaults, kind(inProcess));
    }

    /** Returns the spans of one embedding model, of kind INTERNAL if the model runs in this process. */
    public EmbeddingSpans embedding(
            Supplier<@Nullable ModelProvider> provider, Supplier<@Nullable String> modelName, boolean inProcess) {
        return new EmbeddingSpans(this, provider(provider), modelName, kind(inProcess));
    }

    /** Returns how often telemetry failed so far. */
    public long failures() {
        return guard.failures();
    }

    /** Ends every open stream as abandoned. Spans can still be started afterwards. */
    @Override
    public void close() {
        openStreams.close();
    }

    /** Returns whether anyone listens; if not, nothing need be observed at all. */
    public boolean enabled() {
        return enabled;
    }

    /** Starts the span of an operation around model calls; its kind is INTERNAL. */
    public OperationSpan operation(String name, Context parent, Attributes attributes, OperationSpan.End end) {
        Span span = Span.getInvalid();
        try {
            span = tracer.spanBuilder(name)
                    .setParent(parent)
                    .setSpanKind(SpanKind.INTERNAL)
                    .setAllAttributes(attributes)
                    .startSpan();
        } catch (Throwable t) {
            guard.failed(t);
        }
        return new OperationSpan(this, span, parent, end);
    }

    /** Runs telemetry that may fail: what it throws is logged once, counted, and goes no further. */
    public void guarded(Runnable telemetry) {
        guard.run(telemetry);
    }

    /** Returns a histogram of durations in seconds. */
    public DoubleHistogram seconds(String name, String description, List<Double> buckets) {
        return meter.histogramBuilder(name)
                .setDescription(description)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    /** Returns a histogram of counts. */
    public LongHistogram counts(String name, String description, String unit, List<Long> buckets) {
        return meter.histogramBuilder(name)
                .setDescription(description)
                .setUnit(unit)
                .ofLongs()
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    /** Reads what a provider reported; a reader that throws costs the usage and nothing else. */
    public Usage usage(@Nullable TokenUsage tokens) {
        try {
            return tokens == null ? Usage.UNKNOWN : settings.usage().apply(tokens);
        } catch (Throwable t) {
            guard.failed(t);
            return Usage.UNKNOWN;
        }
    }

    private String provider(Supplier<@Nullable ModelProvider> provider) {
        String name = ProviderNames.UNKNOWN;
        try {
            name = ProviderNames.of(provider.get());
        } catch (Throwable t) {
            guard.failed(t);
        }
        return name.equals(ProviderNames.UNKNOWN) ? settings.unnamedProvider() : name;
    }

    private static SpanKind kind(boolean inProcess) {
        return inProcess ? SpanKind.INTERNAL : SpanKind.CLIENT;
    }

    /** The instruments of the conventions that one profile writes. */
    static final class Instruments {

        final DoubleHistogram inferenceDuration;
        final DoubleHistogram operationDuration;
        final DoubleHistogram timeToFirstChunk;
        final DoubleHistogram timePerOutputChunk;
        final TokenInstruments tokens;

        Instruments(Profile profile, Meter meter) {
            this.operationDuration = seconds(profile, meter, profile.operationDuration(), "Duration of an operation");
            this.inferenceDuration = profile.inferenceDuration().equals(profile.operationDuration())
                    ? operationDuration
                    : seconds(profile, meter, profile.inferenceDuration(), "Duration of an inference");
            this.timeToFirstChunk = seconds(profile, meter, profile.timeToFirstChunk(), "Time to the first chunk");
            this.timePerOutputChunk = seconds(profile, meter, profile.timePerOutputChunk(), "Time between two chunks");
            this.tokens = TokenInstruments.of(profile, meter);
        }

        private static DoubleHistogram seconds(Profile profile, Meter meter, String name, String description) {
            return meter.histogramBuilder(name)
                    .setDescription(description)
                    .setUnit("s")
                    .setExplicitBucketBoundariesAdvice(profile.durationBuckets())
                    .build();
        }
    }
}
