package io.genaiops.tracing;

import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.store.embedding.EmbeddingStore;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import io.genaiops.policy.PolicyListener;
import io.genaiops.tracing.agent.AgentTracing;
import io.genaiops.tracing.agent.AgenticTracing;
import io.genaiops.tracing.agent.TracedTools;
import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.eval.EvaluationTracing;
import io.genaiops.tracing.model.PolicyEvents;
import io.genaiops.tracing.model.TracedChatModel;
import io.genaiops.tracing.model.TracedContentRetriever;
import io.genaiops.tracing.model.TracedEmbeddingModel;
import io.genaiops.tracing.model.TracedEmbeddingStore;
import io.genaiops.tracing.model.TracedInputGuardrail;
import io.genaiops.tracing.model.TracedModerationModel;
import io.genaiops.tracing.model.TracedOutputGuardrail;
import io.genaiops.tracing.model.TracedScoringModel;
import io.genaiops.tracing.model.TracedStreamingChatModel;
import io.genaiops.tracing.model.TracingListener;
import io.genaiops.tracing.operations.CallsWatch;
import io.genaiops.tracing.semconv.Profile;
import io.genaiops.tracing.semconv.ProviderNames;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.SpanSettings;
import io.genaiops.tracing.span.Spans;
import io.genaiops.tracing.usage.CallCosts;
import io.genaiops.tracing.usage.ProviderUsage;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Traces model calls: a LangChain4j model goes in, the same type comes out, and each of its calls is a span with metrics
 * as the OpenTelemetry GenAI conventions name them. Calls made from a prompt carry its name and version. No content is
 * captured unless {@link Builder#content} says so. Nothing here throws into a call. Immutable and thread-safe.
 *
 * <pre>{@code
 * Tracing tracing = Tracing.create(openTelemetry);
 * ChatModel model = tracing.chatModel(openAi);
 * }</pre>
 *
 * @since 0.1
 */
public final class Tracing implements AutoCloseable {

    private final Spans spans;
    private final boolean inProcess;

    private Tracing(Spans spans, boolean inProcess) {
        this.spans = spans;
        this.inProcess = inProcess;
    }

    /** Returns a tracing with the settings that {@link Builder} starts from. */
    public static Tracing create(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    /** Starts a tracing that writes to this telemetry. */
    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    /** Returns the model, traced. */
    public ChatModel chatModel(ChatModel model) {
        return TracedChatModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /** Returns the model, traced. */
    public StreamingChatModel streamingChatModel(StreamingChatModel model) {
        return TracedStreamingChatModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /** Returns the model, traced. */
    public EmbeddingModel embeddingModel(EmbeddingModel model) {
        return TracedEmbeddingModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /**
     * Returns what traces AI services: {@code tracing.agents().aiServices(builder)}. Needs the artifact
     * {@code dev.langchain4j:langchain4j}, whose types therefore stand there and not here.
     */
    public AgentTracing agents() {
        return AgentTracing.of(spans);
    }

    /**
     * Returns what traces agents that are composed into workflows: {@code builder.listener(tracing.agentic().listener())}.
     * Needs the artifact {@code dev.langchain4j:langchain4j-agentic}, whose types therefore stand there and not here.
     */
    public AgenticTracing agentic() {
        return AgenticTracing.of(spans);
    }

    /** Returns the model, traced: a span of genaiops' own, for the conventions know no moderation. */
    public ModerationModel moderationModel(ModerationModel model) {
        return TracedModerationModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /** Returns the model, traced: a span of genaiops' own, for the conventions know no ranking. */
    public ScoringModel scoringModel(ScoringModel model) {
        return TracedScoringModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /** Returns the retriever, traced. */
    public ContentRetriever contentRetriever(ContentRetriever retriever) {
        return TracedContentRetriever.of(
                Objects.requireNonNull(retriever, "retriever"), spans, Operation.retrieval(null, inProcess));
    }

    /** Returns the retriever, traced under the host's name of what it searches. */
    public ContentRetriever contentRetriever(ContentRetriever retriever, String dataSource) {
        return TracedContentRetriever.of(Objects.requireNonNull(retriever, "retriever"), spans, retrieval(dataSource));
    }

    /** Returns the store, its searches traced. */
    public <E> EmbeddingStore<E> embeddingStore(EmbeddingStore<E> store) {
        return TracedEmbeddingStore.of(
                Objects.requireNonNull(store, "store"), spans, Operation.retrieval(null, inProcess));
    }

    /** Returns the store, its searches traced under the host's name of it. */
    public <E> EmbeddingStore<E> embeddingStore(EmbeddingStore<E> store, String dataSource) {
        return TracedEmbeddingStore.of(Objects.requireNonNull(store, "store"), spans, retrieval(dataSource));
    }

    /** Returns the guardrail, traced: a span of genaiops' own, for the conventions know no guardrails. */
    public InputGuardrail inputGuardrail(InputGuardrail guardrail) {
        return TracedInputGuardrail.of(Objects.requireNonNull(guardrail, "guardrail"), spans);
    }

    /** Returns the guardrail, traced: a span of genaiops' own, for the conventions know no guardrails. */
    public OutputGuardrail outputGuardrail(OutputGuardrail guardrail) {
        return TracedOutputGuardrail.of(Objects.requireNonNull(guardrail, "guardrail"), spans);
    }

    /** Returns what traces tools. Needs the artifact {@code dev.langchain4j:langchain4j}. */
    public TracedTools tools() {
        return TracedTools.of(spans);
    }

    /**
     * Returns what writes the results of evaluations to telemetry. Needs the artifact {@code io.genaiops:genaiops-eval},
     * whose types therefore stand there and not here.
     */
    public EvaluationTracing evaluations() {
        return EvaluationTracing.of(spans);
    }

    /**
     * Reports what calls say of themselves as metrics: caches, budgets, attempts, breakers, calls under way and assets. Close
     * it before the calls go.
     */
    public CallsWatch watch(PromptCalls calls) {
        return CallsWatch.of(spans.meter(), calls::health);
    }

    /**
     * Returns a listener for a model that cannot be decorated. It sees neither first chunks nor cancellations; a decorated
     * model that has it as well still gets one span for each call.
     */
    public ChatModelListener listener() {
        return TracingListener.of(spans, inProcess);
    }

    /**
     * Returns what notes the decisions of a policy as events of the current span, without the facts: {@code
     * Policy.builder(…).listener(tracing.policyListener())}. Trace the policy's model, not the other way round, and the
     * events are on the span of the call.
     */
    public PolicyListener policyListener() {
        return new PolicyEvents();
    }

    private Operation retrieval(String dataSource) {
        if (dataSource.isBlank()) {
            throw new IllegalArgumentException("dataSource must not be blank; leave it out if it has no name");
        }
        return Operation.retrieval(dataSource, inProcess);
    }

    /** Returns the same tracing for models that run in this process, whose spans are of kind INTERNAL. */
    public Tracing inProcess() {
        return new Tracing(spans, true);
    }

    /** Returns how often telemetry failed so far, each time without harm to the call. */
    public long failures() {
        return spans.failures();
    }

    /** Ends the spans of all open streams as abandoned. The models stay usable, and traced. */
    @Override
    public void close() {
        spans.close();
    }

    /**
     * Collects what a host may choose. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final OpenTelemetry openTelemetry;
        private Profile profile = Profile.OCTOBER_2026;
        private @Nullable ContentCapture content;
        private @Nullable Boolean events;
        private CallerCapture caller = CallerCapture.off();
        private Environment environment = new Environment(System::getenv);
        private boolean promptMetrics = true;
        private String unnamedProvider = ProviderNames.UNKNOWN;
        private Function<TokenUsage, Usage> usage = ProviderUsage.reader();
        private @Nullable PriceList prices = PriceList.shipped();
        private Clock clock = Clock.systemUTC();
        private Duration streamIdleLimit = Duration.ofMinutes(10);

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
        }

        /** Chooses the state of the conventions whose names are written. */
        public Builder profile(Profile profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /**
         * Chooses which content is captured, whatever the environment says. Without this call it is what the variable
         * {@code OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT} says ({@code NO_CONTENT}, {@code SPAN_ONLY}, {@code
         * EVENT_ONLY} or {@code SPAN_AND_EVENT}), otherwise nothing.
         */
        public Builder content(ContentCapture content) {
            this.content = Objects.requireNonNull(content, "content");
            return this;
        }

        /**
         * Switches the events with the details of each inference on or off, whatever the environment says. Without this
         * call it is what the variable {@code OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT} says; otherwise they are on if
         * content goes to events or the profile recommends them. Events are log records: without a logger there are none.
         */
        public Builder events(boolean events) {
            this.events = events;
            return this;
        }

        /** Chooses what of the caller is captured: session, user and conversation; by default nothing of the baggage. */
        public Builder caller(CallerCapture caller) {
            this.caller = Objects.requireNonNull(caller, "caller");
            return this;
        }

        Builder environment(Function<String, @Nullable String> variables) {
            this.environment = new Environment(variables);
            return this;
        }

        /** Switches the instruments of prompts, {@code genaiops.prompt.*}, on or off. */
        public Builder promptMetrics(boolean promptMetrics) {
            this.promptMetrics = promptMetrics;
            return this;
        }

        /** Names the provider of models that do not name one, for example {@code vllm}. */
        public Builder unnamedProvider(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name of the provider must not be blank");
            }
            this.unnamedProvider = name;
            return this;
        }

        /**
         * Says how the token usage of a provider is read; by default as {@link ProviderUsage} does. Tokens of the input must
         * include those of the cache, tokens of the output those of reasoning.
         */
        public Builder usage(Function<TokenUsage, Usage> usage) {
            this.usage = Objects.requireNonNull(usage, "usage");
            return this;
        }

        /**
         * Says by which prices the cost of a call is told, on its span and by {@code genaiops.prompt.cost}; by default those
         * of {@link PriceList#shipped()}. A call without a known price is told to be unpriced, with the reason.
         */
        public Builder prices(PriceList prices) {
            this.prices = Objects.requireNonNull(prices, "prices");
            return this;
        }

        /** Leaves out what calls cost. */
        public Builder withoutPrices() {
            this.prices = null;
            return this;
        }

        Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Says how long a stream may be silent before its span ends as abandoned; by default ten minutes. */
        public Builder streamIdleLimit(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("limit must be positive; found: " + limit);
            }
            this.streamIdleLimit = limit;
            return this;
        }

        /**
         * Returns the tracing.
         *
         * @throws IllegalStateException if content goes to events only and events are switched off
         */
        public Tracing build() {
            ContentCapture captured = content == null ? environment.content().orElse(ContentCapture.off()) : content;
            boolean toEvents = !captured.isOff() && captured.target() != CaptureTarget.SPANS;
            if (content != null && toEvents && Boolean.FALSE.equals(events)) {
                throw new IllegalStateException(
                        "content goes to " + captured.target() + ", but events are off: leave events(false) out");
            }
            boolean details =
                    events == null ? environment.events().orElse(toEvents || profile.recommendsDetails()) : events;
            CallCosts costs = prices == null ? null : CallCosts.of(prices, clock);
            SpanSettings settings = new SpanSettings(
                    profile, captured, caller, details, promptMetrics, unnamedProvider, usage, costs, streamIdleLimit);
            return new Tracing(Spans.of(openTelemetry, settings), false);
        }
    }
}
