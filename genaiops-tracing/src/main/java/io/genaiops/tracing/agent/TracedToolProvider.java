package io.genaiops.tracing.agent;

import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import org.jspecify.annotations.Nullable;

/** Provides the tools of another provider, each of them traced. */
record TracedToolProvider(ToolProvider provider, AgentTracing tracing) implements ToolProvider {

    @Override
    public @Nullable ToolProviderResult provideTools(ToolProviderRequest request) {
        ToolProviderResult result = provider.provideTools(request);
        return result == null ? null : tracing.traced(result);
    }

    @Override
    public boolean isDynamic() {
        return provider.isDynamic();
    }
}
