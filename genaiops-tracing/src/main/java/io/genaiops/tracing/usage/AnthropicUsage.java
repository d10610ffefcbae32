package io.genaiops.tracing.usage;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic counts tokens that were read from or written to the cache beside the input, so that all three are summed, as
 * the conventions ask for.
 */
final class AnthropicUsage {

    private AnthropicUsage() {}

    static @Nullable Usage read(TokenUsage tokens) {
        if (!(tokens instanceof AnthropicTokenUsage usage)) {
            return null;
        }
        return new Usage(
                ProviderUsage.sum(
                        usage.inputTokenCount(), usage.cacheReadInputTokens(), usage.cacheCreationInputTokens()),
                ProviderUsage.count(usage.outputTokenCount()),
                ProviderUsage.count(usage.cacheReadInputTokens()),
                ProviderUsage.count(usage.cacheCreationInputTokens()),
                null);
    }
}
