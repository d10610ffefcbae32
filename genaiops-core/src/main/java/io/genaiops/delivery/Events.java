package io.genaiops.delivery;

import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens and tells the host's listeners, whose failures end here. Thread-safe. */
final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final List<DeliveryListener> listeners;
    private final Clock clock;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean reachable = new AtomicBoolean(true);
    private final AtomicReference<String> lastWarning = new AtomicReference<>("");
    private volatile @Nullable Instant lastSuccess;

    Events(List<DeliveryListener> listeners, Clock clock) {
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    /** Counts and tells an answer that is not fresh. */
    void delivered(AssetReference reference, Resolution resolution) {
        switch (resolution.source()) {
            case FRESH -> {}
            case STALE -> {
                stale.increment();
                tell(listener -> listener.staleServed(reference, resolution));
            }
            case LAST_KNOWN_GOOD, BUNDLED, FALLBACK -> {
                fallbacks.increment();
                tell(listener -> listener.fallbackUsed(reference, resolution));
            }
        }
    }

    void refreshed(AssetReference reference, Version version) {
        tell(listener -> listener.refreshed(reference, version));
    }

    void revoked(AssetReference reference, String why) {
        tell(listener -> listener.revoked(reference, why));
    }

    /** Notes that the store gave an answer, whatever it says. */
    void answered() {
        lastSuccess = clock.instant();
        if (reachable.compareAndSet(false, true)) {
            LOG.info("the store answers again");
        }
    }

    void unreachable(AssetReference reference, RuntimeException cause) {
        failures.increment();
        if (reachable.compareAndSet(true, false)) {
            LOG.warn(
                    "the store cannot be reached, delivering what is kept; first seen for {}: {}",
                    reference,
                    text(cause));
        }
        tell(listener -> listener.unreachable(reference, cause));
    }

    void digestMismatch(AssetReference reference, Digest expected, Digest found) {
        answered();
        failures.increment();
        warnOnce("refusing the store's file for " + reference + ": published with " + expected + ", found " + found);
        tell(listener -> listener.digestMismatch(reference, expected, found));
    }

    void damaged(AssetReference reference, RuntimeException cause) {
        answered();
        failures.increment();
        warnOnce("refusing what the store gave for " + reference + ": " + cause.getMessage());
        tell(listener -> listener.damaged(reference, cause));
    }

    DeliveryHealth health(long entries, int refreshQueue) {
        return new DeliveryHealth(
                reachable.get(),
                lastSuccess,
                entries,
                hits.sum(),
                misses.sum(),
                stale.sum(),
                fallbacks.sum(),
                failures.sum(),
                refreshQueue);
    }

    private void tell(Consumer<DeliveryListener> event) {
        for (DeliveryListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Exception e) {
                LOG.warn(
                        "a delivery listener failed: {}: {}",
                        listener.getClass().getName(),
                        text(e));
            }
        }
    }

    /** Says the same thing once in a row, because a damaged store is asked again every second. */
    private void warnOnce(String message) {
        if (!message.equals(lastWarning.getAndSet(message))) {
            LOG.warn(message);
        }
    }

    // Without the stack, so that it is one line: slf4j prints the stack of a Throwable.
    private static String text(Exception cause) {
        return cause.toString();
    }
}
