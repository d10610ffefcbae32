package io.genaiops.resilience;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RateLimitExceededException;
import dev.failsafe.RateLimiter;
import dev.failsafe.spi.Scheduler;
import dev.langchain4j.exception.TimeoutException;
import io.genaiops.GenAiOpsException;
import io.genaiops.resilience.ModelUnavailableException.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all calls of one model share: its breaker, its limits and its counts. Thread-safe. */
final class ModelGuard {

    final LongAdder attempts = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final Map<Reason, LongAdder> refused = new ConcurrentHashMap<>();
    final LongAdder fallbacks = new LongAdder();

    private final String name;
    private final ModelLimits limits;
    private final Duration attemptTimeout;
    private final ModelLimits.@Nullable Gate gate;
    private final @Nullable CircuitBreaker<Object> breaker;
    private final List<Policy<Object>> shared = new ArrayList<>();
    private final FailsafeExecutor<Object> calls;
    private final Timers timers;

    ModelGuard(String name, Resilience.Builder settings, Timers timers) {
        this.name = name;
        this.limits = settings.limitsOf(name);
        this.attemptTimeout = settings.attemptTimeout;
        this.gate = limits.atOnce() == null ? null : new ModelLimits.Gate(limits.atOnce());
        ModelLimits.Rate rate = limits.rate();
        if (rate != null) {
            shared.add(RateLimiter.burstyBuilder(rate.requests(), rate.period())
                    .withMaxWaitTime(limits.patience())
                    .build());
        }
        this.breaker = settings.breaker == null ? null : breaker(settings.breaker);
        if (breaker != null) {
            shared.add(breaker);
        }
        this.calls = shared.isEmpty() ? Failsafe.none() : Failsafe.with(shared);
        this.timers = timers;
    }

    private static CircuitBreaker<Object> breaker(Resilience.BreakerRule rule) {
        Failures failures = new Failures();
        CircuitBreaker<Object> breaker = CircuitBreaker.builder()
                .withFailureRateThreshold(rule.failureRate(), rule.calls(), rule.period())
                .withSuccessThreshold(rule.trials())
                .withDelay(rule.open())
                .handleIf(failures::count)
                .build();
        failures.breaker = breaker;
        return breaker;
    }

    /** An outcome that says nothing of the model opens no closed breaker, and closes none that tries it out. */
    private static final class Failures {

        private volatile @Nullable CircuitBreaker<Object> breaker;

        boolean count(Throwable failure) {
            CircuitBreaker<Object> own = breaker;
            FailureKind kind = FailureKind.of(failure);
            return kind.isFaultOfModel() || (kind.isNoSign() && own != null && own.isHalfOpen());
        }
    }

    String name() {
        return name;
    }

    Duration attemptTimeout() {
        return attemptTimeout;
    }

    /** Makes one attempt on the calling thread. */
    <T> T call(Supplier<T> ask, Attempts.TimeLeft left, int attempt) throws InterruptedException {
        if (gate != null && !gate.enter(limits.patience())) {
            throw full();
        }
        try {
            return calls.get(() -> timed(ask, left, attempt));
        } finally {
            leave();
        }
    }

    private <T> T timed(Supplier<T> ask, Attempts.TimeLeft left, int attempt) {
        if (left.left().compareTo(attemptTimeout) <= 0) {
            return ask.get();
        }
        Timers.Interrupt end = new Timers.Interrupt();
        Future<?> limit = timers.onClock(end::fire, attemptTimeout);
        try {
            return ask.get();
        } catch (RuntimeException e) {
            throw end.end() ? slow(attempt, e) : e;
        } finally {
            limit.cancel(false);
            end.end();
        }
    }

    /** Returns the turn of a stream, false if none comes in time; one that came is to be {@linkplain #leave left}. */
    CompletableFuture<Boolean> turn() {
        if (gate == null) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> turn = gate.enter();
        if (!turn.isDone()) {
            Runnable end = () -> gate.giveUp(turn);
            if (limits.patience().isZero()) {
                end.run();
            } else {
                Future<?> patience = timers.later(end, limits.patience());
                CompletableFuture<Void> unused = turn.thenRun(() -> patience.cancel(false));
            }
        }
        return turn;
    }

    void leave() {
        if (gate != null) {
            gate.leave();
        }
    }

    /** Returns what runs one attempt of a stream; the time between its parts is watched by the attempt. */
    FailsafeExecutor<Object> streams(Scheduler scheduler) {
        return (shared.isEmpty() ? Failsafe.none() : Failsafe.with(shared)).with(scheduler);
    }

    /** Spares a call that the breaker refuses the wait for its turn, and the limits a request that is not made. */
    void requireAvailable() {
        if (breaker != null && breaker.isOpen() && !breaker.getRemainingDelay().isZero()) {
            throw open(breaker);
        }
    }

    /** Returns what the caller is told: what the model threw, as it is, or in plain words what kept it from being asked. */
    Throwable told(Throwable failure) {
        if (failure instanceof CircuitBreakerOpenException e && e.getCircuitBreaker() == breaker && breaker != null) {
            return open(breaker);
        }
        if (failure instanceof RateLimitExceededException e && shared.contains(e.getRateLimiter())) {
            return tooMany();
        }
        if (failure instanceof InterruptedException) {
            return interrupted(failure);
        }
        return failure instanceof FailsafeException wrapper ? unwrapped(wrapper) : failure;
    }

    ModelUnavailableException full() {
        return new ModelUnavailableException(
                name,
                Reason.TOO_MANY_AT_ONCE,
                null,
                "model '" + name + "' was not asked: " + limits.atOnce() + " calls of it are under way, as many as its"
                        + " limits allow at once, and none ended within " + seconds(limits.patience())
                        + "; try again later or raise ModelLimits.atOnce(…) or waiting(…)");
    }

    private Throwable unwrapped(FailsafeException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof InterruptedException) {
            return interrupted(cause);
        }
        return cause == null ? failure : cause;
    }

    GenAiOpsException interrupted(Throwable cause) {
        return new GenAiOpsException("the thread was interrupted while it waited to ask model '" + name + "'", cause);
    }

    TimeoutException late(Duration time, int attempts) {
        return new TimeoutException("model '" + name + "' did not answer before the deadline of the call, "
                + seconds(time) + " after it began (" + attempts + (attempts == 1 ? " attempt" : " attempts") + ")");
    }

    private TimeoutException slow(int attempt, RuntimeException failure) {
        TimeoutException slow = new TimeoutException("model '" + name + "' did not answer within "
                + seconds(attemptTimeout) + ", the limit of one attempt (attempt " + attempt + ")");
        slow.addSuppressed(failure);
        return slow;
    }

    TimeoutException silent(int attempt) {
        return new TimeoutException("model '" + name + "' sent no part of its answer for " + seconds(attemptTimeout)
                + ", the limit of silence in a stream (attempt " + attempt + ")");
    }

    /** Failsafe takes a result or failure of null for no outcome at all, and the call would never end. */
    IllegalStateException nothing(String found) {
        return new IllegalStateException(
                "model '" + name + "' must end a stream with a response or an error; " + found + ": mend the model");
    }

    ModelUnavailableException closed() {
        return new ModelUnavailableException(
                name,
                Reason.CLOSED,
                null,
                "model '" + name + "' was not asked: Resilience was closed, and takes no calls");
    }

    private ModelUnavailableException tooMany() {
        ModelLimits.Rate rate = limits.rate();
        String allowed = rate == null ? "" : rate.requests() + " requests in " + seconds(rate.period());
        return new ModelUnavailableException(
                name,
                Reason.TOO_MANY_IN_PERIOD,
                rate == null ? null : rate.period(),
                "model '" + name + "' was not asked: its limits allow " + allowed + ", and no turn came within "
                        + seconds(limits.patience())
                        + "; try again later or raise ModelLimits.requests(…) or waiting(…)");
    }

    private ModelUnavailableException open(CircuitBreaker<Object> own) {
        Duration left = own.getRemainingDelay();
        return new ModelUnavailableException(
                name,
                Reason.BREAKER_OPEN,
                left,
                "model '" + name + "' was not asked: its circuit breaker is open after too many failures; try again "
                        + (left.isZero() ? "soon, others try it out now" : "in " + seconds(left)));
    }

    ResilienceHealth.Model health() {
        return new ResilienceHealth.Model(
                name,
                state(),
                attempts.sum(),
                retries.sum(),
                failures.sum(),
                timeouts.sum(),
                refusals(),
                fallbacks.sum());
    }

    private Map<Reason, Long> refusals() {
        Map<Reason, Long> refusals = new EnumMap<>(Reason.class);
        refused.forEach((reason, count) -> refusals.put(reason, count.sum()));
        return refusals;
    }

    void refused(Reason reason) {
        refused.computeIfAbsent(reason, key -> new LongAdder()).increment();
    }

    private ResilienceHealth.Breaker state() {
        if (breaker == null) {
            return ResilienceHealth.Breaker.OFF;
        }
        return switch (breaker.getState()) {
            case CLOSED -> ResilienceHealth.Breaker.CLOSED;
            case OPEN -> ResilienceHealth.Breaker.OPEN;
            case HALF_OPEN -> ResilienceHealth.Breaker.HALF_OPEN;
        };
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
