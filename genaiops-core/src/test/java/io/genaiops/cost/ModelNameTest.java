package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as the providers and gateways print them in their own documentation. */
class ModelNameTest {

    @ParameterizedTest
    @CsvSource({
        // OpenAI
        "gpt-4o, gpt-4o",
        "gpt-4o-2024-08-06, gpt-4o@2024-08-06",
        "GPT-4o-Mini, gpt-4o-mini",
        "gpt-4.1, gpt-4-1",
        "gpt-4.1-mini-2025-04-14, gpt-4-1-mini@2025-04-14",
        "gpt-3.5-turbo-0613, gpt-3-5-turbo-0613",
        "o3-mini-2025-01-31, o3-mini@2025-01-31",
        "chatgpt-4o-latest, chatgpt-4o-latest",
        "text-embedding-3-small, text-embedding-3-small",
        "gpt-4o-audio-preview-2024-12-17, gpt-4o-audio-preview@2024-12-17",
        // Anthropic
        "claude-3-5-sonnet-20241022, claude-3-5-sonnet@2024-10-22",
        "claude-3.5-sonnet, claude-3-5-sonnet",
        "claude-3-opus-latest, claude-3-opus-latest",
        "claude-sonnet-4-20250514, claude-sonnet-4@2025-05-14",
        "claude-opus-4-5-20251101, claude-opus-4-5@2025-11-01",
        "claude-2.1, claude-2-1",
        // Vertex AI
        "claude-3-5-sonnet@20240620, claude-3-5-sonnet@2024-06-20",
        "claude-3-5-sonnet-v2@20241022, claude-3-5-sonnet-v2@2024-10-22",
        "publishers/google/models/gemini-2.5-pro, google/gemini-2-5-pro",
        "publishers/anthropic/models/claude-opus-4-1@20250805, anthropic/claude-opus-4-1@2025-08-05",
        "projects/p-1/locations/us-central1/publishers/google/models/gemini-2.0-flash-001,"
                + " google/gemini-2-0-flash-001 in us-central1",
        "mistral-large@2407, mistral-large-2407",
        // Gemini API
        "models/gemini-1.5-pro, gemini-1-5-pro",
        "gemini-1.5-flash-8b, gemini-1-5-flash-8b",
        "gemini-2.5-flash-preview-05-20, gemini-2-5-flash-preview-05-20",
        // Bedrock
        "anthropic.claude-3-haiku-20240307-v1:0, anthropic/claude-3-haiku@2024-03-07 v1:0",
        "us.anthropic.claude-3-5-sonnet-20241022-v2:0, anthropic/claude-3-5-sonnet@2024-10-22 v2:0 in us",
        "eu.anthropic.claude-sonnet-4-20250514-v1:0, anthropic/claude-sonnet-4@2025-05-14 v1:0 in eu",
        "apac.anthropic.claude-3-sonnet-20240229-v1:0, anthropic/claude-3-sonnet@2024-02-29 v1:0 in apac",
        "us-gov.anthropic.claude-3-haiku-20240307-v1:0, anthropic/claude-3-haiku@2024-03-07 v1:0 in us-gov",
        "global.anthropic.claude-haiku-4-5-20251001-v1:0, anthropic/claude-haiku-4-5@2025-10-01 v1:0 in global",
        "amazon.nova-pro-v1:0, amazon/nova-pro v1:0",
        "meta.llama3-1-70b-instruct-v1:0, meta/llama3-1-70b-instruct v1:0",
        "mistral.mistral-large-2407-v1:0, mistral/mistral-large-2407 v1:0",
        "cohere.command-r-plus-v1:0, cohere/command-r-plus v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0,"
                + " bedrock/anthropic/claude-3-haiku@2024-03-07 v1:0",
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0,"
                + " bedrock/amazon/nova-lite v1:0 in eu",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3, bedrock/a1b2c3",
        // gateways: OpenRouter, LiteLLM, GitHub Models, Fireworks
        "openai/gpt-4o, openai/gpt-4o",
        "anthropic/claude-3.5-sonnet, anthropic/claude-3-5-sonnet",
        "openrouter/openai/gpt-4o-mini, openrouter/openai/gpt-4o-mini",
        "mistralai/mistral-large-2411, mistral/mistral-large-2411",
        "x-ai/grok-4, xai/grok-4",
        "meta-llama/llama-3.1-70b-instruct, metallama/llama-3-1-70b-instruct",
        "deepseek/deepseek-r1:free, deepseek/deepseek-r1:free",
        "gemini/gemini-2.5-flash, google/gemini-2-5-flash",
        "vertex_ai/claude-3-5-sonnet@20240620, vertex/claude-3-5-sonnet@2024-06-20",
        "bedrock/us-east-1/anthropic.claude-v2:1, bedrock/anthropic/claude v2:1 in us-east-1",
        "bedrock/us.anthropic.claude-3-haiku-20240307-v1:0,"
                + " bedrock/anthropic/claude-3-haiku@2024-03-07 v1:0 in us",
        "azure/eu/gpt-4o-2024-08-06, azure/gpt-4o@2024-08-06 in eu",
        "accounts/fireworks/models/deepseek-v3, fireworks/deepseek-v3",
        // Azure and others
        "gpt-35-turbo, gpt-35-turbo",
        "gpt-4o-eastus2, gpt-4o in eastus2",
        "gpt-4o@westeurope, gpt-4o in westeurope",
        "claude-3-haiku-us-east-1, claude-3-haiku in us-east-1",
        "command-r-08-2024, command-r-08-2024",
        "command_r_plus, command-r-plus",
        "llama3.1:8b, llama3-1:8b",
        "ft:gpt-4o-2024-08-06:acme::abc123, ft:gpt-4o-2024-08-06:acme::abc123",
        "gpt-4o:extended, gpt-4o:extended",
        // what looks like a date and is none
        "gpt-4o-2024-13-06, gpt-4o-2024-13-06",
        "model-20240230, model-20240230",
        "model-12345678, model-12345678",
        "model-99990101, model-99990101",
    })
    void names_are_taken_apart(String text, String parts) {
        assertThat(ModelName.parse(text)).hasToString(parts);
        assertThat(ModelName.parse("  " + text.toUpperCase(Locale.ROOT) + " "))
                .isEqualTo(ModelName.parse(text))
                .hasSameHashCodeAs(ModelName.parse(text));
    }

    @Test
    void the_parts_can_be_read() {
        ModelName name = ModelName.parse("us.anthropic.claude-3-5-sonnet-20241022-v2:0");

        assertThat(name.family()).isEqualTo("claude-3-5-sonnet");
        assertThat(name.providers()).containsExactly("anthropic");
        assertThat(name.region()).contains("us");
        assertThat(name.date()).hasToString("Optional[2024-10-22]");
        assertThat(name.revision()).contains("v2:0");
        assertThat(ModelName.parse("gpt-4o").region()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN_AI, openai",
        "openai, openai",
        "azure.ai.openai, azure",
        "AZURE_OPEN_AI, azure",
        "azure-openai, azure",
        "GOOGLE_AI_GEMINI, google",
        "gcp.gemini, google",
        "gcp.vertex_ai, vertex",
        "GOOGLE_VERTEX_AI_GEMINI, vertex",
        "aws.bedrock, bedrock",
        "AMAZON_BEDROCK, bedrock",
        "MISTRAL_AI, mistral",
        "mistralai, mistral",
        "ibm.watsonx.ai, watsonx",
        "x_ai, xai",
        "Anthropic, anthropic",
        "our own gateway, ourowngateway",
    })
    void providers_have_one_spelling(String text, String provider) {
        assertThat(ModelName.provider(text)).isEqualTo(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "openai/", "openai/ "})
    void a_name_that_is_missing_is_refused(String text) {
        assertThatThrownBy(() -> ModelName.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model must");
    }

    @Test
    void a_name_without_end_is_refused_without_being_shown() {
        assertThatThrownBy(() -> ModelName.parse("a".repeat(257)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model must have 1 to 256 characters that are not blank; found 257 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-*, gpt-4o-mini, true",
        "gpt-4o-*, gpt-4o, false",
        "gpt-4o*, gpt-4o, true",
        "gpt-4o*, gpt-4o-2024-08-06, true",
        "gpt-4.*, gpt-4.1, true",
        "gpt-4.*, gpt-4o, false",
        "*, anything, true",
        "meta-llama/*, meta-llama/llama-3, true",
        "meta-llama/*, llama-3, false",
        "eu.anthropic.claude-3-haiku, us.anthropic.claude-3-haiku-20240307-v1:0, false",
        "eu.anthropic.claude-3-haiku, eu.anthropic.claude-3-haiku-20240307-v1:0, true",
        "claude-3-haiku, eu.anthropic.claude-3-haiku-20240307-v1:0, true",
        "claude-3-haiku@20240307, claude-3-haiku, false",
        "claude-3-haiku-20240307-v1:0, claude-3-haiku-20240307-v2:0, false",
        "gpt-4, gpt-4o, false",
        "gpt-4, gpt-4-turbo, false",
        "gpt-4, gpt-4-0613, false",
        "gpt-4, gpt-4.1, false",
        "gpt-4o, gpt-4, false",
        "mistral-large, mistral-large-2411, false",
        "command-r, command-r-plus, false",
        "gemini-2.5-flash, gemini-2.5-flash-lite, false",
    })
    void a_pattern_is_for_what_it_says(String pattern, String name, boolean matches) {
        assertThat(ModelPattern.parse(pattern).matches(ModelName.parse(name), "gateway"))
                .isEqualTo(matches);
    }

    @Test
    void a_star_stands_at_the_end_alone() {
        assertThatThrownBy(() -> ModelPattern.parse("gpt-*-mini"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a model may have one * and at its end; found: 'gpt-*-mini'");
    }
}
