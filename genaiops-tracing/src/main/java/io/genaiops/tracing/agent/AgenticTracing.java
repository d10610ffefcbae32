package io.genaiops.tracing.agent;

import dev.langchain4j.agentic.observability.AgentListener;
import io.genaiops.tracing.span.Spans;
import java.util.function.Supplier;

/**
 * Traces agents that are composed into workflows. Each invocation of an agent and of a workflow is a span below that of the
 * workflow that it is a step of, on whatever threads they run; the calls of traced models and the executions of traced tools
 * are spans below their agent's. Nothing of inputs and outputs is written. Nothing here throws into a call. Thread-safe.
 *
 * <p>The listener is given to the outermost workflow and reaches the agents in it. LangChain4j does not tell it when that
 * workflow itself throws: {@link #run} does, and the span ends at once. Without it the span ends as abandoned, once the
 * inputs of the call can no longer be reached.
 *
 * <pre>{@code
 * UntypedAgent novelist = AgenticServices.sequenceBuilder()
 *         .subAgents(writer, editor)
 *         .listener(tracing.agentic().listener())
 *         .outputKey("story")
 *         .build();
 * Object story = tracing.agentic().run(() -> novelist.invoke(Map.of("topic", "dragons")));
 * }</pre>
 *
 * @since 0.1
 */
public final class AgenticTracing {

    private final Spans spans;
    private final OpenRuns runs;

    private AgenticTracing(Spans spans, OpenRuns runs) {
        this.spans = spans;
        this.runs = runs;
    }

    /** Returns the tracing of workflows that writes to these spans. */
    public static AgenticTracing of(Spans spans) {
        Spans.Surroundings shared = spans.surroundings(() -> new OpenRuns(spans));
        return new AgenticTracing(spans, shared instanceof OpenRuns runs ? runs : new OpenRuns(spans));
    }

    /** Returns the listener for the builder of a workflow or of an agent; those of one tracing are equal, so none is told twice. */
    public AgentListener listener() {
        return new AgenticListener(runs);
    }

    /** Runs what invokes a workflow on this thread, and ends the spans of what threw. Returns and throws what it does. */
    public <R> R run(Supplier<R> workflow) {
        if (!spans.enabled()) {
            return workflow.get();
        }
        OpenRuns.Mark mark = runs.mark();
        R result;
        try {
            result = workflow.get();
        } catch (Throwable t) {
            runs.unwind(mark, run -> run.failed(t));
            throw t;
        }
        runs.unwind(mark, AgenticRun::abandoned);
        return result;
    }
}
