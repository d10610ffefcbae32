package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Map;

/**
 * Reads the log probabilities of the tokens out of a response. LangChain4j has no common form for them; of its OpenAI model,
 * which must be built with {@code logprobs(true)} and {@code topLogprobs(5)}, the response's metadata holds them.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface LogProbabilities {

    /**
     * A token of the reply.
     *
     * @param text the token as it stands in the reply
     * @param candidates natural logarithms of the probabilities of the tokens that could have stood there, by their text
     */
    record Token(String text, Map<String, Double> candidates) {
        /** Copies the candidates. */
        public Token {
            requireNonNull(text, "text");
            candidates = Map.copyOf(candidates);
        }
    }

    /** Returns the tokens of the reply in order; empty if the response does not say. */
    List<Token> of(ChatResponse response);
}
