package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The use of one quota by one key in one window. Far from the end a claim waits for nobody; one of several cells is noted as
 * undecided in each until it is in the last one. Whether a claim does not fit is decided by whoever holds its cells, when
 * nothing is undecided in them, so that no claim is refused for another one that is not granted in the end. Nobody who is
 * undecided waits.
 *
 * <p>When threads get in each other's way, the cell gives credit: units that count as used are lent to lanes, each for some of
 * the threads, which claim from it and give back to it and write nothing that the others read. This is the escrow method of
 * O'Neil, "The Escrow Transactional Method", ACM Transactions on Database Systems 11(4), 1986. Lent is only below a ceiling, so
 * that the use with all credit is within the limits of whoever takes from a lane. Whoever holds the cell first calls all
 * credit in, and so does whoever adds beyond the ceiling before it returns: what is decided or told there is exact.
 */
final class Cell {

    /** Not more, for all lanes are called in when the cell is held. */
    private static final int LANES = Math.min(128, Leases.STRIPES);

    /** The part of what is left below the ceiling that may be lent at once. */
    private static final int LENT = 4;

    /** The claims of its size that a claim borrows for when its lane is empty. */
    private static final long BORROWED = 32;

    /** Lending begins when threads were in each other's way more often than this. */
    private static final long MISSES = 16;

    /** The part of the ceiling that must be left for lending to begin. */
    private static final long NEAR = 16;

    private final Span window;
    private final AtomicBoolean softRaised = new AtomicBoolean();
    private final Words total = new Words(1);
    private volatile @Nullable Credits credits;

    /** What is lent: in each lane as many units below zero as are free there. Changes while the cell is held. */
    private static final class Credits {

        final Words lanes = new Words(LANES);
        final long ceiling;

        Credits(long ceiling) {
            this.ceiling = ceiling;
        }
    }

    Cell(Span window) {
        this.window = window;
    }

    /** Adds units unless that passes the most or the cell is held; returns whether it did. */
    boolean tryAdd(int thread, long units, long most) {
        Credits found = credits;
        if (found != null && found.ceiling <= most && units > 0) {
            int lane = lane(thread);
            Words lanes = found.lanes;
            if (lanes.tryAdd(lane, units, 0) || (borrow(found, lane, units) && lanes.tryAdd(lane, units, 0))) {
                return true;
            }
        }
        return total.tryAdd(0, units, most);
    }

    /**
     * Adds units like {@link #tryAdd}, out of what is lent to this thread alone, of a claim that is undecided until {@link
     * #decided} or {@link #takeBack}; not while as many are undecided as can be noted.
     */
    boolean tryTakeUndecided(int thread, long units, long most) {
        Credits found = credits;
        if (found == null || found.ceiling > most || units == 0) {
            return false;
        }
        int lane = lane(thread);
        Words lanes = found.lanes;
        return lanes.tryAddUndecided(lane, units, 0)
                || (borrow(found, lane, units) && lanes.tryAddUndecided(lane, units, 0));
    }

    /** Adds units like {@link #tryTakeUndecided}, of what is not lent to anyone. */
    boolean tryAddUndecided(long units, long most) {
        return total.tryAddUndecided(0, units, most);
    }

    /** Lends units to a lane, far from the ceiling; they are undecided until they are there, so that a holder waits for them. */
    private boolean borrow(Credits from, int lane, long units) {
        long borrowed = Math.min(room(from), units * BORROWED);
        if (borrowed < units || !total.tryAddUndecided(0, borrowed, from.ceiling)) {
            return false;
        }
        if (credits != from) {
            total.takeBack(0, borrowed);
            return false;
        }
        from.lanes.add(lane, -borrowed);
        total.decided(0);
        return true;
    }

    /** Returns how much one lane may hold; below zero if the use is beyond the ceiling. */
    private long room(Credits of) {
        return Math.floorDiv(of.ceiling - total.units(0), (long) LENT * LANES);
    }

    /** Decides a claim; one that was taken from a lane is known to that lane until then, so that the lane is there. */
    void decided(int thread, boolean taken) {
        if (taken) {
            lanes().decided(lane(thread));
        } else {
            total.decided(0);
        }
    }

    void takeBack(int thread, boolean taken, long units) {
        if (taken) {
            lanes().takeBack(lane(thread), units);
        } else {
            total.takeBack(0, units);
        }
    }

    private Words lanes() {
        return Objects.requireNonNull(credits, "credits").lanes;
    }

    /**
     * Takes the reserved units away and adds those that were spent. Waits for nobody, also while the cell is held. Who adds
     * more than is taken away asks {@link #callIn} after it.
     */
    void settle(int thread, long reserved, long actual) {
        Credits found = credits;
        if (found != null && actual <= reserved && giveBack(found, lane(thread), reserved - actual, actual)) {
            return;
        }
        if (actual > 0) {
            total.spend(0, actual);
        }
        total.replace(0, reserved, actual);
    }

    /** Gives units back to a lane unless the use is beyond the ceiling, and from there half to the cell if it has too many. */
    private boolean giveBack(Credits to, int lane, long units, long spent) {
        long room = room(to);
        if (room < units) {
            return false;
        }
        Words lanes = to.lanes;
        boolean given = spent == 0 ? lanes.tryAdd(lane, -units, 0) : lanes.tryAddUndecided(lane, -units, 0);
        if (!given) {
            return false;
        }
        if (spent > 0) {
            lanes.spend(lane, spent);
            lanes.decided(lane);
        }
        long free = -lanes.units(lane);
        if (free > room && lanes.tryAddUndecided(lane, free - free / 2, 0)) {
            total.replace(0, free - free / 2, 0);
            lanes.decided(lane);
        }
        return true;
    }

    /** Waits until the cell is held by this thread, and nothing is added to it that may be taken back; calls all credit in. */
    void hold() {
        total.hold(0);
        total.forgetMisses(0);
        Credits found = credits;
        if (found != null) {
            Words lanes = found.lanes;
            long free = 0;
            long spent = 0;
            for (int lane = 0; lane < LANES; lane++) {
                lanes.hold(lane);
                free -= lanes.units(lane);
                spent += lanes.spent(lane);
            }
            total.replace(0, free, 0);
            total.spend(0, spent);
            credits = null;
        }
    }

    void letGo() {
        total.letGo(0);
    }

    void addHeld(long units) {
        total.add(0, units);
    }

    /** Returns the level; exact while the cell is held, and otherwise with what is lent. */
    Level held() {
        return new Level(window, total.units(0), total.spent(0));
    }

    Level level() {
        hold();
        try {
            return held();
        } finally {
            letGo();
        }
    }

    /**
     * Returns when nobody can be admitted any more by what was free before the use passed the most: by credit, or by a claim
     * that is undecided.
     */
    void callIn(long most) {
        Credits found = credits;
        if (total.units(0) > (found == null ? most : Math.min(most, found.ceiling))) {
            level();
        }
    }

    /**
     * Returns whether this is the first time that the use is seen at the soft limit. Asked once a claim is decided, by
     * whoever has added units; then credit beyond the ceiling is called in, and given where many threads meet.
     */
    boolean reachesSoft(long softAt, long most) {
        Credits found = credits;
        long units = total.units(0);
        if (found != null && units > found.ceiling) {
            level();
        } else if (found == null && total.misses(0) > MISSES) {
            long ceiling = softRaised.get() ? most : Math.min(most, softAt - 1);
            if (units < ceiling - ceiling / NEAR) {
                lend(ceiling);
            }
        }
        return units >= softAt
                && !softRaised.get()
                && level().used() >= softAt
                && softRaised.compareAndSet(false, true);
    }

    /** Lends from now on, unless the use is at the ceiling, the cell is held, or it lends already. */
    void lend(long ceiling) {
        if (ceiling <= total.units(0)) {
            return;
        }
        Credits begun = new Credits(ceiling);
        if (total.tryHold(0)) {
            total.forgetMisses(0);
            if (credits == null) {
                credits = begun;
            }
            total.letGo(0);
        }
    }

    private static int lane(int thread) {
        return thread & LANES - 1;
    }
}
