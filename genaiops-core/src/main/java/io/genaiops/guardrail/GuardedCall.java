package io.genaiops.guardrail;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.RefusedException;
import java.util.List;

/**
 * The guardrails around one call. One thread at a time.
 *
 * @since 0.1
 */
public interface GuardedCall {

    /** A call that nothing checks. */
    GuardedCall UNGUARDED = new GuardedCall() {
        @Override
        public List<ChatMessage> input(List<ChatMessage> rendered) {
            return rendered;
        }

        @Override
        public ChatRequest adapted(ChatRequest request, List<ChatMessage> rewritten) {
            return request;
        }

        @Override
        public Verdict output(List<ChatMessage> sent, ChatResponse response) {
            return Verdict.passed(response);
        }
    };

    /**
     * Checks the last message of the user.
     *
     * @param rendered the messages as they were rendered
     * @return the messages, the very same list if none is rewritten
     * @throws RefusedException if a guardrail refuses, or there is no such message
     */
    List<ChatMessage> input(List<ChatMessage> rendered);

    /** Returns the request to send with messages that were rewritten, in the place of the one with those before. */
    ChatRequest adapted(ChatRequest request, List<ChatMessage> rewritten);

    /**
     * Checks an answer.
     *
     * @param sent the messages that it answers
     * @throws RefusedException if a guardrail refuses it, or wants the model asked again once too often
     */
    Verdict output(List<ChatMessage> sent, ChatResponse response);
}
