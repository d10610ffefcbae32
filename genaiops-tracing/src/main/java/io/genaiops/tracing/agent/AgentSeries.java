package io.genaiops.tracing.agent;

import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many calls the invocations of agents made, in states of the conventions that count them. */
final class AgentSeries {

    private static final List<Long> CALLS = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L);

    private final @Nullable LongHistogram inferenceCalls;
    private final @Nullable LongHistogram toolCalls;

    AgentSeries(Spans spans) {
        boolean counted = spans.profile().countsCallsOfAgents();
        String agent = "gen_ai.invoke_agent.";
        this.inferenceCalls = counted
                ? spans.counts(agent + "inference_calls", "Model calls of an invocation", "{inference_call}", CALLS)
                : null;
        this.toolCalls = counted
                ? spans.counts(agent + "tool_calls", "Tool calls of an invocation", "{tool_call}", CALLS)
                : null;
    }

    void ended(String agent, long requests, long tools, Context context) {
        if (inferenceCalls != null && toolCalls != null) {
            Attributes named = Attributes.of(AgentKeys.AGENT_NAME, agent);
            inferenceCalls.record(requests, named, context);
            toolCalls.record(tools, named, context);
        }
    }
}
