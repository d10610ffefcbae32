package io.genaiops.delivery;

import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still, an executor that runs when told to, and a listener that writes down what it hears. */
final class Workbench extends Clock implements DeliveryListener {

    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration TTL = Duration.ofSeconds(60);
    static final Duration DAY = Duration.ofHours(24);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AtomicLong millis = new AtomicLong(FaultyStore.PUBLISHED.toEpochMilli());
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    DeliveryBuilder delivery(AssetStore store) {
        return Delivery.builder(store)
                .nanoTime(nanos::get)
                .clock(this)
                .patience(Duration.ZERO)
                .executor(tasks::add)
                .listener(this);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        millis.addAndGet(time.toMillis());
    }

    int waiting() {
        return tasks.size();
    }

    void runBackground() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Returns version and source, for example {@code 1.0.0 STALE}. */
    static String seen(Prompt prompt) {
        return prompt.version() + " " + prompt.resolution().source();
    }

    @Override
    public void refreshed(AssetReference reference, Version version) {
        heard.add("refreshed " + reference.ref() + " " + version);
    }

    @Override
    public void staleServed(AssetReference reference, Resolution resolution) {
        heard.add("stale " + reference.ref());
    }

    @Override
    public void unreachable(AssetReference reference, RuntimeException cause) {
        heard.add("unreachable " + reference.ref());
    }

    @Override
    public void revoked(AssetReference reference, String why) {
        heard.add("revoked " + reference.ref());
    }

    @Override
    public void fallbackUsed(AssetReference reference, Resolution resolution) {
        heard.add("fallback " + reference.ref() + " " + resolution.source());
    }

    @Override
    public void digestMismatch(AssetReference reference, Digest expected, Digest found) {
        heard.add("mismatch " + reference.ref());
    }

    @Override
    public void damaged(AssetReference reference, RuntimeException cause) {
        heard.add("damaged " + reference.ref());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock stays in UTC");
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }
}
