package io.genaiops.limit;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.RefusedException;
import io.genaiops.model.TokenBound;
import io.genaiops.prompt.Prompt;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a prompt's limit of input tokens. A byte-level tokenizer makes at most one token of every UTF-8 byte, so that a
 * count of bytes under the limit settles the matter; only above it is an estimator asked.
 *
 * @since 0.1
 */
public final class InputLimit {

    private final @Nullable TokenCountEstimator estimator;

    /** Creates the limit, with what counts where bytes do not settle the matter. */
    public InputLimit(@Nullable TokenCountEstimator estimator) {
        this.estimator = estimator;
    }

    /**
     * Refuses messages that pass the limit of the prompt.
     *
     * @throws RefusedException if they do, or if only an estimator could tell and there is none
     */
    public void check(Prompt prompt, List<ChatMessage> messages) {
        if (prompt.limits().maxInputTokens().isEmpty()) {
            return;
        }
        int limit = prompt.limits().maxInputTokens().getAsInt();
        OptionalLong bound = TokenBound.of(messages);
        if (bound.isPresent() && bound.getAsLong() <= limit) {
            return;
        }
        String found = bound.isPresent()
                ? "the messages have up to " + bound.getAsLong() + " tokens (one for each UTF-8 byte, "
                        + TokenBound.A_MESSAGE + " for each message)"
                : "the messages hold content other than text, whose tokens bytes do not bound";
        if (estimator == null) {
            throw new RefusedException(prompt + " allows " + limit + " input tokens (limits.maxInputTokens); " + found
                    + ". Whether they fit, only an estimator can tell:"
                    + " give PromptCalls.builder(…).tokenCountEstimator(…), shorten the inputs or raise the limit");
        }
        int tokens = estimator.estimateTokenCountInMessages(messages);
        if (tokens > limit) {
            throw new RefusedException(prompt + " allows " + limit + " input tokens (limits.maxInputTokens);"
                    + " the estimator counts " + tokens + "; shorten the inputs or raise the limit");
        }
    }

    /** Returns how many tokens a request has: as the estimator counts, else at most so many as its text has bytes. */
    public CallEstimate estimate(List<ChatMessage> messages, @Nullable Integer mostOutput) {
        if (estimator != null) {
            long counted = estimator.estimateTokenCountInMessages(messages);
            return new CallEstimate(counted, CallEstimate.Basis.COUNTED, mostOutput);
        }
        OptionalLong bound = TokenBound.of(messages);
        return bound.isPresent()
                ? new CallEstimate(bound.getAsLong(), CallEstimate.Basis.BOUNDED, mostOutput)
                : new CallEstimate(null, CallEstimate.Basis.UNKNOWN, mostOutput);
    }
}
