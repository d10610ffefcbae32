package io.genaiops.tracing.agent;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.OperationCall;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A tool whose every execution is one span. A result that says it is an error ends the span as one. */
@SuppressWarnings("try") // a scope is opened only to be closed
final class TracedToolsExecutor implements ToolExecutor {

    /** How a tool failed that reported its failure to the model instead of throwing it. */
    static final String REPORTED = "tool_error";

    private final ToolExecutor delegate;
    private final @Nullable Operation operation;
    private final Spans spans;

    private TracedToolsExecutor(ToolExecutor delegate, @Nullable Operation operation, Spans spans) {
        this.delegate = delegate;
        this.operation = operation;
        this.spans = spans;
    }

    static ToolExecutor of(ToolExecutor executor, @Nullable ToolSpecification tool, Spans spans) {
        if (executor instanceof TracedToolsExecutor) {
            return executor;
        }
        Operation operation = tool == null ? null : Operation.tool(tool.name(), tool.description());
        return new TracedToolsExecutor(executor, operation, spans);
    }

    static AiServiceTool of(AiServiceTool tool, Spans spans) {
        return tool.toBuilder()
                .toolExecutor(of(tool.toolExecutor(), tool.toolSpecification(), spans))
                .build();
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        if (!spans.enabled()) {
            return delegate.execute(request, memoryId);
        }
        return start(request, null, memoryId)
                .run(
                        () -> delegate.execute(request, memoryId),
                        result -> Attributes.empty(),
                        result -> spans.content().toolResult(result));
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        if (!spans.enabled()) {
            return delegate.executeWithContext(request, context);
        }
        OperationCall span = start(request, context, context == null ? null : context.chatMemoryId());
        ToolExecutionResult result;
        try (Scope scope = span.open()) {
            result = delegate.executeWithContext(request, context);
        } catch (Throwable t) {
            span.fail(t);
            throw t;
        }
        if (result != null && result.isError()) {
            span.fail(REPORTED, () -> spans.content().toolResult(result.resultText()));
        } else {
            span.complete(
                    Attributes::empty, () -> spans.content().toolResult(result == null ? null : result.resultText()));
        }
        return result;
    }

    private OperationCall start(
            ToolExecutionRequest request, @Nullable InvocationContext invocation, @Nullable Object memoryId) {
        Context parent = spans.parent(() -> invocation);
        return spans.start(parent, () -> operation(request, invocation), () -> {
                    CallContext call = AgentInvocation.callOf(invocation);
                    return KnownAttributes.of(GenAiKeys.TOOL_CALL_ID, request.id()).build().toBuilder()
                            .putAll(spans.caller(parent, call, memoryId))
                            .putAll(AgentInvocation.promptOf(call))
                            .build();
                })
                .asked(() -> spans.content().toolArguments(request.arguments()));
    }

    private Operation operation(ToolExecutionRequest request, @Nullable InvocationContext invocation) {
        Operation known = operation == null ? Operation.tool(request.name(), null) : operation;
        Enclosing enclosing = spans.enclosing(() -> invocation);
        String agent = enclosing == null ? null : enclosing.agent();
        return agent == null ? known : known.within(agent);
    }
}
