package io.genaiops.eval.execution;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives up tasks that are late. One thread for all of them; it goes with {@link #close}. */
final class Watch implements AutoCloseable {

    private final Duration limit;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "genaiops-watch");
        thread.setDaemon(true);
        return thread;
    });

    Watch(Duration limit) {
        this.limit = limit;
    }

    /** Is told what becomes of a task that is late. */
    interface Supervisor {

        /** The task was given up, and its thread is of no use until it returns. */
        void replace();

        /** Giving up failed. */
        void fail(Throwable cause);
    }

    /** Begins to watch a task that begins now on this thread. */
    Watched begin(Task task, Supervisor supervisor) {
        Watched watched = new Watched(task, Thread.currentThread(), supervisor);
        watched.alarm = clock.schedule(watched::ring, limit.toNanos(), TimeUnit.NANOSECONDS);
        return watched;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** A task that is watched. Either it ends, or it is given up. */
    final class Watched {

        private final Task task;
        private final Thread thread;
        private final Supervisor supervisor;
        private volatile @Nullable ScheduledFuture<?> alarm;
        private boolean ended;
        private boolean givenUp;

        private Watched(Task task, Thread thread, Supervisor supervisor) {
            this.task = task;
            this.thread = thread;
            this.supervisor = supervisor;
        }

        /** Ends the task, on its own thread; false if it was given up before, and that is done with. */
        boolean end() {
            ScheduledFuture<?> set = alarm;
            if (set != null) {
                set.cancel(false);
            }
            synchronized (this) {
                ended = true;
                return !givenUp;
            }
        }

        private void giveUp() {
            try {
                task.giveUp(limit);
            } catch (Throwable e) {
                supervisor.fail(e);
            }
        }

        private void ring() {
            synchronized (this) {
                if (ended) {
                    return;
                }
                givenUp = true;
                giveUp();
                thread.interrupt();
            }
            supervisor.replace();
        }
    }
}
