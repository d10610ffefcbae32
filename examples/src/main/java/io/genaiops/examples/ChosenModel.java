package io.genaiops.examples;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.Map;

/**
 * The model that answers: a compatible server where the environment names one, otherwise the extractive model.
 *
 * @param isLanguageModel whether it is a language model, so that it can also judge
 */
record ChosenModel(ChatModel model, String name, boolean isLanguageModel) {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * Chooses by {@code OPENAI_BASE_URL}, {@code OPENAI_API_KEY} and {@code OPENAI_MODEL}. One of the first two is
     * enough to ask a server; local servers need no key.
     *
     * @throws IllegalArgumentException if a server is named without a model
     */
    static ChosenModel from(Map<String, String> environment, Embeddings embeddings) {
        String baseUrl = environment.getOrDefault("OPENAI_BASE_URL", "");
        String key = environment.getOrDefault("OPENAI_API_KEY", "");
        if (baseUrl.isBlank() && key.isBlank()) {
            return new ChosenModel(new ExtractiveChatModel(embeddings), ExtractiveChatModel.NAME, false);
        }
        String name = environment.getOrDefault("OPENAI_MODEL", "");
        if (name.isBlank()) {
            throw new IllegalArgumentException("OPENAI_BASE_URL or OPENAI_API_KEY is set, so OPENAI_MODEL must name the"
                    + " model to ask; found none");
        }
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .apiKey(key.isBlank() ? "none" : key)
                .modelName(name)
                .timeout(TIMEOUT)
                .maxRetries(1);
        if (!baseUrl.isBlank()) {
            builder.baseUrl(baseUrl);
        }
        return new ChosenModel(builder.build(), name, true);
    }
}
