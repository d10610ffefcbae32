package io.genaiops.agent;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.model.CallContext;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyRequest;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Asks a policy before a tool of an AI service runs. Facts come from the {@link CallContext} of the invocation, which bound
 * services have; arguments are not looked at. A tool that is refused ends the call with a {@link
 * io.genaiops.RefusedException}, whatever handles errors of tools: the model hears nothing of it. Thread-safe.
 *
 * <pre>{@code
 * Assistant assistant = AiServices.builder(Assistant.class)
 *         .chatModel(model)
 *         .tools(new Weather())
 *         .beforeToolExecution(Agent.toolPolicy(policy))
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class ToolPolicy implements Consumer<BeforeToolExecution> {

    private final Policy policy;

    ToolPolicy(Policy policy) {
        this.policy = policy;
    }

    /** Refuses the tool, or does nothing. */
    @Override
    public void accept(BeforeToolExecution execution) {
        enforce(execution.request(), context(execution.invocationContext()));
    }

    /**
     * Returns a tool that asks the policy before it runs. What it throws is an error of the tool: LangChain4j tells the model
     * unless the host handles it otherwise, so the model may go on without the tool.
     */
    public ToolExecutor executor(ToolExecutor tool) {
        Objects.requireNonNull(tool, "tool");
        return new ToolExecutor() {
            @Override
            public String execute(ToolExecutionRequest request, Object memoryId) {
                enforce(request, CallContext.NONE);
                return tool.execute(request, memoryId);
            }

            @Override
            public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext invocation) {
                enforce(request, context(invocation));
                return tool.executeWithContext(request, invocation);
            }
        };
    }

    private void enforce(ToolExecutionRequest request, CallContext context) {
        String name = request.name();
        PolicyRequest.Builder asked =
                name == null || name.isBlank() ? PolicyRequest.tool("(unnamed)") : PolicyRequest.tool(name);
        policy.enforce(asked.context(context).build());
    }

    private static CallContext context(InvocationContext invocation) {
        return invocation == null
                ? CallContext.NONE
                : CallContext.from(invocation).orElse(CallContext.NONE);
    }
}
