package io.genaiops.tracing.agent;

import io.genaiops.asset.Resolution;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.OperationSpan;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import java.util.List;
import java.util.Locale;

/** The instruments of agents and tools, and what their spans have in common. */
final class AgentSeries {

    private static final List<Double> AGENT_SECONDS =
            List.of(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6);
    private static final List<Double> TOOL_SECONDS =
            List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final List<Long> CALLS = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L);

    private final DoubleHistogram agentDuration;
    private final DoubleHistogram toolDuration;
    private final LongHistogram inferenceCalls;
    private final LongHistogram toolCalls;

    AgentSeries(Spans spans) {
        String agent = "gen_ai.invoke_agent.";
        this.agentDuration = spans.seconds(agent + "duration", "Duration of an invocation of an agent", AGENT_SECONDS);
        this.toolDuration =
                spans.seconds("gen_ai.execute_tool.duration", "Duration of an execution of a tool", TOOL_SECONDS);
        this.inferenceCalls =
                spans.counts(agent + "inference_calls", "Model calls of an invocation", "{inference_call}", CALLS);
        this.toolCalls = spans.counts(agent + "tool_calls", "Tool calls of an invocation", "{tool_call}", CALLS);
    }

    void agentEnded(Attributes agent, OperationSpan.Outcome outcome, long requests, long tools) {
        agentDuration.record(outcome.seconds(), labels(agent, outcome), outcome.context());
        inferenceCalls.record(requests, agent, outcome.context());
        toolCalls.record(tools, agent, outcome.context());
    }

    void toolEnded(Attributes tool, OperationSpan.Outcome outcome) {
        toolDuration.record(outcome.seconds(), labels(tool, outcome), outcome.context());
    }

    /** Says of which prompt and conversation an operation is. The conventions have the prompt on model calls only. */
    static void describe(CallContext call, AttributesBuilder attributes) {
        String conversation = call.conversation();
        if (conversation != null) {
            attributes.put(GenAiKeys.CONVERSATION, conversation);
        }
        PromptIdentity prompt = call.prompt();
        if (prompt == null) {
            return;
        }
        Resolution resolution = prompt.resolution();
        attributes
                .put(AgentKeys.PROMPT_NAME, prompt.name())
                .put(AgentKeys.PROMPT_VERSION, prompt.version().toString())
                .put(GenAiKeys.PROMPT_DIGEST, resolution.digest().value())
                .put(GenAiKeys.PROMPT_SOURCE, resolution.source().name().toLowerCase(Locale.ROOT));
        if (resolution.label() != null) {
            attributes.put(GenAiKeys.PROMPT_LABEL, resolution.label().toString());
        }
        if (resolution.arm() != null) {
            attributes.put(GenAiKeys.PROMPT_ARM, resolution.arm());
        }
    }

    private static Attributes labels(Attributes known, OperationSpan.Outcome outcome) {
        String errorType = outcome.errorType();
        return errorType == null
                ? known
                : known.toBuilder().put(GenAiKeys.ERROR_TYPE, errorType).build();
    }
}
