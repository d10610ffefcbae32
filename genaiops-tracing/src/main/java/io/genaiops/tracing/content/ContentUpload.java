package io.genaiops.tracing.content;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores captured content outside of telemetry, which then carries a reference only. The host's store runs on a daemon
 * thread of its own: a call never waits for it. At most {@value #QUEUE} contents or 64 MiB wait; what is over that is
 * dropped. A store that fails is logged once, counted, and never tried again for the same content. Content is redacted
 * as the level of capture says, but not shortened. Thread-safe.
 *
 * @since 0.1
 */
public final class ContentUpload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContentUpload.class);
    private static final int QUEUE = 256;
    private static final long BYTES = 64L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String prefix;
    private final BiConsumer<String, String> store;
    private final Supplier<String> names;
    private final ThreadPoolExecutor thread;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    private ContentUpload(URI base, BiConsumer<String, String> store, Supplier<String> names) {
        String uri = base.toString();
        this.prefix = uri.endsWith("/") ? uri : uri + "/";
        this.store = Objects.requireNonNull(store, "store");
        this.names = names;
        this.thread = new ThreadPoolExecutor(
                1, 1, 5, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), ContentUpload::daemon);
        this.thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns an upload to a store, which gets a reference and its content: the base, a random name and {@code .json}, and
     * the JSON. It is called on one thread, one content after the other; a content may come twice, under a reference each,
     * where spans and events both carry it.
     */
    public static ContentUpload to(URI base, BiConsumer<String, String> store) {
        return new ContentUpload(base, store, () -> UUID.randomUUID().toString());
    }

    static ContentUpload to(URI base, BiConsumer<String, String> store, Supplier<String> names) {
        return new ContentUpload(base, store, names);
    }

    /** Returns how often the store failed so far. */
    public long failures() {
        return failures.get();
    }

    /** Returns how many contents were dropped so far, because too many were waiting or this was closed. */
    public long dropped() {
        return dropped.get();
    }

    /** Waits up to ten seconds until what is waiting is stored. Content that comes later is dropped. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                dropped.addAndGet(thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            dropped.addAndGet(thread.shutdownNow().size());
            Thread.currentThread().interrupt();
        }
    }

    /** Takes content over to be stored and returns its reference, or {@code null} if it is dropped. */
    @Nullable
    String offer(String json) {
        long bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (waitingBytes.addAndGet(bytes) > BYTES) {
            waitingBytes.addAndGet(-bytes);
            dropped.incrementAndGet();
            return null;
        }
        String reference = prefix + names.get() + ".json";
        try {
            thread.execute(() -> store(reference, json, bytes));
            return reference;
        } catch (RejectedExecutionException e) {
            waitingBytes.addAndGet(-bytes);
            dropped.incrementAndGet();
            return null;
        }
    }

    private void store(String reference, String json, long bytes) {
        try {
            store.accept(reference, json);
        } catch (Throwable t) {
            if (failures.getAndIncrement() == 0) {
                LOG.warn(
                        "storing captured content failed: {}; further failures are only counted",
                        t.getClass().getName());
            }
        } finally {
            waitingBytes.addAndGet(-bytes);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "genaiops-content-upload");
        thread.setDaemon(true);
        return thread;
    }
}
