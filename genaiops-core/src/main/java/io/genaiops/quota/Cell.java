package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The use of one quota by one key in one window. The use and a lock share one word. Far from the end a claim is a
 * compare-and-set that waits for nobody; one of several cells is noted as undecided until it is in all of them. Whether a
 * claim does not fit is decided by whoever holds its cells, when nothing is undecided in them, so that no claim is
 * refused for another one that is not granted in the end. Nobody who is undecided waits.
 */
final class Cell {

    private static final int SPINS = 60;
    private static final long SHORTEST_PAUSE_NANOS = 5_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000;
    private static final long HELD = 1;

    /** More is not counted, and stays far from the end of the word. */
    private static final long FULL = 2 * Quota.MOST_UNITS;

    private final Span window;
    private final AtomicLong word = new AtomicLong();
    private final AtomicInteger undecided = new AtomicInteger();
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean softRaised = new AtomicBoolean();

    Cell(Span window) {
        this.window = window;
    }

    /** Adds units unless that passes the most or the cell is held; returns whether it did. */
    boolean tryAdd(long units, long most) {
        while (true) {
            long found = word.get();
            if ((found & HELD) != 0 || (found >> 1) + units > most) {
                return false;
            }
            if (word.compareAndSet(found, found + (units << 1))) {
                return true;
            }
        }
    }

    /** Adds units like {@link #tryAdd} of a claim that is undecided until {@link #decided} or {@link #takeBack}. */
    boolean tryAddUndecided(long units, long most) {
        undecided.getAndIncrement();
        boolean added = tryAdd(units, most);
        if (!added) {
            undecided.getAndDecrement();
        }
        return added;
    }

    void decided() {
        undecided.getAndDecrement();
    }

    void takeBack(long units) {
        settle(units, 0);
        undecided.getAndDecrement();
    }

    /** Takes the reserved units away and adds those that were spent. Waits for nobody, also while the cell is held. */
    void settle(long reserved, long actual) {
        if (actual > 0) {
            spent.accumulateAndGet(actual, (before, more) -> Math.min(FULL, before + more));
        }
        while (true) {
            long found = word.get();
            long used = Math.max(0, Math.min(FULL, (found >> 1) - reserved + actual));
            if (word.compareAndSet(found, used << 1 | (found & HELD))) {
                return;
            }
        }
    }

    /** Waits until the cell is held by this thread, and nothing is added to it that may be taken back. */
    void hold() {
        for (int tries = 0; ; tries++) {
            long found = word.get();
            if ((found & HELD) == 0 && word.compareAndSet(found, found | HELD)) {
                break;
            }
            pause(tries);
        }
        for (int tries = 0; undecided.get() != 0; tries++) {
            pause(tries);
        }
    }

    void letGo() {
        word.getAndAdd(-HELD);
    }

    void addHeld(long units) {
        word.getAndAdd(units << 1);
    }

    long used() {
        return word.get() >> 1;
    }

    /** Returns whether this is the first time that the use is seen at the soft limit. */
    boolean reachesSoft(long softAt) {
        return used() >= softAt && !softRaised.get() && softRaised.compareAndSet(false, true);
    }

    Level level() {
        long paid = spent.get();
        return new Level(window, used(), paid);
    }

    /** Whoever holds a cell is done in no time unless the machine is short of it; then others must not take what is left. */
    private static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, SHORTEST_PAUSE_NANOS << Math.min(tries - SPINS, 6)));
        }
    }
}
