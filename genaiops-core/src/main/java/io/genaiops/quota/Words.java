package io.genaiops.quota;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbers of units that many threads count, each with a lock and with how many claims are undecided in one word: 58 bits, one,
 * and four; and next to it what is spent, and how often threads were in each other's way. Nobody waits except for a
 * lock.
 */
final class Words {

    private static final int SPINS = 60;
    private static final long SHORTEST_PAUSE_NANOS = 5_000;
    private static final long LONGEST_PAUSE_NANOS = 200_000;

    private static final long HELD = 1;
    private static final long ONE_UNDECIDED = 2;
    private static final long UNDECIDED = 30;
    private static final int UNITS = 5;
    private static final long NOTES = (1L << UNITS) - 1;

    /** More is not counted, and stays far from the end of the word. */
    private static final long FULL = 2 * Quota.MOST_UNITS;

    /** From one word to the next, and to all else that is written, so that no cache line goes back and forth. */
    private static final int DISTANCE = 16;

    private static final int SPENT = 1;
    private static final int MISSES = 2;

    private final AtomicLongArray array;

    Words(int size) {
        this.array = new AtomicLongArray((size + 1) * DISTANCE);
    }

    private static int at(int place) {
        return (place + 1) * DISTANCE;
    }

    /** Adds units unless that passes the most or the word is held; returns whether it did. */
    boolean tryAdd(int place, long units, long most) {
        return tryAdd(at(place), units, most, 0);
    }

    /**
     * Adds units like {@link #tryAdd}, of a claim that is undecided until {@link #decided} or {@link #takeBack}; not while
     * as many are undecided as can be noted.
     */
    boolean tryAddUndecided(int place, long units, long most) {
        return tryAdd(at(place), units, most, ONE_UNDECIDED);
    }

    private boolean tryAdd(int at, long units, long most, long note) {
        while (true) {
            long found = array.get(at);
            if ((found & HELD) != 0 || (found & UNDECIDED) + note > UNDECIDED || (found >> UNITS) + units > most) {
                return false;
            }
            if (array.compareAndSet(at, found, found + (units << UNITS) + note)) {
                return true;
            }
            miss(at);
        }
    }

    void decided(int place) {
        array.getAndAdd(at(place), -ONE_UNDECIDED);
    }

    void takeBack(int place, long units) {
        array.getAndAdd(at(place), -(units << UNITS) - ONE_UNDECIDED);
    }

    /** Takes units away and adds others, within what can be counted, also while the word is held. */
    void replace(int place, long less, long more) {
        int at = at(place);
        while (true) {
            long found = array.get(at);
            long units = Math.max(0, Math.min(FULL, (found >> UNITS) - less + more));
            if (array.compareAndSet(at, found, units << UNITS | (found & NOTES))) {
                return;
            }
            miss(at);
        }
    }

    /** Adds units, or takes them away if they are negative, also while the word is held. */
    void add(int place, long units) {
        array.getAndAdd(at(place), units << UNITS);
    }

    long units(int place) {
        return array.get(at(place)) >> UNITS;
    }

    /** Waits until the word is held by this thread, and nothing is added to it that may be taken back. */
    void hold(int place) {
        for (int tries = 0; !tryHold(place); tries++) {
            pause(tries);
        }
        for (int tries = 0; (array.get(at(place)) & UNDECIDED) != 0; tries++) {
            pause(tries);
        }
    }

    /** Holds a word to which something may still be added that is taken back, unless it is held. */
    boolean tryHold(int place) {
        int at = at(place);
        while (true) {
            long found = array.get(at);
            if ((found & HELD) != 0) {
                return false;
            }
            if (array.compareAndSet(at, found, found | HELD)) {
                return true;
            }
        }
    }

    void letGo(int place) {
        array.getAndAdd(at(place), -HELD);
    }

    void spend(int place, long units) {
        array.accumulateAndGet(at(place) + SPENT, units, (before, more) -> Math.min(FULL, before + more));
    }

    long spent(int place) {
        return array.get(at(place) + SPENT);
    }

    /** Returns about how often a thread found that another one had just written. */
    long misses(int place) {
        return array.getPlain(at(place) + MISSES);
    }

    void forgetMisses(int place) {
        array.setPlain(at(place) + MISSES, 0);
    }

    private void miss(int at) {
        array.setPlain(at + MISSES, array.getPlain(at + MISSES) + 1);
    }

    /** Whoever holds a word is done in no time unless the machine is short of it; then others must not take what is left. */
    private static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, SHORTEST_PAUSE_NANOS << Math.min(tries - SPINS, 6)));
        }
    }
}
