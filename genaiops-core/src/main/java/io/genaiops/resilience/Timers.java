package io.genaiops.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One daemon thread that watches the time, and the threads that do what is due. Thread-safe. */
final class Timers implements AutoCloseable {

    private static final AtomicLong NUMBER = new AtomicLong();
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Timers::thread);
    private final Executor executor;

    Timers(Executor executor) {
        this.executor = executor;
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    /** Does what takes no time on the clock's own thread. */
    Future<?> onClock(Runnable moment, Duration delay) {
        try {
            return clock.schedule(moment, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(closed);
        }
    }

    /** Does work on another thread after a time; nothing once this is closed, when all calls have been ended. */
    Future<?> later(Runnable work, Duration delay) {
        return onClock(() -> now(work), delay);
    }

    /** Does work on another thread; on this one if the executor takes none, so that no stream is left hanging. */
    void now(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "genaiops-resilience-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Interrupts the thread that made this, at most until that says that it is done; then the interrupt is taken back. Failsafe's
     * timeout is not used, as 3.3.2 watches the time of calls that stay on their thread on the JVM's common pool, whatever
     * scheduler it is given: a host that keeps that pool busy would have no timeouts.
     */
    static final class Interrupt {

        private final Thread thread = Thread.currentThread();
        private boolean fired;
        private boolean done;

        /** Interrupts the thread, unless it is done; for other threads. */
        synchronized void fire() {
            if (!done) {
                fired = true;
                thread.interrupt();
            }
        }

        /** Stops a thread that goes on, as after an interrupt that was taken for another's. */
        synchronized void requireQuiet() throws InterruptedException {
            if (fired) {
                throw new InterruptedException("the call was ended");
            }
        }

        /** Says that the thread is done, and returns whether it was interrupted by this. */
        synchronized boolean end() {
            if (!done && fired) {
                boolean unused = Thread.interrupted();
            }
            done = true;
            return fired;
        }
    }
}
