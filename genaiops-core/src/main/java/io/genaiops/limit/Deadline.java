package io.genaiops.limit;

import dev.langchain4j.exception.TimeoutException;
import io.genaiops.model.CallThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time that one call may take, all of its rounds and attempts together, from the moment it was made. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class Deadline {

    private static final Executor THREADS = CallThreads.create();

    private final @Nullable Duration limit;
    private final LongSupplier nanoTime;
    private final BiFunction<Duration, Runnable, Runnable> timer;
    private final long start;

    private Deadline(@Nullable Duration limit, LongSupplier nanoTime, BiFunction<Duration, Runnable, Runnable> timer) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.start = limit == null ? 0 : nanoTime.getAsLong();
    }

    /**
     * Returns a deadline that begins now, or none for {@code null}.
     *
     * @param nanoTime the source of elapsed time, in nanoseconds
     * @param timer runs an action after some time and returns what takes that back, as {@link #after} does
     */
    public static Deadline of(
            @Nullable Duration limit, LongSupplier nanoTime, BiFunction<Duration, Runnable, Runnable> timer) {
        return new Deadline(
                limit, Objects.requireNonNull(nanoTime, "nanoTime"), Objects.requireNonNull(timer, "timer"));
    }

    /**
     * Returns the limit as it is.
     *
     * @throws IllegalArgumentException if it is not above 0 or too long for a timer
     */
    public static Duration check(Duration limit) {
        if (limit.isZero() || limit.isNegative() || limit.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("deadline must be above 0 and at most 365 days; found: " + limit);
        }
        return limit;
    }

    /** Returns how long the call may take, if there is a limit. */
    public Optional<Duration> limit() {
        return Optional.ofNullable(limit);
    }

    /** Returns the time that is left, 0 if it has passed; nothing if there is no limit. */
    public Optional<Duration> remaining() {
        return limit().map(all -> all.minusNanos(nanoTime.getAsLong() - start))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Returns whether the time has passed. */
    public boolean hasPassed() {
        return remaining().filter(Duration::isZero).isPresent();
    }

    /**
     * Runs something on a thread of its own when the time has passed.
     *
     * @return what takes that back
     */
    public Runnable whenPassed(Runnable action) {
        return remaining().map(left -> timer.apply(left, action)).orElse(() -> {});
    }

    /** Runs the action on a thread of its own when the time has passed, unless what it returns is run before. */
    public static Runnable after(Duration time, Runnable action) {
        CompletableFuture<Boolean> passed =
                new CompletableFuture<Boolean>().completeOnTimeout(Boolean.TRUE, time.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> unused = passed.thenAccept(isPassed -> {
            if (isPassed) {
                THREADS.execute(action);
            }
        });
        return () -> passed.complete(Boolean.FALSE);
    }

    /** Returns what a call fails with that does not keep the limit. */
    public TimeoutException exceeded(Object prompt, String model) {
        return new TimeoutException(prompt + " on model '" + model + "' did not answer within "
                + limit().map(Deadline::inWords).orElse("no limit")
                + ", its deadline; raise it with deadline(…), or ask for less");
    }

    private static String inWords(Duration limit) {
        return limit.toMillis() % 1000 == 0 && limit.toMillis() > 0
                ? limit.toSeconds() + " s"
                : limit.toMillis() > 0 ? limit.toMillis() + " ms" : limit.toNanos() + " ns";
    }
}
