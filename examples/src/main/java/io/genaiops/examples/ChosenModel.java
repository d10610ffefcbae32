package io.genaiops.examples;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A model that may answer: of a compatible server where the environment names one, otherwise an extractive model.
 *
 * @param isLanguageModel whether it is a language model, so that it can also judge
 */
record ChosenModel(ChatModel model, String name, boolean isLanguageModel) {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * Chooses by {@code OPENAI_BASE_URL}, {@code OPENAI_API_KEY} and {@code OPENAI_MODEL}, which names one model or
     * several with commas between. One of the first two is enough to ask a server; local servers need no key.
     *
     * @throws IllegalArgumentException if a server is named without a model
     */
    static List<ChosenModel> from(Map<String, String> environment, Embeddings embeddings) {
        String baseUrl = environment.getOrDefault("OPENAI_BASE_URL", "");
        String key = environment.getOrDefault("OPENAI_API_KEY", "");
        if (baseUrl.isBlank() && key.isBlank()) {
            return List.of(
                    extractive("quotes-two-no-llm", embeddings, 2), extractive("quotes-one-no-llm", embeddings, 1));
        }
        List<String> names = COMMA.splitAsStream(environment.getOrDefault("OPENAI_MODEL", ""))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("OPENAI_BASE_URL or OPENAI_API_KEY is set, so OPENAI_MODEL must name the"
                    + " model to ask, or several with commas between; found none");
        }
        return names.stream().map(name -> served(name, baseUrl, key)).toList();
    }

    private static ChosenModel extractive(String name, Embeddings embeddings, int sentences) {
        return new ChosenModel(new ExtractiveChatModel(name, embeddings, sentences), name, false);
    }

    private static ChosenModel served(String name, String baseUrl, String key) {
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
