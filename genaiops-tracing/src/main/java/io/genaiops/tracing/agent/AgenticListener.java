package io.genaiops.tracing.agent;

import dev.langchain4j.agentic.observability.AgentInvocationError;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.agentic.observability.BeforeAgentToolExecution;
import dev.langchain4j.agentic.scope.AgenticScope;

/** Is told when agents start and end. Whatever fails in here is counted and goes no further. */
record AgenticListener(OpenRuns runs) implements AgentListener {

    @Override
    public void beforeAgentInvocation(AgentRequest request) {
        runs.guarded(() -> runs.start(request.agenticScope(), request.agent(), request.inputs()));
    }

    @Override
    public void afterAgentInvocation(AgentResponse response) {
        runs.guarded(() -> runs.end(response.agenticScope(), response.agent(), response.inputs())
                .forEach(AgenticRun::completed));
    }

    @Override
    public void onAgentInvocationError(AgentInvocationError failure) {
        runs.guarded(() -> runs.end(failure.agenticScope(), failure.agent(), failure.inputs())
                .forEach(run -> run.failed(failure.error())));
    }

    @Override
    public void beforeAgentToolExecution(BeforeAgentToolExecution execution) {
        runs.guarded(
                () -> runs.of(execution.toolExecution().invocationContext()).ifPresent(AgenticRun::executed));
    }

    @Override
    public void beforeAgenticScopeDestroyed(AgenticScope scope) {
        runs.guarded(() -> runs.in(scope).forEach(AgenticRun::abandoned));
    }

    @Override
    public boolean inheritedBySubagents() {
        return true;
    }
}
