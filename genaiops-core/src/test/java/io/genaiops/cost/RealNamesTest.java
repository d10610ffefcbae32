package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Names as providers, clouds, gateways and local servers spell them in their own documentation and responses, and the
 * model whose price they lead to; without one they are unpriced.
 */
class RealNamesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    /** Every seller charges the same here, so that a name alone decides. */
    private static final PriceList PRICES = prices(
            "gpt-4o",
            "gpt-4o-mini",
            "gpt-4.1",
            "gpt-4.1-mini",
            "gpt-35-turbo",
            "gpt-5",
            "gpt-5-mini",
            "gpt-6.2-sol",
            "o3",
            "o4-mini",
            "text-embedding-3-large",
            "claude-3-haiku",
            "claude-3-5-sonnet",
            "claude-3-7-sonnet",
            "claude-sonnet-4",
            "claude-sonnet-4-5",
            "claude-opus-4-1",
            "claude-opus-5-5",
            "claude-haiku-4-5",
            "gemini-1.5-pro",
            "gemini-2.0-flash-001",
            "gemini-2.5-pro",
            "gemini-2.5-flash",
            "mistral-large-2411",
            "mistral-small",
            "llama3.1",
            "llama3-1-70b-instruct",
            "nova-pro",
            "command-r-plus",
            "deepseek-chat",
            "grok-4");

    private static PriceList prices(String... models) {
        Price[] prices = new Price[models.length];
        for (int i = 0; i < models.length; i++) {
            prices[i] = Price.of("gateway", models[i], Rates.usd().input("1").output("1"))
                    .source(models[i]);
        }
        return PriceList.of(prices);
    }

    @ParameterizedTest(name = "{0} is priced as {1}")
    @CsvSource({
        // OpenAI: dates, previews, aliases
        "gpt-4o, gpt-4o",
        "gpt-4o-2024-05-13, gpt-4o",
        "gpt-4o-2024-08-06, gpt-4o",
        "gpt-4o-2024-11-20, gpt-4o",
        "gpt-4o-mini-2024-07-18, gpt-4o-mini",
        "gpt-4.1-2025-04-14, gpt-4.1",
        "gpt-4.1-mini-2025-04-14, gpt-4.1-mini",
        "gpt-5-2025-08-07, gpt-5",
        "gpt-5-mini-2025-08-07, gpt-5-mini",
        "gpt-6.2-sol, gpt-6.2-sol",
        "o3-2025-04-16, o3",
        "o4-mini-2025-04-16, o4-mini",
        "text-embedding-3-large, text-embedding-3-large",
        "chatgpt-4o-latest,",
        "gpt-5-chat-latest,",
        "gpt-4o-audio-preview-2024-12-17,",
        "gpt-4o-realtime-preview,",
        "gpt-4o-search-preview-2025-03-11,",
        "gpt-5-nano-2025-08-07,",
        "o3-mini-2025-01-31,",
        "o3-pro-2025-06-10,",
        // OpenAI: fine-tunes are models of their own
        "ft:gpt-4o-2024-08-06:acme::9abcDEF0,",
        "ft:gpt-4o-mini-2024-07-18:acme:support:B1c2D3e4,",
        "ft:gpt-3.5-turbo-0125:personal::8k9Lm0Np,",
        "gpt-4o-2024-08-06.ft-0e208cf33a6a466994aff31a08aba678,",
        // Azure: families, regions in deployment names, names of the host's own
        "gpt-35-turbo, gpt-35-turbo",
        "azure/gpt-4o, gpt-4o",
        "azure/eu/gpt-4o-2024-08-06, gpt-4o",
        "azure/us/gpt-4.1-2025-04-14, gpt-4.1",
        "gpt-4o-eastus2, gpt-4o",
        "gpt-4o-swedencentral, gpt-4o",
        "gpt-4o@westeurope, gpt-4o",
        "GPT-4O, gpt-4o",
        "azure/global/gpt-4o-mini-2024-07-18, gpt-4o-mini",
        "my-chat-deployment,",
        "prod-gpt4o,",
        // Anthropic
        "claude-3-haiku-20240307, claude-3-haiku",
        "claude-3-5-sonnet-20240620, claude-3-5-sonnet",
        "claude-3-5-sonnet-20241022, claude-3-5-sonnet",
        "claude-3.5-sonnet, claude-3-5-sonnet",
        "claude-3-7-sonnet-20250219, claude-3-7-sonnet",
        "claude-sonnet-4-20250514, claude-sonnet-4",
        "claude-sonnet-4-5-20250929, claude-sonnet-4-5",
        "claude-opus-4-1-20250805, claude-opus-4-1",
        "claude-haiku-4-5-20251001, claude-haiku-4-5",
        "claude-opus-5-5, claude-opus-5-5",
        "claude-opus-5.5, claude-opus-5-5",
        "claude-3-5-sonnet-latest,",
        "claude-3-7-sonnet-20250219-thinking,",
        // Bedrock: region prefixes, revisions, ARNs
        "anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
        "us.anthropic.claude-3-5-sonnet-20241022-v2:0, claude-3-5-sonnet",
        "eu.anthropic.claude-3-7-sonnet-20250219-v1:0, claude-3-7-sonnet",
        "apac.anthropic.claude-sonnet-4-20250514-v1:0, claude-sonnet-4",
        "jp.anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5",
        "global.anthropic.claude-haiku-4-5-20251001-v1:0, claude-haiku-4-5",
        "us-gov.anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
        "us.anthropic.claude-opus-4-1-20250805-v1:0, claude-opus-4-1",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-20250514-v1:0,"
                + " claude-sonnet-4",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6,",
        "amazon.nova-pro-v1:0, nova-pro",
        "us.amazon.nova-pro-v1:0, nova-pro",
        "amazon.nova-lite-v1:0,",
        "meta.llama3-1-70b-instruct-v1:0, llama3-1-70b-instruct",
        "cohere.command-r-plus-v1:0, command-r-plus",
        "bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0, claude-3-haiku",
        // Vertex AI: @date, publishers, locations
        "claude-3-5-sonnet@20240620, claude-3-5-sonnet",
        "claude-sonnet-4@20250514, claude-sonnet-4",
        "claude-opus-4-1@20250805, claude-opus-4-1",
        "claude-3-5-sonnet-v2@20241022,",
        "vertex_ai/claude-3-haiku@20240307, claude-3-haiku",
        "publishers/google/models/gemini-2.5-pro, gemini-2.5-pro",
        "publishers/anthropic/models/claude-haiku-4-5@20251001, claude-haiku-4-5",
        "projects/p-1/locations/us-central1/publishers/google/models/gemini-2.0-flash-001, gemini-2.0-flash-001",
        // Gemini API
        "models/gemini-1.5-pro, gemini-1.5-pro",
        "models/gemini-2.5-flash, gemini-2.5-flash",
        "gemini/gemini-2.5-flash, gemini-2.5-flash",
        "gemini-2.5-flash-lite,",
        "gemini-2.5-flash-preview-05-20,",
        "gemini-2.5-pro-preview-06-05,",
        "gemini-flash-latest,",
        "tunedModels/my-model-abc123,",
        // OpenRouter, LiteLLM, Vercel, GitHub Models
        "openai/gpt-4o, gpt-4o",
        "openai/gpt-4o-2024-11-20, gpt-4o",
        "openrouter/openai/gpt-4o-mini, gpt-4o-mini",
        "openrouter/anthropic/claude-3.5-sonnet, claude-3-5-sonnet",
        "anthropic/claude-sonnet-4.5, claude-sonnet-4-5",
        "anthropic/claude-3.7-sonnet:thinking,",
        "openai/gpt-4o:extended,",
        "google/gemini-2.5-pro, gemini-2.5-pro",
        "mistralai/mistral-large-2411, mistral-large-2411",
        "x-ai/grok-4, grok-4",
        "deepseek/deepseek-chat, deepseek-chat",
        "deepseek/deepseek-chat:free,",
        "deepseek/deepseek-chat-v3-0324,",
        "openrouter/auto,",
        // Mistral: years and months are versions
        "mistral-large-latest,",
        "mistral-large-2407,",
        "mistral-small-2506,",
        "mistral-small, mistral-small",
        // Ollama: a tag is another model
        "llama3.1, llama3.1",
        "llama3.1:8b,",
        "llama3.1:70b-instruct-q4_K_M,",
        "mistral-small:24b,",
        "ollama/llama3.1, llama3.1",
        "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M,",
    })
    void a_name_leads_to_the_price_of_its_model_or_to_none(String name, String model) {
        assertThat(PRICES.find("gateway", name, NOW).flatMap(Price::source).orElse(null))
                .isEqualTo(model);
    }

    @Test
    void the_table_holds_at_least_80_names() throws Exception {
        CsvSource table = getClass()
                .getDeclaredMethod("a_name_leads_to_the_price_of_its_model_or_to_none", String.class, String.class)
                .getAnnotation(CsvSource.class);

        assertThat(table.value()).hasSizeGreaterThanOrEqualTo(80).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{1} of {0} is priced: {2}")
    @CsvSource({
        "OPEN_AI, gpt-4o-2024-11-20, true",
        "azure.ai.openai, gpt-4o-2024-11-20, false",
        "AZURE_OPEN_AI, gpt-4o, false",
        "OPEN_AI, anthropic/claude-opus-5.5, false",
        "OPEN_AI, meta-llama/llama-3.1-70b-instruct, false",
        "ANTHROPIC, claude-opus-5-5, true",
        "AMAZON_BEDROCK, us.anthropic.claude-opus-4-1-20250805-v1:0, false",
        "GOOGLE_VERTEX_AI_ANTHROPIC, claude-opus-4-1@20250805, false",
        "GOOGLE_VERTEX_AI_GEMINI, gemini-2.5-pro, false",
        "GOOGLE_AI_GEMINI, models/gemini-2.5-pro, true",
        "OLLAMA, llama3.1, false",
        "MISTRAL_AI, mistral-medium-2508, true",
    })
    void the_shipped_prices_are_those_of_their_own_sellers(String provider, String name, boolean priced) {
        assertThat(PriceList.shipped().find(provider, name, NOW).isPresent()).isEqualTo(priced);
    }
}
