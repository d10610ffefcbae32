package io.genaiops.tracing.http;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A host's handler whose stream can be waited for. */
final class AwaitedHandler implements StreamingChatResponseHandler {

    final List<String> chunks = new CopyOnWriteArrayList<>();
    Consumer<StreamingHandle> onChunk = handle -> {};

    private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    private final CompletableFuture<String> first = new CompletableFuture<>();

    /** Waits for the end; a wait that never ends fails the test. */
    ChatResponse response() {
        return awaited(end);
    }

    Throwable error() {
        try {
            throw new AssertionError("expected an error; found: " + end.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    void awaitFirstChunk() {
        awaited(first);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        chunks.add(partial.text());
        onChunk.accept(context.streamingHandle());
        first.complete(partial.text());
    }

    @Override
    public void onPartialToolCall(PartialToolCall call) {
        chunks.add(call.partialArguments());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        end.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        end.completeExceptionally(error);
    }

    private static <T> T awaited(CompletableFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
