package io.genaiops.route;

import io.genaiops.GenAiOpsException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that have begun and not ended, and lets nobody in after the end. Thread-safe. */
final class UnderWay {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isIdle = lock.newCondition();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    private long underWay;
    private boolean closed;

    /**
     * Begins a request.
     *
     * @throws GenAiOpsException if no more are taken
     */
    void begin() {
        lock.lock();
        try {
            if (closed) {
                throw new GenAiOpsException("these calls are closed; make calls before close(), or build new ones");
            }
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    void end(boolean isAnswered) {
        (isAnswered ? answered : failed).increment();
        lock.lock();
        try {
            underWay--;
            if (underWay == 0) {
                isIdle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more requests and waits for those under way; returns whether all ended in time. */
    boolean close(Duration most) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            long left = most.toNanos();
            while (underWay > 0 && left > 0) {
                left = isIdle.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    long underWay() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    long answered() {
        return answered.sum();
    }

    long failed() {
        return failed.sum();
    }
}
