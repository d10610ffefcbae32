package io.genaiops.tracing.agent;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.genaiops.tracing.span.Spans;
import java.util.List;

/** A provider of tools that are traced, each with what it returns to the model or to the caller. */
final class TracedToolsProvider implements ToolProvider {

    private final ToolProvider delegate;
    private final Spans spans;

    private TracedToolsProvider(ToolProvider delegate, Spans spans) {
        this.delegate = delegate;
        this.spans = spans;
    }

    static ToolProvider of(ToolProvider provider, Spans spans) {
        return provider instanceof TracedToolsProvider ? provider : new TracedToolsProvider(provider, spans);
    }

    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        ToolProviderResult provided = delegate.provideTools(request);
        if (provided == null || !spans.enabled()) {
            return provided;
        }
        List<AiServiceTool> traced = provided.aiServiceTools().stream()
                .map(tool -> TracedToolsExecutor.of(tool, spans))
                .toList();
        return new ToolProviderResult(traced);
    }

    @Override
    public boolean isDynamic() {
        return delegate.isDynamic();
    }
}
