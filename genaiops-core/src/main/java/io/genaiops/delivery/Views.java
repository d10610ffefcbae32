package io.genaiops.delivery;

import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.store.AssetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One view of every asset of a store, kept by the rules by which answers are kept. Thread-safe. */
final class Views {

    private record View(SortedMap<AssetId, StoredAsset> assets, long askedAt, long askAgainAt) {}

    private record Failure(RuntimeException cause, long at) {}

    /** One question to the store, for all who wait for it. */
    private final class Flight extends FutureTask<SortedMap<AssetId, StoredAsset>> {

        private final long startedAt;

        private Flight(long startedAt) {
            super(Views.this::ask);
            this.startedAt = startedAt;
        }

        @Override
        protected void done() {
            landed(this);
        }
    }

    private final AssetStore store;
    private final Workers workers;
    private final LongSupplier nanoTime;
    private final boolean caching;
    private final long timeToLive;
    private final long maxStale;
    private final long patience;
    private final long retryPause;
    private final long notFoundFor;

    private @Nullable View kept;
    private @Nullable Flight flight;
    private @Nullable Failure failure;

    Views(DeliveryBuilder options, Workers workers) {
        this.store = options.store;
        this.workers = workers;
        this.nanoTime = options.nanoTime;
        this.caching = options.isCaching();
        this.timeToLive = options.timeToLive();
        this.maxStale = options.maxStale();
        this.patience = options.patience();
        this.retryPause = options.retryPause;
        this.notFoundFor = options.notFoundFor;
    }

    SortedMap<AssetId, StoredAsset> get(Predicate<SortedMap<AssetId, StoredAsset>> fits) {
        if (!caching) {
            return asked();
        }
        long now = nanoTime.getAsLong();
        View view = usable(now);
        if (view == null || view.askAgainAt() == view.askedAt()) {
            return load(now, view);
        }
        if (now - view.askedAt() > notFoundFor && !fits.test(view.assets())) {
            return load(now, view);
        }
        if (now - view.askAgainAt() > 0) {
            refresh(now);
        }
        return view.assets();
    }

    /** Has the store asked before a view is given again. */
    synchronized void invalidate() {
        flight = null;
        failure = null;
        if (kept != null) {
            kept = new View(kept.assets(), kept.askedAt(), kept.askedAt());
        }
    }

    private synchronized @Nullable View usable(long now) {
        return kept != null && now - kept.askedAt() <= maxStale ? kept : null;
    }

    private SortedMap<AssetId, StoredAsset> asked() {
        try {
            return ask();
        } catch (RuntimeException e) {
            throw unreachable(e);
        }
    }

    private void refresh(long now) {
        Flight started = begin(now);
        if (started != null && !workers.refresh(started)) {
            started.cancel(false);
        }
    }

    private SortedMap<AssetId, StoredAsset> load(long now, @Nullable View instead) {
        Failure before = recentFailure(now);
        if (before != null) {
            return orElse(instead, before.cause());
        }
        Flight started = begin(now);
        Flight waited = started == null ? underWay() : started;
        if (waited == null) {
            View landed = usable(now);
            return landed == null ? asked() : landed.assets();
        }
        if (started != null) {
            run(started);
        }
        try {
            return patience == 0 ? waited.get() : waited.get(patience, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            GenAiOpsException late = new GenAiOpsException("no answer within " + Duration.ofNanos(patience), e);
            failed(late);
            return orElse(instead, late);
        } catch (CancellationException e) {
            return orElse(instead, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenAiOpsException("interrupted while waiting for the store to give a view of its assets", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            RuntimeException cause =
                    e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
            return orElse(instead, cause);
        }
    }

    private void run(Flight started) {
        if (patience == 0) {
            started.run();
        } else {
            workers.load(started);
        }
    }

    private synchronized @Nullable Flight underWay() {
        return flight;
    }

    private synchronized @Nullable Failure recentFailure(long now) {
        return failure != null && now - failure.at() < retryPause ? failure : null;
    }

    /** Returns a question to run, or {@code null} if one is under way. */
    private synchronized @Nullable Flight begin(long now) {
        boolean hangs = flight != null && patience > 0 && now - flight.startedAt > 12 * patience;
        if (flight != null && !hangs) {
            return null;
        }
        Flight started = new Flight(now);
        flight = started;
        return started;
    }

    private synchronized void landed(Flight landed) {
        if (flight != landed) {
            return;
        }
        flight = null;
        try {
            long at = landed.startedAt;
            kept = new View(landed.get(), at, at + Math.max(1, timeToLive));
            failure = null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                failed(cause);
            }
        } catch (CancellationException e) {
            failed(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a question that has ended was waited for", e);
        }
    }

    /** Leaves the store alone for a while; what is kept is given meanwhile. */
    private synchronized void failed(RuntimeException cause) {
        long now = nanoTime.getAsLong();
        failure = new Failure(cause, now);
        if (kept != null) {
            kept = new View(kept.assets(), kept.askedAt(), now + retryPause);
        }
    }

    private static SortedMap<AssetId, StoredAsset> orElse(@Nullable View instead, RuntimeException cause) {
        if (instead == null) {
            throw unreachable(cause);
        }
        return instead.assets();
    }

    private static GenAiOpsException unreachable(RuntimeException cause) {
        return new GenAiOpsException("the store gives no view of its assets: " + cause, cause);
    }

    private SortedMap<AssetId, StoredAsset> ask() {
        List<AssetId> ids = new ArrayList<>();
        for (AssetKind kind : AssetKind.values()) {
            ids.addAll(store.assets(kind));
        }
        try {
            return Collections.unmodifiableSortedMap(store.findAll(ids));
        } catch (InvalidAssetException e) {
            // One damaged asset must not hide the others.
            ids.removeIf(this::isDamaged);
            return Collections.unmodifiableSortedMap(store.findAll(ids));
        }
    }

    private boolean isDamaged(AssetId id) {
        try {
            store.find(id);
            return false;
        } catch (InvalidAssetException e) {
            return true;
        }
    }
}
