package io.genaiops.tracing.usage;

import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import org.jspecify.annotations.Nullable;

/** OpenAI counts cached tokens within the input and reasoning within the output. */
final class OpenAiUsage {

    private OpenAiUsage() {}

    static @Nullable Usage read(TokenUsage tokens) {
        if (!(tokens instanceof OpenAiTokenUsage usage)) {
            return null;
        }
        OpenAiTokenUsage.InputTokensDetails input = usage.inputTokensDetails();
        OpenAiTokenUsage.OutputTokensDetails output = usage.outputTokensDetails();
        return new Usage(
                ProviderUsage.count(usage.inputTokenCount()),
                ProviderUsage.count(usage.outputTokenCount()),
                input == null ? null : ProviderUsage.count(input.cachedTokens()),
                null,
                output == null ? null : ProviderUsage.count(output.reasoningTokens()));
    }
}
