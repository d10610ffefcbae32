package io.genaiops.tracing.usage;

import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import org.jspecify.annotations.Nullable;

/** Gemini counts cached tokens within the prompt, but thoughts beside the candidates. */
final class GeminiUsage {

    private GeminiUsage() {}

    static @Nullable Usage read(TokenUsage tokens) {
        if (!(tokens instanceof GoogleAiGeminiTokenUsage usage)) {
            return null;
        }
        return new Usage(
                ProviderUsage.count(usage.inputTokenCount()),
                ProviderUsage.sum(usage.outputTokenCount(), usage.thoughtsTokenCount()),
                ProviderUsage.count(usage.cachedContentTokenCount()),
                null,
                ProviderUsage.count(usage.thoughtsTokenCount()));
    }
}
