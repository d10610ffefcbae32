package io.genaiops.resilience;

import dev.failsafe.AsyncExecution;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One streamed call: the attempts, one after another, and what of them reaches the handler. Whatever thread a part comes
 * on, the handler hears one at a time, and no lock is held meanwhile.
 */
final class StreamCall implements StreamingHandle {

    private static final Logger LOG = LoggerFactory.getLogger(StreamCall.class);

    private final ResilientCall call;
    private final Resilience resilience;
    private final Attempts.TimeLeft left;
    private final StreamingChatResponseHandler handler;
    private final BiConsumer<String, StreamingChatResponseHandler> start;
    private final StreamThreads threads;
    private final List<String> asked = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Queue<Runnable> parts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Runnable closing = this::closed;
    private volatile boolean silent;
    private volatile boolean cancelled;
    private volatile @Nullable Error failureOfJvm;
    private volatile @Nullable StreamAttempt current;
    private volatile @Nullable Attempts attempts;
    private volatile @Nullable Future<?> deadline;

    StreamCall(
            ResilientCall call,
            Attempts.TimeLeft left,
            StreamingChatResponseHandler handler,
            BiConsumer<String, StreamingChatResponseHandler> start) {
        this.call = call;
        this.resilience = call.resilience();
        this.left = left;
        this.handler = handler;
        this.start = start;
        this.threads = new StreamThreads(resilience.timers(), resilience.carry());
    }

    void begin() {
        String name = call.models().first();
        try {
            resilience.enter(resilience.guard(name), closing);
            deadline = resilience.timers().later(threads.carried(this::late), left.leftOrLeast());
            ask(name);
        } catch (ModelUnavailableException e) {
            end(() -> handler.onError(e));
        } finally {
            threads.started();
        }
    }

    /** Asks a model, again and again as the loop says. */
    private void ask(String name) {
        asked.add(name);
        Attempts own = call.attempts(name, left);
        attempts = own;
        RetryPolicy<Object> loop = own.loop();
        CompletableFuture<ChatResponse> unused = Failsafe.with(loop)
                .with(threads)
                .<ChatResponse>getAsyncExecution(execution -> attempt(own, execution))
                .whenComplete((response, failure) -> ended(own, response, failure));
    }

    private void attempt(Attempts own, AsyncExecution<ChatResponse> loop) {
        StreamAttempt attempt = new StreamAttempt(this, own.guard());
        current = attempt;
        try {
            own.begin();
        } catch (ModelUnavailableException e) {
            loop.recordException(own.failed(e, true));
            return;
        }
        CompletableFuture<Boolean> turn = own.guard().turn();
        if (turn.isDone()) {
            attempt(own, attempt, loop, turn.join());
        } else {
            CompletableFuture<Void> unused =
                    turn.thenAccept(came -> threads.run(() -> attempt(own, attempt, loop, came)));
        }
    }

    private void attempt(Attempts own, StreamAttempt attempt, AsyncExecution<ChatResponse> loop, boolean turn) {
        if (!turn) {
            loop.recordException(own.failed(own.guard().full(), true));
            return;
        }
        CompletableFuture<ChatResponse> unused = own.guard()
                .streams(threads)
                .<ChatResponse>getAsyncExecution(execution -> attempt.begin(own.made(), execution, start))
                .whenComplete((response, failure) -> {
                    own.guard().leave();
                    if (failure == null) {
                        own.answered();
                        loop.recordResult(response);
                    } else {
                        loop.recordException(own.failed(failure, !attempt.isStarted() && !ended.get()));
                    }
                });
    }

    private void ended(Attempts own, @Nullable ChatResponse response, @Nullable Throwable failure) {
        StreamAttempt attempt = current;
        boolean untouched = attempt == null || !attempt.isStarted();
        Optional<String> next =
                untouched && !ended.get() && !left.isOver() ? next(response, failure) : Optional.empty();
        if (next.isPresent()) {
            if (failure != null) {
                failures.add(failure);
            }
            own.guard().fallbacks.increment();
            threads.run(() -> ask(next.get()));
        } else if (failure != null) {
            Throwable whole = Attempts.withEarlier(own.between(failure), failures);
            end(() -> handler.onError(whole));
        } else if (response != null && ended.compareAndSet(false, true)) {
            if (attempt != null) {
                attempt.release();
            }
            finish(() -> handler.onCompleteResponse(response));
        }
    }

    private Optional<String> next(@Nullable ChatResponse response, @Nullable Throwable failure) {
        if (failure != null) {
            return call.models().next(asked, failure);
        }
        return ResilientCall.isBlocked(response)
                ? call.models().next(asked, FailureKind.CONTENT_POLICY)
                : Optional.empty();
    }

    private void late() {
        Attempts own = attempts;
        Throwable late = own == null ? resilience.guard(call.models().first()).late(left.whole(), 0) : own.late();
        stop(late);
    }

    private void closed() {
        Attempts own = attempts;
        stop((own == null ? resilience.guard(call.models().first()) : own.guard()).closed());
    }

    /** Ends the call whatever its attempt is about, which is cancelled. */
    void stop(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            abandon(failure);
            finish(() -> handler.onError(failure));
        }
    }

    @Override
    public void cancel() {
        silent = true;
        cancelled = true;
        if (ended.compareAndSet(false, true)) {
            leave();
        }
        abandon(new CancellationException("the stream was cancelled"));
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    boolean isEnded() {
        return ended.get();
    }

    private void abandon(Throwable reason) {
        StreamAttempt attempt = current;
        if (attempt != null) {
            attempt.abandon(reason);
        }
    }

    private void end(Runnable last) {
        if (ended.compareAndSet(false, true)) {
            finish(last);
        }
    }

    private void finish(Runnable last) {
        leave();
        add(() -> {
            silent = true;
            tellLast(last);
        });
        deliver();
    }

    private void leave() {
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
        resilience.leave(closing);
    }

    StreamingChatResponseHandler handler() {
        return handler;
    }

    StreamThreads threads() {
        return threads;
    }

    Resilience resilience() {
        return resilience;
    }

    /** Adds a part; parts reach the handler in the order in which they are added. */
    void add(Runnable part) {
        parts.add(part);
    }

    /** Returns whether the handler is at work, so that no part can come meanwhile. */
    boolean isDelivering() {
        return waiting.get() != 0;
    }

    /** Hands parts to the handler, unless another thread is at it, which then hands on these too. */
    void deliver() {
        if (waiting.getAndIncrement() != 0) {
            return;
        }
        int seen = waiting.get();
        while (seen != 0) {
            for (Runnable part = parts.poll(); part != null; part = parts.poll()) {
                if (!silent) {
                    part.run();
                }
            }
            seen = waiting.addAndGet(-seen);
        }
        Error thrown = failureOfJvm;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Runs a callback that is not the last; what it throws ends the call. */
    void tellPart(Runnable callback) {
        try {
            callback.run();
        } catch (Error e) {
            failureOfJvm = e;
            stop(e);
        } catch (RuntimeException e) {
            stop(e);
        }
    }

    private void tellLast(Runnable last) {
        try {
            last.run();
        } catch (Error e) {
            failureOfJvm = e;
        } catch (RuntimeException e) {
            LOG.warn("the handler of a stream failed at its last callback", e);
        }
    }
}
