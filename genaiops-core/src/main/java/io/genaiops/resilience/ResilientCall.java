package io.genaiops.resilience;

import dev.failsafe.Failsafe;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.model.CallTrail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a call is made: on which models, in what time, and where its attempts are noted. Immutable and thread-safe; each
 * {@link #ask} and {@link #stream} is a call of its own. See {@link Resilience} for what is done.
 *
 * @since 0.1
 */
public final class ResilientCall {

    private final Resilience resilience;
    private final Fallback models;
    private final Duration time;
    private final @Nullable CallTrail trail;

    ResilientCall(Resilience resilience, Fallback models, Duration time, @Nullable CallTrail trail) {
        this.resilience = resilience;
        this.models = models;
        this.time = time;
        this.trail = trail;
    }

    /** Returns the same call with this time for all of it, waits and fallbacks included, instead of the usual deadline. */
    public ResilientCall within(Duration left) {
        return new ResilientCall(resilience, models, Objects.requireNonNull(left, "left"), trail);
    }

    /** Returns the same call with each attempt noted there. */
    public ResilientCall noting(CallTrail trail) {
        return new ResilientCall(resilience, models, time, Objects.requireNonNull(trail, "trail"));
    }

    /**
     * Asks until there is an answer, on the calling thread. If time runs out the thread is interrupted, so that what is
     * asked has to heed that; the interrupt is taken back.
     *
     * @param ask asks the model of that name once
     * @return what was answered first
     * @throws TimeoutException if an attempt or the call took too long
     * @throws ModelUnavailableException if a model was not asked
     * @throws RuntimeException what the model that was asked last threw, as it is, with what went before it as suppressed
     */
    public <T> T ask(Function<? super String, ? extends T> ask) {
        Attempts.TimeLeft left = Attempts.TimeLeft.of(time);
        List<String> asked = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        String name = models.first();
        while (true) {
            String current = name;
            asked.add(current);
            Attempts attempts = attempts(current, left);
            Optional<String> next;
            try {
                T answer = run(attempts, left, () -> ask.apply(current));
                next = isBlocked(answer) ? models.next(asked, FailureKind.CONTENT_POLICY) : Optional.empty();
                if (next.isEmpty() || left.isOver()) {
                    return answer;
                }
            } catch (RuntimeException e) {
                next = left.isOver() ? Optional.empty() : models.next(asked, e);
                Attempts.withEarlier(e, failures);
                if (next.isEmpty()) {
                    throw e;
                }
                failures.add(e);
            }
            attempts.guard().fallbacks.increment();
            name = next.orElseThrow();
        }
    }

    /**
     * Streams an answer. The first attempt begins on the calling thread, later ones on the executor. Until the first text,
     * thinking or tool call another attempt may follow a failure; what was sent before that by an attempt that failed is
     * dropped. All failures go to the handler, none is thrown.
     *
     * @param handler gets each part once, and either the complete answer or one error, unless the stream is cancelled
     * @param start starts the stream of the model of that name to that handler
     * @return cancels the stream, whichever attempt is under way; the handles given to the handler do the same
     */
    public StreamingHandle stream(
            StreamingChatResponseHandler handler, BiConsumer<String, StreamingChatResponseHandler> start) {
        Attempts.TimeLeft left = Attempts.TimeLeft.of(time);
        StreamCall call = new StreamCall(this, left, Objects.requireNonNull(handler, "handler"), start);
        call.begin();
        return call;
    }

    Resilience resilience() {
        return resilience;
    }

    Fallback models() {
        return models;
    }

    Attempts attempts(String name, Attempts.TimeLeft left) {
        return new Attempts(resilience.guard(name), resilience.backoff(), left, trail);
    }

    /** Returns whether a provider answered that its content policy lets it say no more. */
    static boolean isBlocked(@Nullable Object answer) {
        return answer instanceof ChatResponse response && response.finishReason() == FinishReason.CONTENT_FILTER;
    }

    private <T> T run(Attempts attempts, Attempts.TimeLeft left, Supplier<T> ask) {
        if (left.isOver()) {
            throw attempts.late();
        }
        Timers.Interrupt end = new Timers.Interrupt();
        Runnable fire = end::fire;
        resilience.enter(attempts.guard(), fire);
        Future<?> deadline = resilience.timers().onClock(fire, left.left());
        try {
            return Failsafe.with(attempts.loop()).get(() -> attempt(attempts, left, end, ask));
        } catch (RuntimeException e) {
            throw end.end() ? ended(attempts, left, e) : thrown(attempts, e);
        } finally {
            deadline.cancel(false);
            resilience.leave(fire);
            end.end();
        }
    }

    private static <T> T attempt(Attempts attempts, Attempts.TimeLeft left, Timers.Interrupt end, Supplier<T> ask) {
        try {
            end.requireQuiet();
            attempts.begin();
            T answer = attempts.guard().call(ask, left, attempts.made());
            attempts.answered();
            return answer;
        } catch (Throwable e) {
            throw Resilience.sneaky(attempts.failed(e, true));
        }
    }

    /** The time was over, or this was closed. */
    private RuntimeException ended(Attempts attempts, Attempts.TimeLeft left, RuntimeException failure) {
        if (left.isOver()) {
            return attempts.late();
        }
        ModelUnavailableException closed = attempts.guard().closed();
        closed.addSuppressed(failure);
        return closed;
    }

    /** What was thrown between two attempts comes from here; the rest is the model's. */
    private static RuntimeException thrown(Attempts attempts, RuntimeException failure) {
        if (FailureReader.isOfInterrupt(failure)) {
            Thread.currentThread().interrupt();
        }
        Throwable told = attempts.between(failure);
        return told instanceof RuntimeException plain ? plain : Resilience.sneaky(told);
    }
}
