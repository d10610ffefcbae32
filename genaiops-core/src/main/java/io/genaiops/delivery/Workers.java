package io.genaiops.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs questions to the store beside the callers, on few named daemon threads. Thread-safe. */
final class Workers {

    private static final int REFRESH_THREADS = 2;
    private static final int REFRESH_QUEUE = 1_000;
    private static final int LOAD_THREADS = 16;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor loads;
    private final @Nullable ThreadPoolExecutor own;
    private final Executor refreshes;
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean closed;

    Workers(@Nullable Executor host) {
        // Callers wait for their own questions and for no longer than their patience, so their number bounds the queue.
        this.loads = pool(LOAD_THREADS, new LinkedBlockingQueue<>(), "genaiops-delivery-load-");
        this.own = host == null
                ? pool(REFRESH_THREADS, new LinkedBlockingQueue<>(REFRESH_QUEUE), "genaiops-delivery-refresh-")
                : null;
        this.refreshes = host == null ? Objects.requireNonNull(own) : host;
    }

    private static ThreadPoolExecutor pool(int threads, BlockingQueue<Runnable> queue, String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs a task in the background; returns {@code false} if there is no room for it. */
    boolean refresh(Runnable task) {
        if (closed) {
            return false;
        }
        queued.incrementAndGet();
        try {
            refreshes.execute(() -> {
                try {
                    task.run();
                } finally {
                    queued.decrementAndGet();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            queued.decrementAndGet();
            return false;
        }
    }

    /** Runs a task on another thread as soon as one is free, and on this one after the end. */
    void load(Runnable task) {
        try {
            loads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    int queued() {
        return queued.get();
    }

    void close(Duration deadline) {
        closed = true;
        loads.shutdown();
        if (own != null) {
            own.getQueue().clear();
            own.shutdown();
        }
        long end = System.nanoTime() + deadline.toNanos();
        boolean ended = ends(loads, end) && (own == null || ends(own, end));
        if (!ended) {
            loads.shutdownNow();
            if (own != null) {
                own.shutdownNow();
            }
        }
    }

    private static boolean ends(ThreadPoolExecutor pool, long end) {
        try {
            return pool.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
