package io.genaiops.tracing.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolService;
import io.genaiops.tracing.span.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Traces tools: each execution is one span, whichever way the tool is given to an AI service. What is traced already stays
 * as it is. Within a traced invocation the span is below that of the invocation, on whatever thread the tool runs, and says
 * of which prompt and conversation it is. Needs langchain4j on the class path. Thread-safe.
 *
 * <pre>{@code
 * AiServices.builder(Assistant.class).tools(tracing.tools().annotated(new Maps()));
 * }</pre>
 *
 * @since 0.1
 */
public final class TracedTools {

    private final Spans spans;

    private TracedTools(Spans spans) {
        this.spans = spans;
    }

    /** Returns what traces tools with these spans. */
    public static TracedTools of(Spans spans) {
        return new TracedTools(spans);
    }

    /** Returns the tools of objects with methods marked {@code @Tool}, each traced, for {@code builder.tools(…)}. */
    public List<AiServiceTool> annotated(Object... objects) {
        List<AiServiceTool> tools = new ArrayList<>();
        for (Object object : objects) {
            ToolService.findTools(object).forEach(tool -> tools.add(TracedToolsExecutor.of(tool, spans)));
        }
        return tools;
    }

    /** Returns the executor, traced under the name that the model calls it by. */
    public ToolExecutor executor(ToolExecutor executor) {
        return TracedToolsExecutor.of(Objects.requireNonNull(executor, "executor"), null, spans);
    }

    /** Returns the tools, each traced under the name and description of its specification, in the same order. */
    public Map<ToolSpecification, ToolExecutor> all(Map<ToolSpecification, ToolExecutor> tools) {
        Map<ToolSpecification, ToolExecutor> traced = new LinkedHashMap<>();
        tools.forEach((tool, executor) -> traced.put(tool, TracedToolsExecutor.of(executor, tool, spans)));
        return traced;
    }

    /** Returns the provider, the tools that it provides traced. */
    public ToolProvider provider(ToolProvider provider) {
        return TracedToolsProvider.of(Objects.requireNonNull(provider, "provider"), spans);
    }
}
