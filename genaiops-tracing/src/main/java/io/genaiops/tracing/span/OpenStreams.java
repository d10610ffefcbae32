package io.genaiops.tracing.span;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams that have not ended. A stream whose observer no one can reach any more gets no callback any more; it is
 * ended as abandoned, as is one that stays silent for too long. At most {@value #LIMIT} are watched. The watching daemon
 * thread runs only while there are open streams.
 */
final class OpenStreams implements AutoCloseable {

    static final int LIMIT = 10_000;

    private static final long ROUND_MILLIS = 5_000;

    private final long idleNanos;
    private final LongSupplier nanoTime;
    private final Guard guard;
    private final Set<Watch> open = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
    private volatile @Nullable Thread watcher;

    OpenStreams(Duration idleLimit, LongSupplier nanoTime, Guard guard) {
        this.idleNanos = idleLimit.toNanos();
        this.nanoTime = nanoTime;
        this.guard = guard;
    }

    @Nullable
    Watch watch(Watched span, Object observer) {
        if (open.size() >= LIMIT) {
            return null;
        }
        Watch watch = new Watch(span, observer, unreachable);
        open.add(watch);
        if (watcher == null) {
            startWatcher();
        }
        return watch;
    }

    void forget(Watch watch) {
        open.remove(watch);
        watch.clear();
    }

    int size() {
        return open.size();
    }

    /** Ends what is unreachable, cancelled by others or silent for too long. */
    void sweep() {
        for (Reference<?> gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
            end(gone);
        }
        long now = nanoTime.getAsLong();
        for (Watch watch : open) {
            if (now - watch.span.lastNanos() > idleNanos || watch.span.isCancelled()) {
                end(watch);
            }
        }
    }

    @Override
    public void close() {
        open.forEach(this::end);
    }

    private void end(Reference<?> reference) {
        if (reference instanceof Watch watch && open.remove(watch)) {
            watch.span.abandoned();
        }
    }

    private synchronized void startWatcher() {
        if (watcher == null) {
            Thread thread = new Thread(this::run, "genaiops-open-streams");
            thread.setDaemon(true);
            watcher = thread;
            thread.start();
        }
    }

    private void run() {
        boolean interrupted = false;
        while (!interrupted && !stopIfIdle()) {
            try {
                Reference<?> gone = unreachable.remove(ROUND_MILLIS);
                if (gone != null) {
                    end(gone);
                }
                sweep();
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            } catch (Throwable t) {
                guard.failed(t);
            }
        }
    }

    private synchronized boolean stopIfIdle() {
        if (open.isEmpty()) {
            watcher = null;
            return true;
        }
        return false;
    }

    private synchronized void stop() {
        watcher = null;
    }

    /** What may stay open for ever: a span that waits for others to end it. */
    abstract static class Watched {

        /** Returns when there was last a sign of life, in nanoseconds of the same clock. */
        abstract long lastNanos();

        /** Returns whether it was cancelled without anyone saying so. */
        abstract boolean isCancelled();

        /** Ends the span, because nobody else will. */
        abstract void abandoned();
    }

    /** One watched stream. */
    static final class Watch extends WeakReference<Object> {

        private final Watched span;

        Watch(Watched span, Object observer, ReferenceQueue<Object> queue) {
            super(observer, queue);
            this.span = span;
        }
    }
}
