package io.genaiops.eval.execution;

import static java.util.Objects.requireNonNull;

import dev.failsafe.RateLimiter;
import io.genaiops.model.CallThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the tasks of a source, at most so many at a time. A task is taken from the source when a thread is free for it, so
 * that a million tasks need no more room than those under way. Immutable; {@link #run} may be called from several threads.
 *
 * @since 0.1
 */
public final class Workers {

    private static final int USUAL = 64;

    private final int atOnce;
    private final @Nullable Executor executor;
    private final @Nullable Pace pace;
    private final @Nullable Duration limit;

    private Workers(int atOnce, @Nullable Executor executor, @Nullable Pace pace, @Nullable Duration limit) {
        this.atOnce = atOnce;
        this.executor = executor;
        this.pace = pace;
        this.limit = limit;
    }

    /** Returns the one worker that is the calling thread. */
    public static Workers callingThread() {
        return new Workers(1, null, null, null);
    }

    /**
     * Returns workers that do so many tasks at a time: on the threads of {@link #on} or, if that is not set, each on a
     * virtual thread where the JDK has them and otherwise on a daemon thread.
     */
    public Workers atOnce(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more; found: " + most);
        }
        return new Workers(most, executor == null ? CallThreads.create() : executor, pace, limit);
    }

    /** Returns workers on the threads of the executor, at most 64 at a time unless {@link #atOnce} was set. */
    public Workers on(Executor threads) {
        return new Workers(executor == null ? USUAL : atOnce, requireNonNull(threads, "threads"), pace, limit);
    }

    /** Returns workers that begin tasks at this pace at most, not counting those that take no turn. */
    public Workers pacedBy(Pace most) {
        return new Workers(atOnce, executor, requireNonNull(most, "pace"), limit);
    }

    /**
     * Returns workers that give a task up when it has taken this long. Its thread is interrupted; while it does not heed
     * that, it keeps its thread and another takes its place. The calling thread alone cannot be replaced: it goes on when
     * the task returns.
     */
    public Workers within(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("the time of a task must be positive; found: " + time);
        }
        return new Workers(atOnce, executor, pace, time);
    }

    /**
     * Does all tasks of the source and returns when the last has ended. The source is asked by one thread at a time and
     * says {@code null} when there is no more. What a task throws ends the run and is thrown here.
     *
     * @throws InterruptedException if this thread was interrupted; the threads under way are interrupted and not awaited
     * @throws RejectedExecutionException if the executor takes no work at all
     */
    public void run(Supplier<? extends @Nullable Task> source) throws InterruptedException {
        try (Crew crew = new Crew(source)) {
            crew.work();
        }
    }

    /** The threads of one run. */
    private final class Crew implements AutoCloseable, Watch.Supervisor {

        private final Supplier<? extends @Nullable Task> source;
        private final @Nullable RateLimiter<Void> limiter = pace == null ? null : pace.limiter();
        private final @Nullable Watch watch = limit == null ? null : new Watch(limit);
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private int working;
        private boolean exhausted;
        private @Nullable Throwable failure;

        Crew(Supplier<? extends @Nullable Task> source) {
            this.source = source;
        }

        void work() throws InterruptedException {
            if (executor == null) {
                working = 1;
                loop(true);
            } else {
                start(executor);
                await();
            }
            rethrow();
        }

        private void start(Executor threads) {
            RejectedExecutionException refused = null;
            for (int i = 0; i < atOnce && refused == null && !isOver(); i++) {
                refused = start(threads, refused);
            }
            if (refused != null && isIdle()) {
                throw refused;
            }
        }

        private @Nullable RejectedExecutionException start(
                Executor threads, @Nullable RejectedExecutionException earlier) {
            synchronized (this) {
                working++;
            }
            try {
                threads.execute(() -> loop(false));
                return earlier;
            } catch (RejectedExecutionException e) {
                leave();
                return e;
            }
        }

        @Override
        public void replace() {
            Executor own = executor;
            if (own != null) {
                RejectedExecutionException refused = start(own, null);
                if (refused != null) {
                    fail(refused);
                }
                leave();
            }
        }

        private void loop(boolean onCaller) {
            Thread self = Thread.currentThread();
            threads.add(self);
            boolean replaced = false;
            try {
                for (Task task = next(); task != null && !replaced; task = replaced ? null : next()) {
                    replaced = !done(task) && !onCaller;
                }
            } catch (InterruptedException e) {
                self.interrupt();
                fail(e);
            } catch (Throwable e) {
                fail(e);
            } finally {
                threads.remove(self);
                if (!replaced) {
                    leave();
                }
            }
        }

        /** Does a task; false if it was given up. */
        private boolean done(Task task) throws InterruptedException {
            if (!watched(task, task::prepare)) {
                return false;
            }
            if (limiter != null && task.takesTurn()) {
                limiter.acquirePermit();
                return isFailed() || !task.isWanted() || watched(task, task::run);
            }
            return watched(task, task::run);
        }

        private boolean watched(Task task, Runnable work) {
            if (watch == null) {
                work.run();
                return true;
            }
            Watch.Watched watched = watch.begin(task, this);
            boolean inTime = false;
            try {
                work.run();
            } finally {
                inTime = watched.end();
                if (!inTime) {
                    boolean unused = Thread.interrupted();
                }
            }
            return inTime;
        }

        private @Nullable Task next() throws InterruptedException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted between two tasks");
            }
            synchronized (this) {
                Task task = exhausted || failure != null ? null : source.get();
                exhausted |= task == null;
                return task;
            }
        }

        private synchronized void leave() {
            working--;
            notifyAll();
        }

        @Override
        public synchronized void fail(Throwable cause) {
            if (failure == null) {
                failure = cause;
            }
            notifyAll();
        }

        private synchronized boolean isOver() {
            return exhausted || failure != null;
        }

        private synchronized boolean isFailed() {
            return failure != null;
        }

        private synchronized boolean isIdle() {
            return working == 0;
        }

        private synchronized void await() throws InterruptedException {
            while (working > 0) {
                wait();
            }
        }

        private synchronized void rethrow() throws InterruptedException {
            Throwable cause = failure;
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (cause instanceof RuntimeException exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
        }

        /** Leaves no watch behind and, if the run was broken off, no thread that goes on. */
        @Override
        public void close() {
            if (!isOver()) {
                fail(new CancellationException("the run was broken off"));
                threads.forEach(Thread::interrupt);
            }
            if (watch != null) {
                watch.close();
            }
        }
    }
}
