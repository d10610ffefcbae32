package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which answers are kept: those that came to their own end and say something. One that was cut by its length or by a
 * content filter never is, one with tool calls only if the host says so, and none that the host's own rule refuses.
 */
record KeepRule(boolean toolCalls, Predicate<ChatResponse> host) {

    private static final Logger LOG = LoggerFactory.getLogger(KeepRule.class);
    private static final int BYTES_A_CHARACTER = 2;
    private static final int OVERHEAD = 512;

    boolean keeps(ChatResponse response) {
        return endedWell(response) && saysSomething(response) && hostKeeps(response);
    }

    /** Some models give no reason: then the text alone decides. */
    private boolean endedWell(ChatResponse response) {
        FinishReason reason = response.finishReason();
        return reason == null || reason == FinishReason.STOP || (reason == FinishReason.TOOL_EXECUTION && toolCalls);
    }

    private boolean saysSomething(ChatResponse response) {
        if (response.aiMessage().hasToolExecutionRequests()) {
            return toolCalls;
        }
        String text = response.aiMessage().text();
        return text != null && !text.isBlank();
    }

    private boolean hostKeeps(ChatResponse response) {
        try {
            return host.test(response);
        } catch (RuntimeException e) {
            LOG.warn("the rule that says which answers are kept failed; the answer is not kept", e);
            return false;
        }
    }

    /** Returns about how many bytes an answer takes in memory: two a character and {@value #OVERHEAD}. */
    static int weight(ChatResponse response) {
        long characters = length(response.aiMessage().text())
                + length(response.aiMessage().thinking());
        for (var call : response.aiMessage().toolExecutionRequests()) {
            characters += length(call.name()) + length(call.arguments());
        }
        for (var attribute : response.aiMessage().attributes().values()) {
            characters += length(String.valueOf(attribute));
        }
        return (int) Math.min(Integer.MAX_VALUE, characters * BYTES_A_CHARACTER + OVERHEAD);
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
