package io.genaiops.delivery;

import io.genaiops.asset.Label;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets what is not the rule. Not thread-safe.
 *
 * @since 0.1
 */
public final class DeliveryBuilder {

    /** Longer than any process lives, and far from the end of a {@code long} of nanoseconds. */
    private static final Duration FOR_GOOD = Duration.ofDays(36_500);

    final AssetStore store;
    private static final long A_DAY = Duration.ofHours(24).toNanos();

    private @Nullable Long timeToLive;
    private @Nullable Long maxStale;
    private @Nullable Long patience;
    long notFoundFor = Duration.ofSeconds(5).toNanos();
    long retryPause = Duration.ofSeconds(1).toNanos();
    long maxReferences = 10_000;
    long maxCharacters = 50_000_000;
    boolean production;

    @Nullable
    String environment;

    @Nullable
    Path lastKnownGood;

    @Nullable
    AssetStore bundle;

    @Nullable
    Executor executor;

    LongSupplier nanoTime = System::nanoTime;
    Clock clock = Clock.systemUTC();
    final List<DeliveryListener> listeners = new ArrayList<>();

    DeliveryBuilder(AssetStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how long an answer of the store is fresh, spread by up to a tenth either way; what the store suggests if not set
     * ({@link AssetStore#timeToLive}). Zero keeps nothing: every call asks the store on its own thread, and an older answer
     * is never delivered.
     */
    public DeliveryBuilder timeToLive(Duration timeToLive) {
        this.timeToLive = nanos("timeToLive", timeToLive);
        return this;
    }

    /**
     * Sets how old an answer may become while it is delivered at once and refreshed in the background, or delivered because
     * the store fails; 24 hours if not set, or the time to live if that is longer.
     */
    public DeliveryBuilder maxStale(Duration maxStale) {
        this.maxStale = nanos("maxStale", maxStale);
        return this;
    }

    /** Sets how long a refusal of the store holds before it is asked again; 5 seconds if not set. */
    public DeliveryBuilder notFoundFor(Duration notFoundFor) {
        this.notFoundFor = nanos("notFoundFor", notFoundFor);
        return this;
    }

    /** Sets how long a store that failed is left alone, for each reference; one second if not set. */
    public DeliveryBuilder retryPause(Duration retryPause) {
        this.retryPause = nanos("retryPause", retryPause);
        return this;
    }

    /**
     * Sets how long a caller with nothing to deliver waits for the store before it counts as unreachable; 5 seconds if not
     * set. Zero waits as long as it takes, on the thread of the caller, and is the rule for a store that is kept for good,
     * such as the class path.
     */
    public DeliveryBuilder patience(Duration patience) {
        this.patience = nanos("patience", patience);
        return this;
    }

    /** Bounds how many references are kept; 10,000 if not set. */
    public DeliveryBuilder maxReferences(long maxReferences) {
        this.maxReferences = positive("maxReferences", maxReferences);
        return this;
    }

    /**
     * Bounds how many characters of content are kept beside those that kept references are on; 50 million if not set.
     */
    public DeliveryBuilder maxCharacters(long maxCharacters) {
        this.maxCharacters = positive("maxCharacters", maxCharacters);
        return this;
    }

    /**
     * Keeps the last good answers as files in a directory of their own, one for each reference, for a restart while the
     * store cannot be reached. While good answers are written, files that none wrote again for 30 days are deleted, and
     * the oldest of more than {@link #maxReferences} (an eighth more may wait for that).
     */
    public DeliveryBuilder lastKnownGood(Path directory) {
        this.lastKnownGood = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /** Sets what is delivered if nothing else is there, for example {@code AssetStore.classpath("genaiops")}. */
    public DeliveryBuilder bundle(AssetStore bundle) {
        this.bundle = Objects.requireNonNull(bundle, "bundle");
        return this;
    }

    /** Marks the environment as production: drafts and {@code latest} are refused. */
    public DeliveryBuilder production() {
        this.production = true;
        return this;
    }

    /** Follows the labels of this environment only: {@code production} means {@code production/eu} in {@code eu}. */
    public DeliveryBuilder environment(String environment) {
        this.environment = Label.PRODUCTION.in(environment).environment().orElseThrow();
        return this;
    }

    /** Runs refreshes on an executor of the host, which the host closes; on two daemon threads of its own if not set. */
    public DeliveryBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Adds a listener. */
    public DeliveryBuilder listener(DeliveryListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Sets the source of elapsed time, in nanoseconds. */
    public DeliveryBuilder nanoTime(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        return this;
    }

    /** Sets the clock that dates what is kept on disk. */
    public DeliveryBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Builds the delivery.
     *
     * @throws IllegalStateException if answers are fresh for longer than they may be stale
     */
    public Delivery build() {
        if (maxStale() < timeToLive()) {
            throw new IllegalStateException("maxStale must be at least timeToLive; found maxStale="
                    + Duration.ofNanos(maxStale()) + ", timeToLive=" + Duration.ofNanos(timeToLive()));
        }
        return new Delivery(this);
    }

    long timeToLive() {
        return timeToLive == null ? nanos("timeToLive of the store", store.timeToLive()) : timeToLive;
    }

    long maxStale() {
        return maxStale == null ? Math.max(timeToLive(), A_DAY) : maxStale;
    }

    long patience() {
        if (patience != null) {
            return patience;
        }
        return timeToLive() == FOR_GOOD.toNanos() ? 0 : Duration.ofSeconds(5).toNanos();
    }

    boolean isCaching() {
        return timeToLive() > 0;
    }

    private static long nanos(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be at least zero; found: " + duration);
        }
        return (duration.compareTo(FOR_GOOD) > 0 ? FOR_GOOD : duration).toNanos();
    }

    private static long positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1; found: " + value);
        }
        return value;
    }
}
