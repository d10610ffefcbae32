package io.genaiops.conversation;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.memory.ChatMemory;
import io.genaiops.ConflictException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The memories of conversations by their ids, with one call at a time in each: a second one that begins before the first
 * has ended is refused, because it would neither know the first answer nor come after it. That holds for calls that share
 * this object, not across processes. As thread-safe as the memories.
 *
 * @since 0.1
 */
public final class Conversations {

    private final Function<Object, ? extends ChatMemory> memories;
    private final OpenTurns open = new OpenTurns();

    private Conversations(Function<Object, ? extends ChatMemory> memories) {
        this.memories = memories;
    }

    /** Returns conversations that remember with what the function returns for an id. */
    public static Conversations of(Function<Object, ? extends ChatMemory> memories) {
        return new Conversations(Objects.requireNonNull(memories, "memories"));
    }

    /** Returns the messages of a conversation so far, oldest first. */
    public List<ChatMessage> history(String id) {
        return List.copyOf(memory(id).messages());
    }

    /**
     * Begins a call in a conversation. It must be ended: with its messages, or without.
     *
     * @throws ConflictException if another call in it has not ended
     */
    public Turn begin(String id) {
        open.enter(id);
        try {
            ChatMemory memory = memory(id);
            return new RememberedTurn(memory, List.copyOf(memory.messages()), () -> open.leave(id));
        } catch (Throwable e) {
            open.leave(id);
            throw e;
        }
    }

    private ChatMemory memory(String id) {
        ChatMemory memory = memories.apply(id);
        if (memory == null) {
            throw new IllegalStateException(
                    "a memory is needed for conversation '" + id + "'; the function that gives memories returned null");
        }
        return memory;
    }
}
