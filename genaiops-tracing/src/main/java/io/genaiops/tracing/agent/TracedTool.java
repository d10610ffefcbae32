package io.genaiops.tracing.agent;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.OperationSpan;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tool whose every execution is a span below the invocation that it belongs to, on whatever thread it runs. What it does
 * belongs to its own span.
 */
@SuppressWarnings("try") // a scope is opened only to be closed
final class TracedTool implements ToolExecutor {

    private static final String OPERATION = "execute_tool";

    private final ToolExecutor tool;
    private final Spans spans;
    private final AgentSeries series;

    TracedTool(ToolExecutor tool, Spans spans, AgentSeries series) {
        this.tool = tool;
        this.spans = spans;
        this.series = series;
    }

    @Override
    public String execute(ToolExecutionRequest request, @Nullable Object memoryId) {
        return traced(start(request, null), () -> tool.execute(request, memoryId));
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, @Nullable InvocationContext context) {
        return traced(start(request, context), () -> tool.executeWithContext(request, context));
    }

    private <R> R traced(OperationSpan span, Supplier<R> execution) {
        R result;
        try (Scope scope = span.open()) {
            result = execution.get();
        } catch (Throwable t) {
            span.fail(t);
            throw t;
        }
        if (result instanceof ToolExecutionResult told && told.isError()) {
            span.fail("tool_error");
        } else {
            span.complete();
        }
        return result;
    }

    private OperationSpan start(ToolExecutionRequest request, @Nullable InvocationContext context) {
        Optional<AgentInvocation> invocation = context == null ? Optional.empty() : AgentInvocation.find(context);
        CallContext call =
                context == null ? CallContext.NONE : CallContext.from(context).orElse(CallContext.NONE);
        AttributesBuilder measured =
                Attributes.builder().put(AgentKeys.TOOL_NAME, request.name()).put(AgentKeys.TOOL_TYPE, "function");
        invocation.ifPresent(found -> measured.put(AgentKeys.AGENT_NAME, found.agent()));
        Attributes labels = measured.build();
        AttributesBuilder attributes = labels.toBuilder().put(GenAiKeys.OPERATION, OPERATION);
        if (request.id() != null) {
            attributes.put(AgentKeys.TOOL_CALL_ID, request.id());
        }
        AgentSeries.describe(call, attributes);
        return spans.operation(
                OPERATION + " " + request.name(),
                invocation.map(AgentInvocation::context).orElseGet(Context::current),
                attributes.build(),
                outcome -> series.toolEnded(labels, outcome));
    }
}
