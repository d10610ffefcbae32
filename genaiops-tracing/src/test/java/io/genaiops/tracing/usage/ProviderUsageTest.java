package io.genaiops.tracing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import org.junit.jupiter.api.Test;

class ProviderUsageTest {

    private final ProviderUsage usage = ProviderUsage.reader();

    @Test
    void openai_counts_cached_and_reasoning_tokens_within_the_whole() {
        OpenAiTokenUsage tokens = OpenAiTokenUsage.builder()
                .inputTokenCount(100)
                .outputTokenCount(50)
                .inputTokensDetails(OpenAiTokenUsage.InputTokensDetails.builder()
                        .cachedTokens(40)
                        .build())
                .outputTokensDetails(OpenAiTokenUsage.OutputTokensDetails.builder()
                        .reasoningTokens(30)
                        .build())
                .build();

        assertThat(usage.apply(tokens)).isEqualTo(new Usage(100L, 50L, 40L, null, 30L));
    }

    @Test
    void openai_without_details_reports_none() {
        OpenAiTokenUsage tokens =
                OpenAiTokenUsage.builder().inputTokenCount(100).build();

        assertThat(usage.apply(tokens)).isEqualTo(new Usage(100L, null, null, null, null));
    }

    @Test
    void anthropic_counts_the_cache_beside_the_input_and_all_three_are_summed() {
        AnthropicTokenUsage tokens = AnthropicTokenUsage.builder()
                .inputTokenCount(10)
                .outputTokenCount(50)
                .cacheReadInputTokens(200)
                .cacheCreationInputTokens(30)
                .build();

        assertThat(usage.apply(tokens)).isEqualTo(new Usage(240L, 50L, 200L, 30L, null));
    }

    @Test
    void anthropic_without_a_cache_reports_none() {
        AnthropicTokenUsage tokens = AnthropicTokenUsage.builder()
                .inputTokenCount(10)
                .outputTokenCount(50)
                .build();

        assertThat(usage.apply(tokens)).isEqualTo(new Usage(10L, 50L, null, null, null));
    }

    @Test
    void gemini_counts_thoughts_beside_the_candidates() {
        GoogleAiGeminiTokenUsage tokens = GoogleAiGeminiTokenUsage.builder()
                .inputTokenCount(100)
                .outputTokenCount(20)
                .totalTokenCount(150)
                .cachedContentTokenCount(60)
                .thoughtsTokenCount(30)
                .build();

        assertThat(usage.apply(tokens)).isEqualTo(new Usage(100L, 50L, 60L, null, 30L));
    }

    @Test
    void another_provider_reports_input_and_output() {
        assertThat(usage.apply(new TokenUsage(12, 7))).isEqualTo(Usage.of(12, 7));
        assertThat(usage.apply(new TokenUsage())).isEqualTo(Usage.UNKNOWN);
    }
}
