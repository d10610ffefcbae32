package io.genaiops.resilience;

import dev.failsafe.spi.Scheduler;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the steps of one stream run: on the thread that began it while it begins, and on the executor afterwards, with
 * what the host carries over from the first.
 */
final class StreamThreads implements Scheduler {

    private final Timers timers;
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final Runnable carrier;
    private volatile @Nullable Thread starter = Thread.currentThread();

    StreamThreads(Timers timers, UnaryOperator<Runnable> carry) {
        this.timers = timers;
        this.carrier = carry.apply(this::step);
    }

    /** From now on nothing runs on the thread that began. */
    void started() {
        starter = null;
    }

    void run(Runnable step) {
        if (Thread.currentThread() == starter) {
            step.run();
        } else {
            timers.now(carried(step));
        }
    }

    /** Returns the step with what was carried over around it; each is to be run once. */
    Runnable carried(Runnable step) {
        return () -> {
            steps.add(step);
            carrier.run();
        };
    }

    private void step() {
        Runnable next = steps.poll();
        if (next != null) {
            next.run();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Callable<?> callable, long delay, TimeUnit unit) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        Runnable step = () -> complete(done, callable);
        if (delay <= 0) {
            run(step);
        } else {
            Future<?> unused = timers.later(carried(step), Duration.of(delay, unit.toChronoUnit()));
        }
        return new Step(done);
    }

    private static void complete(CompletableFuture<Object> done, Callable<?> callable) {
        if (done.isDone()) {
            return;
        }
        try {
            done.complete(callable.call());
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    /** A step as Failsafe sees it; cancelled before it runs, it does nothing. */
    private record Step(CompletableFuture<Object> done) implements ScheduledFuture<Object> {

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(0, other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            return done.cancel(mayInterrupt);
        }

        @Override
        public boolean isCancelled() {
            return done.isCancelled();
        }

        @Override
        public boolean isDone() {
            return done.isDone();
        }

        @Override
        public Object get() throws InterruptedException, ExecutionException {
            return done.get();
        }

        @Override
        public Object get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            return done.get(timeout, unit);
        }
    }
}
