package io.genaiops.conversation;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/**
 * One call in a conversation, from its beginning to its end. Ended once; what comes later does nothing.
 *
 * @since 0.1
 */
public interface Turn {

    /** A call that is part of no conversation, or of one without memory. */
    Turn ALONE = new Turn() {
        @Override
        public List<ChatMessage> history() {
            return List.of();
        }

        @Override
        public void remember(List<ChatMessage> messages) {}

        @Override
        public void forget() {}
    };

    /** Returns the messages before this call. */
    List<ChatMessage> history();

    /** Ends the call and adds its messages to the memory. What the memory throws comes out as it is. */
    void remember(List<ChatMessage> messages);

    /** Ends the call and leaves the memory as it is. */
    void forget();
}
