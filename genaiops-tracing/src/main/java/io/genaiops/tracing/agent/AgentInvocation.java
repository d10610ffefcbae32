package io.genaiops.tracing.agent;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.observability.api.event.GuardrailExecutedEvent;
import io.genaiops.asset.Resolution;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.model.TracedInputGuardrail;
import io.genaiops.tracing.model.TracedOutputGuardrail;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.FinishReasons;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.OperationCall;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a traced service. It rides in the parameters of the invocation under a key of its own, because a host
 * may share them; so it is reachable for as long as the invocation is, and a span of one that is not is ended as abandoned.
 */
final class AgentInvocation implements Enclosing {

    private final String agent;
    private final String key;
    private final InvocationParameters parameters;
    private final OperationCall span;
    private final Totals totals;

    private AgentInvocation(
            String agent, String key, InvocationParameters parameters, OperationCall span, Totals totals) {
        this.agent = agent;
        this.key = key;
        this.parameters = parameters;
        this.span = span;
        this.totals = totals;
    }

    /** Starts the span of an invocation, unless it is traced already. */
    static void start(Spans spans, AgentSeries series, InvocationContext invocation) {
        if (find(invocation) != null) {
            return;
        }
        String agent = simpleName(invocation.interfaceName());
        Context parent = spans.here();
        Totals totals = new Totals(spans, series, agent);
        OperationCall span = spans.start(parent, () -> Operation.agent(agent), () -> {
                    CallContext call = callOf(invocation);
                    return Attributes.of(AgentKeys.METHOD, invocation.methodName()).toBuilder()
                            .putAll(spans.caller(parent, call, invocation.chatMemoryId()))
                            .putAll(promptOf(call))
                            .build();
                })
                .ending(totals);
        String key = Enclosing.key(invocation);
        InvocationParameters parameters = invocation.invocationParameters();
        AgentInvocation started = new AgentInvocation(agent, key, parameters, span, totals);
        parameters.put(key, started);
        span.watch(started);
    }

    static @Nullable AgentInvocation find(@Nullable InvocationContext invocation) {
        return Enclosing.find(invocation) instanceof AgentInvocation found ? found : null;
    }

    /** Returns what the host said of the invocation. */
    static CallContext callOf(@Nullable InvocationContext invocation) {
        return invocation == null
                ? CallContext.NONE
                : CallContext.from(invocation).orElse(CallContext.NONE);
    }

    /** Says of which prompt an operation is. The conventions have the prompt on model calls only. */
    static Attributes promptOf(CallContext call) {
        PromptIdentity prompt = call.prompt();
        if (prompt == null) {
            return Attributes.empty();
        }
        Resolution resolution = prompt.resolution();
        return KnownAttributes.of(AgentKeys.PROMPT_NAME, prompt.name())
                .and(AgentKeys.PROMPT_VERSION, prompt.version().toString())
                .and(GenAiKeys.PROMPT_DIGEST, resolution.digest().value())
                .and(GenAiKeys.PROMPT_SOURCE, resolution.source().name().toLowerCase(Locale.ROOT))
                .and(
                        GenAiKeys.PROMPT_LABEL,
                        resolution.label() == null ? null : resolution.label().toString())
                .and(GenAiKeys.PROMPT_ARM, resolution.arm())
                .build();
    }

    private static String simpleName(String interfaceName) {
        return interfaceName.substring(Math.max(interfaceName.lastIndexOf('.'), interfaceName.lastIndexOf('$')) + 1);
    }

    @Override
    public String agent() {
        return agent;
    }

    @Override
    public Context context() {
        return span.context();
    }

    void requested() {
        totals.requests.incrementAndGet();
    }

    void received(ChatResponse response) {
        totals.add(response);
    }

    void executed() {
        totals.tools.incrementAndGet();
    }

    /** Notes what a guardrail decided that has no span of its own; nothing of the text that it saw. */
    void guarded(String stage, GuardrailExecutedEvent<?, ?, ?> event) {
        Class<?> guardrail = event.guardrailClass();
        if (guardrail == TracedInputGuardrail.class || guardrail == TracedOutputGuardrail.class) {
            return;
        }
        span.event(
                AgentKeys.GUARDRAIL_EVENT,
                () -> Attributes.builder()
                        .put(GenAiKeys.GUARDRAIL_NAME, event.guardrailName())
                        .put(GenAiKeys.GUARDRAIL_STAGE, stage)
                        .put(
                                GenAiKeys.GUARDRAIL_OUTCOME,
                                event.result().result().name().toLowerCase(Locale.ROOT))
                        .put(AgentKeys.GUARDRAIL_MILLIS, event.duration().toMillis())
                        .build());
    }

    void completed() {
        forget();
        span.complete(Attributes::empty, Attributes::empty);
    }

    void failed(Throwable error) {
        forget();
        span.fail(error);
    }

    @Override
    public void cancelled() {
        forget();
        span.cancelled();
    }

    private void forget() {
        parameters.asMap().remove(key);
    }

    /** What adds up over the model calls of an invocation. It is all that the span knows of the invocation. */
    private static final class Totals implements OperationCall.Ending {

        private final Spans spans;
        private final AgentSeries series;
        private final String agent;
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger tools = new AtomicInteger();
        private @Nullable Long input;
        private @Nullable Long output;
        private @Nullable List<String> finishReasons;

        Totals(Spans spans, AgentSeries series, String agent) {
            this.spans = spans;
            this.series = series;
            this.agent = agent;
        }

        synchronized void add(ChatResponse response) {
            Usage usage = spans.usage(response.tokenUsage());
            input = sum(input, usage.input());
            output = sum(output, usage.output());
            finishReasons = FinishReasons.of(response.finishReason());
        }

        @Override
        public synchronized Attributes describe(@Nullable String errorType, Context context) {
            series.ended(agent, requests.get(), tools.get(), context);
            return KnownAttributes.of(GenAiKeys.INPUT_TOKENS, input)
                    .and(GenAiKeys.OUTPUT_TOKENS, output)
                    .and(GenAiKeys.FINISH_REASONS, errorType == null ? finishReasons : FinishReasons.NONE_CAME)
                    .build();
        }

        private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
            return one == null ? other : other == null ? one : Long.valueOf(one + other);
        }
    }
}
