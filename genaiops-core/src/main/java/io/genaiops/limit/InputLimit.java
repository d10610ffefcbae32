package io.genaiops.limit;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.RefusedException;
import io.genaiops.prompt.Prompt;
import java.nio.charset.StandardCharsets;
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

    /** Bounds what a provider adds around each message: role, separators, the start of the answer. */
    public static final int TOKENS_A_MESSAGE = 8;

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
        OptionalLong bound = bound(messages);
        if (bound.isPresent() && bound.getAsLong() <= limit) {
            return;
        }
        String found = bound.isPresent()
                ? "the messages have up to " + bound.getAsLong() + " tokens (one for each UTF-8 byte, "
                        + TOKENS_A_MESSAGE + " for each message)"
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
        OptionalLong bound = bound(messages);
        return bound.isPresent()
                ? new CallEstimate(bound.getAsLong(), CallEstimate.Basis.BOUNDED, mostOutput)
                : new CallEstimate(null, CallEstimate.Basis.UNKNOWN, mostOutput);
    }

    /** Returns the most tokens that messages can have, unless they hold more than text. */
    static OptionalLong bound(List<ChatMessage> messages) {
        long tokens = 0;
        for (ChatMessage message : messages) {
            OptionalLong bytes = bytes(message);
            if (bytes.isEmpty()) {
                return OptionalLong.empty();
            }
            tokens += bytes.getAsLong() + TOKENS_A_MESSAGE;
        }
        return OptionalLong.of(tokens);
    }

    private static OptionalLong bytes(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return OptionalLong.of(bytes(system.text()));
        }
        if (message instanceof UserMessage user) {
            return bytes(user.contents(), user.name());
        }
        if (message instanceof AiMessage answer) {
            return OptionalLong.of(bytes(answer.text())
                    + answer.toolExecutionRequests().stream()
                            .mapToLong(request -> TOKENS_A_MESSAGE
                                    + bytes(request.id())
                                    + bytes(request.name())
                                    + bytes(request.arguments()))
                            .sum());
        }
        if (message instanceof ToolExecutionResultMessage result) {
            OptionalLong content = bytes(result.contents(), result.toolName());
            return content.isEmpty() ? content : OptionalLong.of(content.getAsLong() + bytes(result.id()));
        }
        return OptionalLong.empty();
    }

    private static OptionalLong bytes(List<Content> contents, @Nullable String name) {
        long bytes = bytes(name);
        for (Content content : contents) {
            if (!(content instanceof TextContent text)) {
                return OptionalLong.empty();
            }
            bytes += bytes(text.text());
        }
        return OptionalLong.of(bytes);
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
