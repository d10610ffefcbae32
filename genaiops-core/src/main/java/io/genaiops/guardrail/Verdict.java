package io.genaiops.guardrail;

import dev.langchain4j.model.chat.response.ChatResponse;
import org.jspecify.annotations.Nullable;

/**
 * What guardrails say of an answer that they do not refuse.
 *
 * @param response the answer, as the guardrails rewrote it if they did
 * @param askAgain whether the model is to give another one
 * @param reprompt what to tell it then, or {@code null} to ask the same
 * @since 0.1
 */
public record Verdict(
        ChatResponse response, boolean askAgain, @Nullable String reprompt) {

    static Verdict passed(ChatResponse response) {
        return new Verdict(response, false, null);
    }
}
