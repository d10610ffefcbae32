package io.genaiops.call;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.GenAiOpsException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a stream, which comes as it likes, and its subscriber, who says how much it takes. Signals are given by
 * whichever thread finds something to give, one at a time: the thread that comes meanwhile leaves its work to it.
 */
final class PartSubscription implements Flow.Subscription, StreamingChatResponseHandler {

    private final int bound;
    private final CompletableFuture<Answer> answer;
    private final Queue<String> parts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();

    private volatile Flow.@Nullable Subscriber<? super String> subscriber;
    private volatile boolean stopped;
    private volatile boolean cancelled;
    private volatile @Nullable End end;
    private volatile @Nullable Throwable refused;
    private volatile @Nullable StreamingHandle handle;
    private volatile @Nullable CompletableFuture<Answer> running;

    /** How the parts end: with a failure, or without. */
    private record End(@Nullable Throwable failure) {}

    PartSubscription(Flow.Subscriber<? super String> subscriber, int bound, CompletableFuture<Answer> answer) {
        this.subscriber = subscriber;
        this.bound = bound;
        this.answer = answer;
    }

    /** Hands the subscription over and asks the model, unless it is cancelled at once. */
    void begin(Function<StreamingChatResponseHandler, CompletableFuture<Answer>> start) {
        try {
            handOver();
        } catch (RuntimeException | Error e) {
            cancel();
            throw e;
        }
        if (stopped) {
            return;
        }
        CompletableFuture<Answer> started;
        try {
            started = start.apply(this);
        } catch (Throwable e) {
            answer.completeExceptionally(e);
            onError(e);
            if (e instanceof Error failure) {
                throw failure;
            }
            return;
        }
        running = started;
        CompletableFuture<Answer> unused = started.whenComplete(this::complete);
        if (stopped) {
            started.cancel(false);
        }
    }

    /** Hands over a subscription of which nothing comes but an error. */
    void refuse(Throwable why) {
        stopped = true;
        Flow.Subscriber<? super String> refusedOne = subscriber;
        subscriber = null;
        if (refusedOne != null) {
            refusedOne.onSubscribe(this);
            refusedOne.onError(why);
        }
    }

    private void handOver() {
        Flow.Subscriber<? super String> given = subscriber;
        if (given != null) {
            given.onSubscribe(this);
        }
    }

    private void complete(@Nullable Answer made, @Nullable Throwable failure) {
        if (made != null) {
            answer.complete(made);
        } else if (failure != null) {
            answer.completeExceptionally(failure);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            IllegalArgumentException why = new IllegalArgumentException(
                    "a subscriber requests at least 1 part (Reactive Streams 3.9); found: " + n);
            refused = why;
            stop(why);
        } else {
            demand.accumulateAndGet(n, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
        }
        drain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        stop(null);
        drain();
    }

    /** Ends the stream: the answer fails, or is cancelled. */
    private void stop(@Nullable Throwable why) {
        stopped = true;
        if (subscriber != null) {
            if (why == null) {
                answer.cancel(false);
            } else {
                answer.completeExceptionally(why);
            }
        }
        StreamingHandle known = handle;
        if (known != null && !known.isCancelled()) {
            known.cancel();
        }
        CompletableFuture<Answer> started = running;
        if (started != null) {
            started.cancel(false);
        }
    }

    @Override
    public void onPartialResponse(String text) {
        if (stopped || text == null || text.isEmpty()) {
            return;
        }
        if (waiting.incrementAndGet() > bound) {
            GenAiOpsException why = new GenAiOpsException("the subscriber left " + bound
                    + " parts of the answer waiting, so that the stream was cancelled; request more of them, or give"
                    + " publisher(…) a larger buffer");
            end = new End(why);
            stop(why);
        } else {
            parts.add(text);
        }
        drain();
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        handle = context.streamingHandle();
        if (stopped && !context.streamingHandle().isCancelled()) {
            context.streamingHandle().cancel();
        }
        onPartialResponse(partial.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        end(new End(null));
    }

    @Override
    public void onError(Throwable error) {
        end(new End(error));
    }

    private void end(End how) {
        if (!stopped) {
            end = how;
            drain();
        }
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            give();
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private void give() {
        Flow.Subscriber<? super String> to = subscriber;
        if (to == null) {
            parts.clear();
            return;
        }
        while (!isClosed(to)) {
            End ended = end;
            String part = demand.get() > 0 ? parts.poll() : null;
            if (part != null) {
                next(to, part);
            } else {
                if (ended != null && parts.isEmpty()) {
                    last(to, ended.failure());
                }
                return;
            }
        }
    }

    private boolean isClosed(Flow.Subscriber<? super String> to) {
        Throwable why = refused;
        if (cancelled) {
            release();
        } else if (why != null) {
            last(to, why);
        }
        return subscriber == null;
    }

    private void next(Flow.Subscriber<? super String> to, String part) {
        waiting.decrementAndGet();
        demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
        try {
            to.onNext(part);
        } catch (RuntimeException | Error e) {
            release();
            cancelled = true;
            stopped = true;
            answer.completeExceptionally(e);
            stop(e);
            throw e;
        }
    }

    private void last(Flow.Subscriber<? super String> to, @Nullable Throwable failure) {
        release();
        if (failure == null) {
            to.onComplete();
        } else {
            to.onError(failure);
        }
    }

    /** No signal comes after this one, and nothing of the subscriber is kept. */
    private void release() {
        subscriber = null;
        parts.clear();
    }
}
