package io.genaiops.tracing.usage;

import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the token usage of the providers whose LangChain4j modules are on the class path: OpenAI, Anthropic and Google AI
 * Gemini, with cached and reasoning tokens; of all others input and output. Whether a module is there is looked up once.
 * Tokens of the input include those of the cache, tokens of the output those of reasoning, whatever the provider's own
 * habit. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ProviderUsage implements Function<TokenUsage, Usage> {

    private static final List<UsageReader> FOUND = Stream.of(
                    found("dev.langchain4j.model.openai.OpenAiTokenUsage", () -> OpenAiUsage::read),
                    found("dev.langchain4j.model.anthropic.AnthropicTokenUsage", () -> AnthropicUsage::read),
                    found("dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage", () -> GeminiUsage::read))
            .flatMap(List::stream)
            .toList();

    private ProviderUsage() {}

    /** Returns the reader of all providers that are there. */
    public static ProviderUsage reader() {
        return new ProviderUsage();
    }

    @Override
    public Usage apply(TokenUsage tokens) {
        for (UsageReader reader : FOUND) {
            Usage usage = reader.read(tokens);
            if (usage != null) {
                return usage;
            }
        }
        return new Usage(count(tokens.inputTokenCount()), count(tokens.outputTokenCount()), null, null, null);
    }

    static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null ? null : Long.valueOf(tokens);
    }

    /** Returns a count with others that its provider leaves out of it; what was not reported adds nothing. */
    static @Nullable Long sum(@Nullable Integer tokens, @Nullable Integer... leftOut) {
        if (tokens == null) {
            return null;
        }
        long sum = tokens;
        for (Integer more : leftOut) {
            sum += more == null ? 0 : more;
        }
        return sum;
    }

    private static List<UsageReader> found(String type, Supplier<UsageReader> reader) {
        try {
            Class.forName(type, false, ProviderUsage.class.getClassLoader());
            return List.of(reader.get());
        } catch (ClassNotFoundException | LinkageError e) {
            return List.of();
        }
    }
}
