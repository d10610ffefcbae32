package io.genaiops.guardrail;

import dev.langchain4j.model.chat.response.ChatResponse;
import org.jspecify.annotations.Nullable;

/**
 * What guardrails say of an answer that they do not refuse.
 *
 * @since 0.1
 */
public sealed interface Verdict {

    /**
     * The answer may be given.
     *
     * @param response it, as the guardrails rewrote it if they did
     */
    record Passed(ChatResponse response) implements Verdict {}

    /**
     * The model is to answer again.
     *
     * @param reprompt what to tell it, or {@code null} to ask the same
     */
    record AskAgain(@Nullable String reprompt) implements Verdict {}
}
