package io.genaiops.conversation;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.memory.ChatMemory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call in a conversation that has a memory. */
final class RememberedTurn implements Turn {

    private final ChatMemory memory;
    private final List<ChatMessage> history;
    private final Runnable leave;
    private final AtomicBoolean ended = new AtomicBoolean();

    RememberedTurn(ChatMemory memory, List<ChatMessage> history, Runnable leave) {
        this.memory = memory;
        this.history = history;
        this.leave = leave;
    }

    @Override
    public List<ChatMessage> history() {
        return history;
    }

    @Override
    public void remember(List<ChatMessage> messages) {
        if (ended.compareAndSet(false, true)) {
            try {
                add(messages);
            } finally {
                leave.run();
            }
        }
    }

    /** A memory that fails after the first message is set back, so that no question stays without its answer. */
    private void add(List<ChatMessage> messages) {
        try {
            memory.add(messages);
        } catch (RuntimeException e) {
            restore(e);
            throw e;
        }
    }

    private void restore(RuntimeException failure) {
        try {
            if (history.isEmpty()) {
                memory.clear();
            } else {
                memory.set(history);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void forget() {
        if (ended.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
