package io.genaiops.call;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.model.ForwardingStreamHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands the stream of one call to the host, tools and further rounds included, until the call is over; what the model says
 * later is dropped. The host sees one complete response, the last one. The callbacks come one after another also when the
 * deadline passes meanwhile. A stream that the host cancels, by its handle or by the future, has no answer: the future is
 * cancelled, and so is the stream.
 */
final class AnswerHandler extends ForwardingStreamHandler {

    private final Exchange exchange;
    private final Asking asking;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final ReentrantLock callbacks = new ReentrantLock();

    private volatile Asking.@Nullable Round round;
    private volatile @Nullable StreamingHandle stream;

    AnswerHandler(StreamingChatResponseHandler host, Exchange exchange, Asking asking) {
        super(host);
        this.exchange = exchange;
        this.asking = asking;
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** Asks the model. What it throws before it streams comes out as it is. */
    CompletableFuture<Answer> start() {
        Runnable timer = exchange.deadline().whenPassed(() -> fail(exchange.late()));
        CompletableFuture<Answer> unused = answer.whenComplete((made, failure) -> {
            timer.run();
            cancelled();
        });
        try {
            askNext();
        } catch (Throwable e) {
            if (exchange.end()) {
                exchange.forget();
                answer.completeExceptionally(e);
            }
            throw e;
        }
        return answer;
    }

    private void askNext() {
        Asking.Round next = exchange.round();
        round = next;
        StreamingHandle begun = asking.ask(next, this);
        stream = begun;
        boolean isAnswered = answer.isDone() && !answer.isCompletedExceptionally();
        if (exchange.isOver() && !isAnswered) {
            begun.cancel();
        }
    }

    /** Cancels the stream, by the model's own handle or, before it gave one, by that of the attempt. */
    private void cancelAll() {
        cancelStream();
        StreamingHandle begun = stream;
        if (begun != null) {
            begun.cancel();
        }
    }

    @Override
    protected void onText(String text) {
        exchange.tally().text(text);
    }

    @Override
    protected void onOtherPart() {
        exchange.tally().chunk();
    }

    @Override
    protected void onCancel() {
        answer.cancel(false);
    }

    @Override
    public void onPartialResponse(String text) {
        pass(() -> super.onPartialResponse(text), null);
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        pass(() -> super.onPartialResponse(partial, context), context.streamingHandle());
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        pass(() -> super.onPartialThinking(partial), null);
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        pass(() -> super.onPartialThinking(partial, context), context.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        pass(() -> super.onPartialToolCall(partial), null);
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        pass(() -> super.onPartialToolCall(partial, context), context.streamingHandle());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        pass(() -> super.onCompleteToolCall(call), null);
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        pass(() -> super.onUnmappedRawEvent(event), null);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        Asking.Round answered = round;
        if (exchange.isOver() || answered == null) {
            return;
        }
        try {
            exchange.tally().add(answered, response);
            if (exchange.goesOn(response) || exchange.isAskedAgain()) {
                askNext();
                return;
            }
        } catch (Throwable e) {
            fail(e);
            return;
        }
        finish(exchange.tally().last());
    }

    @Override
    public void onError(Throwable error) {
        fail(error);
    }

    private void finish(ChatResponse response) {
        Answer made = exchange.answer();
        if (!exchange.end()) {
            return;
        }
        try {
            exchange.remember();
        } catch (Throwable e) {
            tell(() -> super.onError(e), () -> answer.completeExceptionally(e));
            return;
        }
        tell(() -> super.onCompleteResponse(response), () -> answer.complete(made));
    }

    private void fail(Throwable error) {
        if (exchange.end()) {
            exchange.forget();
            cancelAll();
            tell(() -> super.onError(error), () -> answer.completeExceptionally(error));
        }
    }

    /** Ends the call if the future was cancelled; after any other end there is nothing left to do. */
    private void cancelled() {
        if (exchange.end()) {
            exchange.forget();
            cancelAll();
        }
    }

    /** Passes a part on unless the call is over; then the model is told, as far as it can be. */
    private void pass(Runnable part, @Nullable StreamingHandle handle) {
        callbacks.lock();
        try {
            if (!exchange.isOver()) {
                part.run();
                return;
            }
        } finally {
            callbacks.unlock();
        }
        if (handle != null && !handle.isCancelled()) {
            handle.cancel();
        }
    }

    /** The last callback, after the one that may be under way. */
    private void tell(Runnable callback, Runnable completion) {
        callbacks.lock();
        try {
            callback.run();
        } finally {
            callbacks.unlock();
            completion.run();
        }
    }
}
