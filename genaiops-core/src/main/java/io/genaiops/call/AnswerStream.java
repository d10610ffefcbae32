package io.genaiops.call;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The text of an answer, part by part, for one subscriber; after the last part the whole {@link #answer()}. Nothing is
 * asked before somebody subscribes, and no part comes before it is requested. Models cannot be told to slow down, so parts
 * that are not requested wait in a buffer: when it is full the stream is cancelled, and the subscriber gets an error after
 * the parts in it. Cancelling the subscription cancels the stream. Thread-safe.
 *
 * @since 0.1
 */
public final class AnswerStream implements Flow.Publisher<String> {

    /** How many parts wait for a subscriber that requests none, unless the host says otherwise. */
    public static final int BUFFERED_PARTS = 1024;

    private final Function<StreamingChatResponseHandler, CompletableFuture<Answer>> start;
    private final int bufferedParts;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    AnswerStream(Function<StreamingChatResponseHandler, CompletableFuture<Answer>> start, int bufferedParts) {
        this.start = start;
        this.bufferedParts = bufferedParts;
    }

    /**
     * Returns the answer, complete when the model has said everything, whether or not all of it was requested. It fails as
     * the stream does, and is cancelled with the subscription.
     */
    public CompletionStage<Answer> answer() {
        return answer.minimalCompletionStage();
    }

    /** Asks the model for this subscriber; any further one gets an {@link IllegalStateException}. */
    @Override
    public void subscribe(Flow.Subscriber<? super String> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        PartSubscription parts = new PartSubscription(subscriber, bufferedParts, answer);
        if (taken.compareAndSet(false, true)) {
            parts.begin(start);
        } else {
            parts.refuse(new IllegalStateException(
                    "an answer is streamed to one subscriber, and it has one; call publisher() again to ask again"));
        }
    }
}
