package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The use of one quota by one key in one window. The use, a lock and how many claims are undecided share one word: 58 bits,
 * one, and four. Far from the end a claim is a compare-and-set that waits for nobody; one of several cells is noted as
 * undecided in each until it is in the last one. Whether a claim does not fit is decided by whoever holds its cells, when
 * nothing is undecided in them, so that no claim is refused for another one that is not granted in the end. Nobody who is
 * undecided waits.
 */
final class Cell {

    private static final int SPINS = 60;
    private static final long SHORTEST_PAUSE_NANOS = 5_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000;

    private static final long HELD = 1;
    private static final long ONE_UNDECIDED = 2;
    private static final long UNDECIDED = 30;
    private static final int USE = 5;
    private static final long NOTES = (1L << USE) - 1;

    /** More is not counted, and stays far from the end of the word. */
    private static final long FULL = 2 * Quota.MOST_UNITS;

    /** Where the word is: at a distance from all else that is written, so that no cache line goes back and forth. */
    private static final int WORD = 16;

    private final Span window;
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean softRaised = new AtomicBoolean();

    private final AtomicLongArray words = new AtomicLongArray(2 * WORD);

    Cell(Span window) {
        this.window = window;
    }

    /** Adds units unless that passes the most or the cell is held; returns whether it did. */
    boolean tryAdd(long units, long most) {
        while (true) {
            long found = words.get(WORD);
            if ((found & HELD) != 0 || (found >> USE) + units > most) {
                return false;
            }
            if (words.compareAndSet(WORD, found, found + (units << USE))) {
                return true;
            }
        }
    }

    /**
     * Adds units like {@link #tryAdd}, of a claim that is undecided until {@link #decided} or {@link #takeBack}; not while
     * as many are undecided as can be noted.
     */
    boolean tryAddUndecided(long units, long most) {
        while (true) {
            long found = words.get(WORD);
            if ((found & HELD) != 0 || (found & UNDECIDED) == UNDECIDED || (found >> USE) + units > most) {
                return false;
            }
            if (words.compareAndSet(WORD, found, found + (units << USE) + ONE_UNDECIDED)) {
                return true;
            }
        }
    }

    void decided() {
        words.getAndAdd(WORD, -ONE_UNDECIDED);
    }

    void takeBack(long units) {
        replace(units, 0, ONE_UNDECIDED);
    }

    /** Takes the reserved units away and adds those that were spent. Waits for nobody, also while the cell is held. */
    void settle(long reserved, long actual) {
        if (actual > 0) {
            spent.accumulateAndGet(actual, (before, more) -> Math.min(FULL, before + more));
        }
        replace(reserved, actual, 0);
    }

    private void replace(long less, long more, long fewerNotes) {
        while (true) {
            long found = words.get(WORD);
            long used = Math.max(0, Math.min(FULL, (found >> USE) - less + more));
            if (words.compareAndSet(WORD, found, (used << USE | (found & NOTES)) - fewerNotes)) {
                return;
            }
        }
    }

    /** Waits until the cell is held by this thread, and nothing is added to it that may be taken back. */
    void hold() {
        for (int tries = 0; ; tries++) {
            long found = words.get(WORD);
            if ((found & HELD) == 0 && words.compareAndSet(WORD, found, found | HELD)) {
                break;
            }
            pause(tries);
        }
        for (int tries = 0; (words.get(WORD) & UNDECIDED) != 0; tries++) {
            pause(tries);
        }
    }

    void letGo() {
        words.getAndAdd(WORD, -HELD);
    }

    void addHeld(long units) {
        words.getAndAdd(WORD, units << USE);
    }

    long used() {
        return words.get(WORD) >> USE;
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
