package io.genaiops.tracing.span;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.semconv.Profile;
import io.genaiops.tracing.semconv.ProviderNames;
import io.genaiops.tracing.usage.CallCosts;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
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
    final Events events;
    final ContentCapture spanContent;
    final ContentCapture eventContent;
    final PromptInstruments prompts;
    final SpanSettings settings;
    final ErrorTypes errorTypes = new ErrorTypes();
    final Guard guard = new Guard();
    final LongSupplier nanoTime;
    final OpenStreams openStreams;
    private final AtomicReference<@Nullable Surroundings> surroundings = new AtomicReference<>();

    private Spans(OpenTelemetry telemetry, SpanSettings settings, LongSupplier nanoTime) {
        String schemaUrl = settings.profile().schemaUrl();
        TracerBuilder tracers = telemetry.tracerBuilder(SCOPE);
        MeterBuilder meters = telemetry.meterBuilder(SCOPE);
        if (schemaUrl != null) {
            tracers.setSchemaUrl(schemaUrl);
            meters.setSchemaUrl(schemaUrl);
        }
        this.meter = meters.build();
        this.events = new Events(telemetry, SCOPE, settings);
        this.spanContent = settings.content().onSpans();
        this.eventContent = settings.content().onEvents();
        this.enabled = telemetry.getTracerProvider() != TracerProvider.noop()
                || telemetry.getMeterProvider() != MeterProvider.noop()
                || events.logs();
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

    /** Returns what metrics of genaiops' own are made with. */
    public Meter meter() {
        return meter;
    }

    /** Returns the spans of one chat model, of kind INTERNAL if the model runs in this process. */
    public ChatSpans chat(
            Supplier<@Nullable ModelProvider> provider,
            Supplier<@Nullable ChatRequestParameters> defaults,
            boolean inProcess) {
        return new ChatSpans(this, provider(provider), defaults, kind(inProcess));
    }

    /** Starts the span of an operation as a child of what the current thread is within. */
    public OperationCall start(Supplier<Operation> operation, Supplier<Attributes> call) {
        return start(here(), operation, call);
    }

    /**
     * Starts the span of an operation as a child of this context, with what is known of this one call. The operation is
     * asked for only now, so that one that fails to describe itself is called all the same.
     */
    public OperationCall start(Context parent, Supplier<Operation> operation, Supplier<Attributes> call) {
        long startNanos = nanoTime.getAsLong();
        Operation known = Operation.UNDESCRIBED;
        Span span = Span.getInvalid();
        try {
            known = operation.get();
            SpanBuilder builder = tracer.spanBuilder(known.spanName)
                    .setParent(parent)
                    .setSpanKind(known.kind)
                    .setAllAttributes(known.start)
                    .setAllAttributes(settings.caller().of(parent, null));
            guard.run(() -> builder.setAllAttributes(call.get()));
            span = builder.startSpan();
        } catch (Throwable t) {
            guard.failed(t);
        }
        return new OperationCall(this, known, span, parent, startNanos);
    }

    /** Returns the name of a provider, as the host or the conventions name it. */
    public String provider(Supplier<@Nullable ModelProvider> provider) {
        String name = ProviderNames.UNKNOWN;
        try {
            name = ProviderNames.of(provider.get());
        } catch (Throwable t) {
            guard.failed(t);
        }
        return name.equals(ProviderNames.UNKNOWN) ? settings.unnamedProvider() : name;
    }

    /** Returns which content is captured on events. */
    public ContentCapture contentOfEvents() {
        return eventContent;
    }

    /** Returns which content is captured on spans. */
    public ContentCapture content() {
        return spanContent;
    }

    /** Returns how many tokens a call took in, or {@code null} if it was not reported. */
    public @Nullable Long inputTokens(@Nullable TokenUsage tokens) {
        return usage(tokens).input();
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

    /**
     * Returns what of the caller enters spans: what the call names, otherwise what the context does. Without a conversation
     * that is named it is the id of the memory, if it is a real one.
     */
    public Attributes caller(Context parent, CallContext call, @Nullable Object memoryId) {
        Object conversation = call.conversation() == null ? memoryId : call.conversation();
        return KnownAttributes.of(GenAiKeys.CONVERSATION, settings.caller().conversation(parent, conversation))
                .build()
                .toBuilder()
                .putAll(settings.caller().of(parent, call.user()))
                .build();
    }

    /** Returns the context of the traced invocation that is asked for, otherwise that of the current thread. */
    public Context parent(Supplier<@Nullable InvocationContext> invocation) {
        InferenceSpan.Enclosing enclosing = enclosing(invocation);
        return enclosing == null ? Context.current() : enclosing.context();
    }

    /** Returns what the traced invocation that is asked for belongs to, or {@code null} if the current context says it. */
    public InferenceSpan.@Nullable Enclosing enclosing(Supplier<@Nullable InvocationContext> invocation) {
        try {
            InvocationContext known = invocation.get();
            InferenceSpan.Enclosing enclosing = InferenceSpan.Enclosing.find(known);
            return enclosing == null ? around(known) : enclosing;
        } catch (Throwable t) {
            guard.failed(t);
            return null;
        }
    }

    /** Returns the context of what the current thread is within: an operation that is in no context, or the current one. */
    public Context here() {
        InferenceSpan.Enclosing enclosing = around(null);
        return enclosing == null ? Context.current() : enclosing.context();
    }

    /**
     * Has what this makes asked for operations that no context tells of, and returns what is asked from now on: that which
     * was made first.
     */
    public Surroundings surroundings(Supplier<Surroundings> first) {
        Surroundings known = surroundings.get();
        if (known != null) {
            return known;
        }
        Surroundings made = first.get();
        Surroundings earlier = surroundings.compareAndExchange(null, made);
        return earlier == null ? made : earlier;
    }

    InferenceSpan.@Nullable Enclosing around(@Nullable InvocationContext invocation) {
        Surroundings known = surroundings.get();
        try {
            return known == null ? null : known.around(invocation);
        } catch (Throwable t) {
            guard.failed(t);
            return null;
        }
    }

    /** Returns what a call cost, or {@code null} where nothing is to be said of it. */
    @Nullable
    Cost cost(ModelSeries model, @Nullable String responseModel, Usage usage) {
        CallCosts costs = settings.costs();
        return costs == null ? null : costs.of(model.provider, model.requestModel, responseModel, usage);
    }

    /** Writes one result of an evaluation as an event of the span in this context. */
    public void evaluated(Attributes result, Context context) {
        guard.run(() -> events.evaluated(result, context));
    }

    /**
     * Measures one result of an evaluation of a call that was made from a prompt.
     *
     * @param model the model that answered; may be empty
     * @param outcome the kind of outcome, in lower case
     * @param score the score, if there is one
     */
    public void evaluated(
            PromptIdentity prompt,
            String model,
            String evaluator,
            String outcome,
            OptionalDouble score,
            Context context) {
        guard.run(() -> prompts.recordEvaluation(prompts.series(prompt, model), evaluator, outcome, score, context));
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

    /** Returns the state of the conventions that is written. */
    public Profile profile() {
        return settings.profile();
    }

    /** Runs telemetry that may fail: what it throws is logged once, counted, and goes no further. */
    public void guarded(Runnable telemetry) {
        guard.run(telemetry);
    }

    /** Returns whether the current thread is within the span of this very request, which must not get a second one. */
    public boolean covers(ChatRequest request) {
        return InferenceSpan.covers(request);
    }

    /** Returns the retrieval of these spans that the current thread is within, or {@code null}. */
    public @Nullable OperationCall currentRetrieval() {
        return OperationCall.currentRetrieval(this);
    }

    /** Returns the attribute for the most documents that a retrieval may find, as the profile writes it. */
    public Attributes retrievalTopK(long topK) {
        AttributeKey<Double> real = settings.profile().realTopK();
        return real == null ? Attributes.of(GenAiKeys.RETRIEVAL_TOP_K, topK) : Attributes.of(real, (double) topK);
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

    /** Whether content of this span would go anywhere. */
    boolean isCaptured(Span span) {
        return !spanContent.isOff() && (span.isRecording() || spanContent.isUploaded());
    }

    /** Knows operations that are told of by callbacks, between which no context may be kept current. */
    public interface Surroundings {

        /**
         * Returns the operation that this invocation belongs to, or else that the current thread is within; {@code null}
         * if there is none, or if the current context is further in.
         */
        InferenceSpan.@Nullable Enclosing around(@Nullable InvocationContext invocation);
    }

    Context within(Context parent, Span span) {
        try {
            return span.getSpanContext().isValid() ? parent.with(span) : parent;
        } catch (Throwable t) {
            guard.failed(t);
            return parent;
        }
    }

    private static SpanKind kind(boolean inProcess) {
        return inProcess ? SpanKind.INTERNAL : SpanKind.CLIENT;
    }
}
