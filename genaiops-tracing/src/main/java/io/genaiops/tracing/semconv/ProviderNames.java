package io.genaiops.tracing.semconv;

import dev.langchain4j.model.ModelProvider;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code gen_ai.provider.name}. The conventions know sixteen; Ollama, Voyage, Jina and GitHub are not among
 * them and are written as LangChain4j writes them, which the conventions allow.
 *
 * @since 0.1
 */
public final class ProviderNames {

    /** What stands for a provider that the model does not name, as the conventions write unknown values elsewhere. */
    public static final String UNKNOWN = "_OTHER";

    @SuppressWarnings("deprecation") // models of LangChain4j still name AZURE_OPEN_AI
    private static final Map<ModelProvider, String> NAMES = new EnumMap<>(Map.ofEntries(
            Map.entry(ModelProvider.ANTHROPIC, "anthropic"),
            Map.entry(ModelProvider.AMAZON_BEDROCK, "aws.bedrock"),
            Map.entry(ModelProvider.GITHUB_MODELS, "github"),
            Map.entry(ModelProvider.AZURE_OPEN_AI, "azure.ai.openai"),
            Map.entry(ModelProvider.GOOGLE_AI_GEMINI, "gcp.gemini"),
            Map.entry(ModelProvider.GOOGLE_GENAI, "gcp.gen_ai"),
            Map.entry(ModelProvider.GOOGLE_VERTEX_AI_GEMINI, "gcp.vertex_ai"),
            Map.entry(ModelProvider.GOOGLE_VERTEX_AI_ANTHROPIC, "gcp.vertex_ai"),
            Map.entry(ModelProvider.MICROSOFT_FOUNDRY, "azure.ai.inference"),
            Map.entry(ModelProvider.MISTRAL_AI, "mistral_ai"),
            Map.entry(ModelProvider.OLLAMA, "ollama"),
            Map.entry(ModelProvider.OPEN_AI, "openai"),
            Map.entry(ModelProvider.WATSONX, "ibm.watsonx.ai"),
            Map.entry(ModelProvider.COHERE, "cohere"),
            Map.entry(ModelProvider.VOYAGE_AI, "voyage_ai"),
            Map.entry(ModelProvider.JINA, "jina"),
            Map.entry(ModelProvider.OTHER, UNKNOWN)));

    private ProviderNames() {}

    /** Returns the name of a provider; {@link #UNKNOWN} if the model names none, or one that this version does not know. */
    public static String of(@Nullable ModelProvider provider) {
        return provider == null ? UNKNOWN : NAMES.getOrDefault(provider, UNKNOWN);
    }
}
