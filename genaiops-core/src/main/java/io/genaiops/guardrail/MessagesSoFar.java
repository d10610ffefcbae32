package io.genaiops.guardrail;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.memory.ChatMemory;
import java.util.ArrayList;
import java.util.List;

/** The messages of a call as guardrails look for them; what they add is not kept. */
record MessagesSoFar(Object id, List<ChatMessage> messages) implements ChatMemory {

    @Override
    public List<ChatMessage> messages() {
        return new ArrayList<>(messages);
    }

    @Override
    public void add(ChatMessage message) {
        throw readOnly();
    }

    @Override
    public void clear() {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(
                "a guardrail of a call reads its messages and does not change them; rewrite with successWith(…)");
    }
}
