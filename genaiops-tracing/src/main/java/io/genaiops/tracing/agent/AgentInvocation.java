package io.genaiops.tracing.agent;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.observability.api.event.GuardrailExecutedEvent;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.FinishReasons;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import io.genaiops.tracing.span.OperationSpan;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a traced service. It rides in the parameters of the invocation under a key of its own, because a host
 * may share them; so it is reachable for as long as the invocation is, and a span of one that is not is ended as abandoned.
 */
final class AgentInvocation implements Enclosing {

    private static final String OPERATION = "invoke_agent";
    private static final String INVOCATION_KEY = "io.genaiops.tracing.invocation:";

    private final String agent;
    private final String key;
    private final InvocationParameters parameters;
    private final OperationSpan span;
    private final Totals totals;

    private AgentInvocation(
            String agent, String key, InvocationParameters parameters, OperationSpan span, Totals totals) {
        this.agent = agent;
        this.key = key;
        this.parameters = parameters;
        this.span = span;
        this.totals = totals;
    }

    /** Starts the span of an invocation, unless it is traced already. */
    static void start(Spans spans, AgentSeries series, InvocationContext invocation) {
        if (find(invocation).isPresent()) {
            return;
        }
        String agent = simpleName(invocation.interfaceName());
        Attributes labels = Attributes.of(AgentKeys.AGENT_NAME, agent);
        AttributesBuilder attributes =
                labels.toBuilder().put(GenAiKeys.OPERATION, OPERATION).put(AgentKeys.METHOD, invocation.methodName());
        AgentSeries.describe(CallContext.from(invocation).orElse(CallContext.NONE), attributes);
        Totals totals = new Totals(spans);
        OperationSpan span =
                spans.operation(OPERATION + " " + agent, Context.current(), attributes.build(), outcome -> {
                    totals.describe(outcome);
                    series.agentEnded(labels, outcome, totals.requests.get(), totals.tools.get());
                });
        String key = INVOCATION_KEY + invocation.invocationId();
        InvocationParameters parameters = invocation.invocationParameters();
        AgentInvocation started = new AgentInvocation(agent, key, parameters, span, totals);
        parameters.put(key, started);
        span.watch(started);
    }

    static Optional<AgentInvocation> find(InvocationContext invocation) {
        InvocationParameters parameters = invocation.invocationParameters();
        return parameters != null
                        && parameters.asMap().get(INVOCATION_KEY + invocation.invocationId())
                                instanceof AgentInvocation found
                ? Optional.of(found)
                : Optional.empty();
    }

    private static String simpleName(String interfaceName) {
        return interfaceName.substring(Math.max(interfaceName.lastIndexOf('.'), interfaceName.lastIndexOf('$')) + 1);
    }

    String agent() {
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

    /** Notes what a guardrail decided; nothing of the text that it saw. */
    void guarded(String kind, GuardrailExecutedEvent<?, ?, ?> event) {
        span.event(
                AgentKeys.GUARDRAIL_EVENT,
                Attributes.builder()
                        .put(AgentKeys.GUARDRAIL_NAME, event.guardrailName())
                        .put(AgentKeys.GUARDRAIL_KIND, kind)
                        .put(
                                AgentKeys.GUARDRAIL_RESULT,
                                event.result().result().name().toLowerCase(Locale.ROOT))
                        .put(AgentKeys.GUARDRAIL_MILLIS, event.duration().toMillis())
                        .build());
    }

    void completed() {
        forget();
        span.complete();
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
    private static final class Totals {

        private final Spans spans;
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger tools = new AtomicInteger();
        private @Nullable Long input;
        private @Nullable Long output;
        private @Nullable List<String> finishReasons;

        Totals(Spans spans) {
            this.spans = spans;
        }

        synchronized void add(ChatResponse response) {
            TokenUsage tokens = response.tokenUsage();
            Usage usage = tokens == null ? Usage.UNKNOWN : spans.usage(tokens);
            input = sum(input, usage.input());
            output = sum(output, usage.output());
            finishReasons = FinishReasons.of(response.finishReason());
        }

        synchronized void describe(OperationSpan.Outcome outcome) {
            outcome.set(GenAiKeys.INPUT_TOKENS, input);
            outcome.set(GenAiKeys.OUTPUT_TOKENS, output);
            outcome.set(
                    GenAiKeys.FINISH_REASONS, outcome.errorType() == null ? finishReasons : FinishReasons.NONE_CAME);
        }

        private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
            return one == null ? other : other == null ? one : Long.valueOf(one + other);
        }
    }
}
