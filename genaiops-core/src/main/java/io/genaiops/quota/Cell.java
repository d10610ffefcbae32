package io.genaiops.quota;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The use of one quota by one key in one window. The use and a lock share one word, so that a single cell is changed by
 * one compare-and-set, and several are held while they are changed together. Nothing that is done while a cell is held
 * waits or allocates.
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
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean softRaised = new AtomicBoolean();

    Cell(Span window) {
        this.window = window;
    }

    /** Adds units unless that passes the most; returns whether it did. */
    boolean tryAdd(long units, long most) {
        for (int tries = 0; ; tries++) {
            long found = word.get();
            if ((found & HELD) == 0) {
                long used = (found >> 1) + units;
                if (used > most) {
                    return false;
                }
                if (word.compareAndSet(found, used << 1)) {
                    return true;
                }
            } else {
                pause(tries);
            }
        }
    }

    /** Takes the reserved units away and adds those that were spent. */
    void settle(long reserved, long actual) {
        hold();
        settleHeld(reserved, actual);
        letGo();
    }

    /** Waits until the cell is held by this thread, which lets it go at once. */
    void hold() {
        for (int tries = 0; ; tries++) {
            long found = word.get();
            if ((found & HELD) == 0 && word.compareAndSet(found, found | HELD)) {
                return;
            }
            pause(tries);
        }
    }

    void letGo() {
        word.setRelease(word.getPlain() & ~HELD);
    }

    /** Returns whether units can be added to a cell that is held. */
    boolean fits(long units, long most) {
        return usedHeld() + units <= most;
    }

    void addHeld(long units) {
        word.setPlain(word.getPlain() + (units << 1));
    }

    void settleHeld(long reserved, long actual) {
        if (actual > 0) {
            spent.setPlain(Math.min(FULL, spent.getPlain() + actual));
        }
        long used = usedHeld() - reserved + actual;
        word.setPlain(Math.max(0, Math.min(FULL, used)) << 1 | HELD);
    }

    /** Returns whether this is the first time that the use is seen at the soft limit. */
    boolean reachesSoft(long softAt) {
        return word.get() >> 1 >= softAt && !softRaised.get() && softRaised.compareAndSet(false, true);
    }

    Level level() {
        hold();
        long used = usedHeld();
        long paid = spentHeld();
        letGo();
        return new Level(window, used, paid);
    }

    long usedHeld() {
        return word.getPlain() >> 1;
    }

    long spentHeld() {
        return spent.getPlain();
    }

    Span window() {
        return window;
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
