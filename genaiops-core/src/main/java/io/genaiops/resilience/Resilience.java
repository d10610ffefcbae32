package io.genaiops.resilience;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.genaiops.model.CallThreads;
import io.genaiops.model.CallTrail;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.model.ForwardingStreamingChatModel;
import io.genaiops.model.Models;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of models that survive a provider's bad hours. One call goes through, from the outside in:
 *
 * <pre>
 * deadline of the call
 *   fallback: the next model, if this one failed in a way that another may not
 *     one retry loop: waits with jitter or as the provider asks, never past the deadline
 *       calls of the model at once: waits for a turn, or is refused
 *         requests to the model in a period: waits for a turn, or is refused
 *           circuit breaker of the model: passes or refuses
 *             timeout of one attempt
 *               the model
 * </pre>
 *
 * <p>The policies are Failsafe's. What a model is asked is decided by {@link FailureKind}. A call that is not streamed
 * stays on its caller's thread. State is kept by the host's name of a model: decorate each model once, with one object of
 * this class. It must be the only loop: set the {@code maxRetries} of LangChain4j's models to 0. Immutable but for its
 * counts, and thread-safe.
 *
 * <pre>{@code
 * Resilience resilience = Resilience.defaults();
 * ChatModel small = resilience.chatModel("small", model);
 * }</pre>
 *
 * @since 0.1
 */
public final class Resilience implements AutoCloseable {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Builder settings;
    private final Attempts.Backoff backoff;
    private final Timers timers;
    private final Map<String, ModelGuard> guards = new ConcurrentHashMap<>();
    private final Set<Runnable> underWay = ConcurrentHashMap.newKeySet();
    private final Object ends = new Object();
    private volatile boolean closed;

    private Resilience(Builder settings) {
        this.settings = settings;
        this.backoff = new Attempts.Backoff(
                settings.attempts, settings.backoffFirst, settings.backoffMost, settings.random, settings.retryAfter);
        this.timers = new Timers(settings.executor == null ? CallThreads.create() : settings.executor);
    }

    /** Returns what the defaults of {@link Builder} say. */
    public static Resilience defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins with these settings; what is built of them has breakers, limits and counts of its own. */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** Returns the model with all this around each of its calls; the host's name of it tells its state apart. */
    public ChatModel chatModel(String name, ChatModel model) {
        Fallback only = Fallback.of(name);
        return ForwardingChatModel.of(
                model, next -> (request, options) -> on(only, options).ask(asked -> next.chat(request, options)));
    }

    /** Returns the model with all this around each of its calls; the host's name of it tells its state apart. */
    public StreamingChatModel streamingChatModel(String name, StreamingChatModel model) {
        Fallback only = Fallback.of(name);
        return ForwardingStreamingChatModel.of(
                model,
                next -> (request, options, handler) ->
                        on(only, options).stream(handler, (asked, parts) -> next.chat(request, options, parts)));
    }

    /**
     * Returns one model of several, each with all this around its calls. What it says of itself is what the first says. A
     * request that names a model itself is sent to each with that name.
     *
     * @throws IllegalArgumentException if a model of the chain is not mapped
     */
    public ChatModel chatModel(Fallback chain, Models models) {
        chain.names().forEach(models::chat);
        return ForwardingChatModel.of(
                models.chat(chain.first()),
                next -> (request, options) -> on(chain, options)
                        .ask(name -> name.equals(chain.first())
                                ? next.chat(request, options)
                                : models.chat(name).chat(request, options)));
    }

    /**
     * Returns one streaming model of several; otherwise like {@link #chatModel(Fallback, Models)}.
     *
     * @throws IllegalArgumentException if a model of the chain has no streaming model
     */
    public StreamingChatModel streamingChatModel(Fallback chain, Models models) {
        chain.names().forEach(models::streaming);
        return ForwardingStreamingChatModel.of(
                models.streaming(chain.first()),
                next -> (request, options, handler) -> on(chain, options).stream(handler, (name, parts) -> {
                    if (name.equals(chain.first())) {
                        next.chat(request, options, parts);
                    } else {
                        models.streaming(name).chat(request, options, parts);
                    }
                }));
    }

    /** Begins a call of one model, for code that asks it itself. */
    public ResilientCall on(String model) {
        return on(Fallback.of(model));
    }

    /** Begins a call of a model and, if it fails, of others, for code that asks them itself. */
    public ResilientCall on(Fallback chain) {
        return new ResilientCall(this, chain, settings.deadline, null);
    }

    private ResilientCall on(Fallback chain, ChatRequestOptions options) {
        ResilientCall call = on(chain);
        return CallTrail.from(options).map(call::noting).orElse(call);
    }

    /** Returns what became of calls so far. */
    public ResilienceHealth health() {
        return new ResilienceHealth(
                underWay.size(),
                guards.values().stream()
                        .sorted(Comparator.comparing(ModelGuard::name))
                        .map(ModelGuard::health)
                        .toList());
    }

    /** Takes no more calls and ends those under way at once; like {@link #close(Duration)} with no time. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Takes no more calls, and gives those under way some time. Those that have not ended then are ended: threads that ask
     * are interrupted, streams are cancelled and their handlers told.
     *
     * @return whether all calls ended by themselves
     */
    public boolean close(Duration most) {
        closed = true;
        boolean inTime = awaitEnds(System.nanoTime() + atMost(most).toNanos());
        underWay.forEach(Runnable::run);
        timers.close();
        return inTime;
    }

    private boolean awaitEnds(long deadline) {
        synchronized (ends) {
            while (!underWay.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                try {
                    ends.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    void enter(ModelGuard guard, Runnable end) {
        underWay.add(end);
        if (closed) {
            leave(end);
            throw guard.closed();
        }
    }

    void leave(Runnable end) {
        underWay.remove(end);
        if (closed) {
            synchronized (ends) {
                ends.notifyAll();
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    ModelGuard guard(String name) {
        return guards.computeIfAbsent(name, key -> new ModelGuard(key, settings, timers));
    }

    Attempts.Backoff backoff() {
        return backoff;
    }

    Timers timers() {
        return timers;
    }

    UnaryOperator<Runnable> carry() {
        return settings.carry;
    }

    static Duration positive(String what, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(what + " must be longer than nothing; found: " + time);
        }
        return atMost(time);
    }

    /** Returns the time, or what is as good as for ever and can still be counted in nanoseconds. */
    static Duration atMost(Duration time) {
        if (time.isNegative()) {
            return Duration.ZERO;
        }
        return time.compareTo(FOR_EVER) < 0 ? time : FOR_EVER;
    }

    /** Throws what was thrown, as it is; models written in other languages throw checked exceptions too. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
        throw (E) failure;
    }

    /** When a breaker opens, and for how long. */
    record BreakerRule(int failureRate, int calls, Duration period, Duration open, int trials) {

        static final BreakerRule USUAL = new BreakerRule(50, 20, Duration.ofMinutes(1), Duration.ofSeconds(30), 3);
    }

    /** Sets what is not the rule; its fields are the table of defaults. Not thread-safe. */
    public static final class Builder {

        private int attempts = 3;
        private Duration backoffFirst = Duration.ofMillis(500);
        private Duration backoffMost = Duration.ofSeconds(20);
        private Duration deadline = Duration.ofMinutes(3);
        private ModelLimits limits = ModelLimits.NONE;
        private final Map<String, ModelLimits> limitsByName = new HashMap<>();
        private Function<Throwable, Optional<Duration>> retryAfter = failure -> Optional.empty();
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        private UnaryOperator<Runnable> carry = UnaryOperator.identity();
        private @Nullable Executor executor;
        Duration attemptTimeout = Duration.ofMinutes(1);

        @Nullable
        BreakerRule breaker = BreakerRule.USUAL;

        private Builder() {}

        private Builder(Builder other) {
            attempts = other.attempts;
            backoffFirst = other.backoffFirst;
            backoffMost = other.backoffMost;
            deadline = other.deadline;
            limits = other.limits;
            limitsByName.putAll(other.limitsByName);
            retryAfter = other.retryAfter;
            random = other.random;
            carry = other.carry;
            executor = other.executor;
            attemptTimeout = other.attemptTimeout;
            breaker = other.breaker;
        }

        /** Sets how often a model is asked at most for one call; 3 if not set, 1 means that nothing is tried again. */
        public Builder attempts(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("a model is asked once or more; found: " + most);
            }
            this.attempts = most;
            return this;
        }

        /**
         * Sets the wait after the first failure, doubled after each further one up to the most; half a second and 20 seconds
         * if not set. One half of each wait is left to chance.
         */
        public Builder backoff(Duration first, Duration most) {
            positive("the first wait", first);
            if (most.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "the longest wait is the first or longer; found: first " + first + ", longest " + most);
            }
            this.backoffFirst = atMost(first);
            this.backoffMost = atMost(most);
            return this;
        }

        /** Sets the time of one attempt, in a stream the time without any part; one minute if not set. */
        public Builder attemptTimeout(Duration most) {
            this.attemptTimeout = positive("the timeout of an attempt", most);
            return this;
        }

        /** Sets the time of a whole call, of which {@link ResilientCall#within} says another; 3 minutes if not set. */
        public Builder deadline(Duration most) {
            this.deadline = positive("the deadline of a call", most);
            return this;
        }

        /**
         * Sets when the breaker of a model opens: so many percent of the attempts within a minute failed, of so many or
         * more; and for how long it then refuses calls, until a few try the model out. 50 percent of 20 and 30 seconds if
         * not set.
         */
        public Builder breaker(int failureRate, int attempts, Duration open) {
            if (failureRate < 1 || failureRate > 100 || attempts < 1) {
                throw new IllegalArgumentException("a breaker opens at 1 to 100 percent of 1 attempt or more; found: "
                        + failureRate + " percent of " + attempts);
            }
            BreakerRule usual = BreakerRule.USUAL;
            this.breaker = new BreakerRule(
                    failureRate,
                    attempts,
                    usual.period(),
                    positive("the time that a breaker is open", open),
                    Math.min(usual.trials(), attempts));
            return this;
        }

        /** Leaves the breaker out. */
        public Builder withoutBreaker() {
            this.breaker = null;
            return this;
        }

        /** Sets the limits of each model that has none of its own; none if not set. */
        public Builder limits(ModelLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Sets the limits of one model, by the host's name of it. */
        public Builder limits(String model, ModelLimits limits) {
            limitsByName.put(model, Objects.requireNonNull(limits, "limits"));
            return this;
        }

        /**
         * Sets what reads from a failure how long the provider asks to wait, before its answer is searched for that.
         * LangChain4j's exceptions do not hold the headers of an answer; a client of the host's own may.
         */
        public Builder retryAfter(Function<Throwable, Optional<Duration>> reader) {
            this.retryAfter = Objects.requireNonNull(reader, "reader");
            return this;
        }

        /**
         * Sets what runs later attempts of streams; without one each gets a virtual thread where the JDK has them,
         * otherwise a daemon thread.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets what carries facts of the thread that began a stream over to the threads of its later attempts. It is called
         * on the former, and what it returns is run again and again on the latter: {@code work ->
         * Context.current().wrap(work)} for OpenTelemetry.
         */
        public Builder carrying(UnaryOperator<Runnable> carry) {
            this.carry = Objects.requireNonNull(carry, "carry");
            return this;
        }

        /** Sets what chance decides waits by. */
        Builder random(DoubleSupplier random) {
            this.random = random;
            return this;
        }

        ModelLimits limitsOf(String model) {
            return limitsByName.getOrDefault(model, limits);
        }

        /** Builds it. */
        public Resilience build() {
            return new Resilience(new Builder(this));
        }
    }
}
