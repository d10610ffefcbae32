package io.genaiops.tracing.agent;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.observability.api.listener.AiServiceCompletedListener;
import dev.langchain4j.observability.api.listener.AiServiceErrorListener;
import dev.langchain4j.observability.api.listener.AiServiceRequestIssuedListener;
import dev.langchain4j.observability.api.listener.AiServiceResponseReceivedListener;
import dev.langchain4j.observability.api.listener.AiServiceStartedListener;
import dev.langchain4j.observability.api.listener.InputGuardrailExecutedListener;
import dev.langchain4j.observability.api.listener.OutputGuardrailExecutedListener;
import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
import dev.langchain4j.service.AiServices;
import io.genaiops.model.CallRelay;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import io.genaiops.tracing.span.Spans;
import java.util.function.Consumer;

/**
 * Traces AI services. Each invocation of a service is a span; the calls of its traced models and the
 * executions of its traced tools are spans below it, on whatever threads they run. What each of them is given stays of the
 * type that it is. Nothing here throws into a call. Immutable and thread-safe.
 *
 * <pre>{@code
 * Assistant assistant = tracing.agents()
 *         .aiServices(AiServices.builder(Assistant.class))
 *         .chatModel(tracing.chatModel(model))
 *         .tools(tracing.tools().annotated(new Maps()))
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class AgentTracing {

    private final Spans spans;
    private final AgentSeries series;

    private AgentTracing(Spans spans) {
        this.spans = spans;
        this.series = new AgentSeries(spans);
    }

    /** Returns the tracing of agents that writes to these spans. */
    public static AgentTracing of(Spans spans) {
        return new AgentTracing(spans);
    }

    /**
     * Has every invocation of the service that is built traced, and returns the same builder. The context that the host
     * gives in {@code InvocationParameters} reaches the models' options, as {@link CallRelay#listener()} has it. Models and
     * tools are traced if they were decorated: nothing that is set on the builder is changed.
     */
    public <T> AiServices<T> aiServices(AiServices<T> builder) {
        if (!spans.enabled()) {
            return builder.registerListener(CallRelay.listener());
        }
        AiServiceStartedListener started =
                event -> spans.guarded(() -> AgentInvocation.start(spans, series, event.invocationContext()));
        AiServiceRequestIssuedListener issued = event -> with(event.invocationContext(), invocation -> {
            invocation.requested();
            CallRelay.leave(event.request(), Enclosing.KEY, invocation);
        });
        AiServiceResponseReceivedListener received =
                event -> with(event.invocationContext(), invocation -> invocation.received(event.response()));
        ToolExecutedEventListener executed = event -> with(event.invocationContext(), AgentInvocation::executed);
        InputGuardrailExecutedListener input =
                event -> with(event.invocationContext(), invocation -> invocation.guarded("input", event));
        OutputGuardrailExecutedListener output =
                event -> with(event.invocationContext(), invocation -> invocation.guarded("output", event));
        AiServiceCompletedListener completed = event -> with(event.invocationContext(), AgentInvocation::completed);
        AiServiceErrorListener failed =
                event -> with(event.invocationContext(), invocation -> invocation.failed(event.error()));
        return builder.registerListeners(
                CallRelay.listener(), started, issued, received, executed, input, output, completed, failed);
    }

    private void with(InvocationContext context, Consumer<AgentInvocation> telemetry) {
        spans.guarded(() -> {
            AgentInvocation invocation = AgentInvocation.find(context);
            if (invocation != null) {
                telemetry.accept(invocation);
            }
        });
    }
}
