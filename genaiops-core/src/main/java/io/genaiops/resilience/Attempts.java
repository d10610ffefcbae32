package io.genaiops.resilience;

import dev.failsafe.RetryPolicy;
import dev.langchain4j.exception.TimeoutException;
import io.genaiops.model.CallTrail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one call at one model: counts and notes what each came to, and knows whether there is another and when.
 * One attempt follows another, perhaps on another thread.
 */
final class Attempts {

    private static final int MOST_SUPPRESSED = 16;

    private final ModelGuard guard;
    private final Backoff backoff;
    private final TimeLeft time;
    private final @Nullable CallTrail trail;
    private final List<Throwable> failures = new ArrayList<>(1);
    private int made;
    private @Nullable Duration next;

    /** The time that a call has. */
    record TimeLeft(Duration whole, long end) {

        static TimeLeft of(Duration whole) {
            return new TimeLeft(
                    whole, System.nanoTime() + Resilience.atMost(whole).toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        /** Timers of no time are refused. */
        Duration leftOrLeast() {
            Duration left = left();
            return left.isZero() ? Duration.ofNanos(1) : left;
        }

        boolean isOver() {
            return end - System.nanoTime() <= 0;
        }
    }

    Attempts(ModelGuard guard, Backoff backoff, TimeLeft time, @Nullable CallTrail trail) {
        this.guard = guard;
        this.backoff = backoff;
        this.time = time;
        this.trail = trail;
    }

    /** Returns the loop: Failsafe's, which asks here after each failure. */
    RetryPolicy<Object> loop() {
        return RetryPolicy.builder()
                .handleIf(failure -> next() != null)
                .withDelayFn(context -> next())
                .withMaxAttempts(backoff.attempts())
                .build();
    }

    private synchronized @Nullable Duration next() {
        return next;
    }

    ModelGuard guard() {
        return guard;
    }

    synchronized int made() {
        return made;
    }

    synchronized void begin() {
        next = null;
        made++;
        guard.attempts.increment();
        if (made > 1) {
            guard.retries.increment();
        }
        guard.requireAvailable();
    }

    void answered() {
        if (trail != null) {
            trail.answered(guard.name());
        }
    }

    /** Takes note of a failure and returns what the caller is told of it. */
    synchronized Throwable failed(Throwable failure, boolean mayRetry) {
        Throwable told = guard.told(failure);
        FailureKind kind = FailureKind.of(told);
        if (kind == FailureKind.INTERRUPTED && time.isOver()) {
            told = guard.late(time.whole(), made);
            kind = FailureKind.TIMED_OUT;
        }
        count(kind, told);
        if (trail != null) {
            trail.failed(guard.name(), told);
        }
        next = mayRetry && kind.isRetryable() ? inTime(backoff.after(made, told)) : null;
        Throwable whole = withEarlier(told, failures);
        failures.add(told);
        return whole;
    }

    /** Returns that the time of the call is over. */
    synchronized TimeoutException late() {
        Throwable last = failures.isEmpty() ? null : failures.get(failures.size() - 1);
        if (last instanceof TimeoutException already && time.isOver() && made == failures.size()) {
            return already;
        }
        TimeoutException late = guard.late(time.whole(), made);
        withEarlier(late, failures);
        return late;
    }

    /** Returns what the caller is told of a failure that is none of an attempt, or has been told. */
    synchronized Throwable between(Throwable failure) {
        Throwable told = guard.told(failure);
        return told == failure ? failure : withEarlier(told, failures);
    }

    private @Nullable Duration inTime(Duration wait) {
        return wait.compareTo(time.left()) < 0 ? wait : null;
    }

    private void count(FailureKind kind, Throwable told) {
        if (kind != FailureKind.INTERRUPTED) {
            guard.failures.increment();
        }
        if (kind == FailureKind.TIMED_OUT) {
            guard.timeouts.increment();
        }
        if (told instanceof ModelUnavailableException refusal) {
            guard.refused(refusal.reason());
        }
    }

    /** Adds earlier failures to the last. An exception that is thrown over and over does not grow without end. */
    static Throwable withEarlier(Throwable last, List<Throwable> earlier) {
        for (Throwable failure : earlier) {
            List<Throwable> known = List.of(last.getSuppressed());
            boolean isNew = last != failure && known.stream().noneMatch(one -> one == failure);
            if (isNew && known.size() < MOST_SUPPRESSED) {
                last.addSuppressed(failure);
            }
        }
        return last;
    }

    /**
     * How long to wait before a model is asked again: twice as long each time up to the most, of which one half is left to
     * chance, and never less than the provider asks for.
     *
     * @param attempts how often a model is asked at most
     * @param first the wait after the first failure
     * @param most the longest wait, unless the provider asks for more
     * @param random numbers from 0 to below 1
     * @param retryAfter what the provider asks for, read from a failure
     */
    record Backoff(
            int attempts,
            Duration first,
            Duration most,
            DoubleSupplier random,
            Function<Throwable, Optional<Duration>> retryAfter) {

        Duration after(int failed, Throwable failure) {
            double chance = random.getAsDouble();
            Duration own = share(ceiling(failed), 0.5 + chance / 2);
            return retryAfter
                    .apply(failure)
                    .or(() -> FailureReader.retryAfter(failure))
                    .map(asked -> asked.plus(share(first, chance / 2)))
                    .filter(asked -> asked.compareTo(own) > 0)
                    .orElse(own);
        }

        private Duration ceiling(int failed) {
            Duration ceiling = first;
            for (int i = 1; i < failed && ceiling.compareTo(most) < 0; i++) {
                ceiling = ceiling.multipliedBy(2);
            }
            return ceiling.compareTo(most) < 0 ? ceiling : most;
        }

        private static Duration share(Duration whole, double share) {
            return Duration.ofNanos((long) (whole.toNanos() * share));
        }
    }
}
