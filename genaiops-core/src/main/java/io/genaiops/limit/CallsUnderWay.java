package io.genaiops.limit;

import io.genaiops.GenAiOpsException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the calls that have begun and not ended, and lets none begin after the end. Thread-safe.
 *
 * @since 0.1
 */
public final class CallsUnderWay {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isIdle = lock.newCondition();

    private long begun;
    private long ended;
    private boolean closed;

    /** Creates a count of 0. */
    public CallsUnderWay() {}

    /**
     * Begins a call.
     *
     * @throws GenAiOpsException if none may begin any more
     */
    public void begin() {
        lock.lock();
        try {
            if (closed) {
                throw new GenAiOpsException("these calls are closed; make calls before close(), or build new ones");
            }
            begun++;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a call that began. */
    public void end() {
        lock.lock();
        try {
            ended++;
            if (ended == begun) {
                isIdle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets no more calls begin and waits for those that did.
     *
     * @return whether all ended in time
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public boolean close(Duration most) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            long left = most.compareTo(FOR_EVER) < 0 ? most.toNanos() : Long.MAX_VALUE;
            while (ended < begun && left > 0) {
                left = isIdle.awaitNanos(left);
            }
            return ended == begun;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many calls have begun, how many of them have not ended, and whether no more may begin. */
    public Count count() {
        lock.lock();
        try {
            return new Count(begun, begun - ended, closed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The calls at one moment.
     *
     * @param begun calls that have begun
     * @param underWay those of them that have not ended
     * @param isClosed whether no more may begin
     */
    public record Count(long begun, long underWay, boolean isClosed) {}
}
