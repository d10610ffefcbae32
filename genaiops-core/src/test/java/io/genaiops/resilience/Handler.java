package io.genaiops.resilience;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Remembers what it hears, and whether two callbacks ever were at the same time or after the end. */
class Handler implements StreamingChatResponseHandler {

    final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    final List<Object> rawEvents = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger misplaced = new AtomicInteger();
    volatile @Nullable StreamingHandle handle;
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger inside = new AtomicInteger();
    private final CompletableFuture<Object> end = new CompletableFuture<>();

    List<String> texts() {
        return List.copyOf(texts);
    }

    ChatResponse response() throws Exception {
        return (ChatResponse) end.get(1, TimeUnit.MINUTES);
    }

    Throwable error() {
        try {
            return (Throwable) end.get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("the handler heard of no end", e);
        }
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** For subclasses that do something at each text. */
    void heard(String text) {}

    @Override
    public void onPartialResponse(String text) {
        in(() -> {
            texts.add(text);
            heard(text);
        });
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        handle = context.streamingHandle();
        onPartialResponse(partial.text());
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        in(() -> rawEvents.add(event));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        in(() -> {
            ends.incrementAndGet();
            end.complete(response);
        });
    }

    @Override
    public void onError(Throwable error) {
        in(() -> {
            ends.incrementAndGet();
            end.complete(error);
        });
    }

    private void in(Runnable callback) {
        if (inside.getAndIncrement() != 0 || ends.get() != 0) {
            misplaced.incrementAndGet();
        }
        threads.add(Thread.currentThread());
        try {
            callback.run();
        } finally {
            inside.decrementAndGet();
        }
    }
}
