package io.genaiops.quota;

import io.genaiops.quota.Outcome.Shortage;
import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts in memory, as {@link Cell} says. Cells that are held are taken in the order of their quotas. When a window ends, all
 * that was kept of its keys goes at once.
 */
final class MemoryLedger implements QuotaLedger {

    private final long lease;
    private final int mostKeys;
    private final List<Current> epochs = new ArrayList<>();
    private final Leases leases = new Leases();
    private final AtomicLong nextSweep = new AtomicLong(Long.MIN_VALUE);
    private final LongAdder expired = new LongAdder();

    MemoryLedger(List<Quota> quotas, long lease, int mostKeys) {
        this.lease = lease;
        this.mostKeys = mostKeys;
        for (Quota quota : quotas) {
            if (quota.index() != epochs.size()) {
                throw new IllegalArgumentException("quota '" + quota.name() + "' must have the index " + epochs.size()
                        + "; found: " + quota.index());
            }
            epochs.add(new Current());
        }
    }

    @Override
    public Outcome admit(Claim[] claims, long now) {
        sweepWhenDue(now);
        Cell[] cells = new Cell[claims.length];
        for (int i = 0; i < claims.length; i++) {
            Cell cell = cell(claims[i].quota(), claims[i].key(), now);
            if (cell == null) {
                return new Shortage(List.of(), i);
            }
            cells[i] = cell;
        }
        MemoryGrant grant = new MemoryGrant(this, claims, cells, now + lease);
        int thread = Leases.ofThread();
        if (!tryAdd(thread, claims, cells)) {
            sweep(now);
            List<Level> levels = addOrTell(claims, cells);
            if (!levels.isEmpty()) {
                return new Shortage(levels, -1);
            }
        }
        grant.admitted();
        leases.add(thread, grant);
        return grant;
    }

    /** Adds all claims if nothing is in the way; what was added until then is taken back. The last one decides. */
    private static boolean tryAdd(int thread, Claim[] claims, Cell[] cells) {
        int last = cells.length - 1;
        int added = 0;
        long taken = 0;
        while (added < last) {
            Claim claim = claims[added];
            if (cells[added].tryTakeUndecided(thread, claim.units(), claim.most())) {
                taken |= 1L << added;
            } else if (!cells[added].tryAddUndecided(claim.units(), claim.most())) {
                break;
            }
            added++;
        }
        boolean all = added == last && cells[last].tryAdd(thread, claims[last].units(), claims[last].most());
        while (added > 0) {
            added--;
            boolean isTaken = (taken >> added & 1) != 0;
            if (all) {
                cells[added].decided(thread, isTaken);
            } else {
                cells[added].takeBack(thread, isTaken, claims[added].units());
            }
        }
        return all;
    }

    /** Adds all claims, or returns the levels at the moment at which one of them did not fit. */
    private static List<Level> addOrTell(Claim[] claims, Cell[] cells) {
        for (Cell cell : cells) {
            cell.hold();
        }
        try {
            List<Level> levels = new ArrayList<>(cells.length);
            boolean fits = true;
            for (int i = 0; i < cells.length; i++) {
                Level level = cells[i].held();
                fits &= level.used() + claims[i].units() <= claims[i].most();
                levels.add(level);
            }
            for (int i = 0; i < cells.length && fits; i++) {
                cells[i].addHeld(claims[i].units());
            }
            return fits ? List.of() : levels;
        } finally {
            for (Cell cell : cells) {
                cell.letGo();
            }
        }
    }

    @Override
    public long charge(Claim[] claims, long now) {
        int thread = Leases.ofThread();
        long softRaised = 0;
        for (int i = 0; i < claims.length; i++) {
            Cell cell = cell(claims[i].quota(), claims[i].key(), now);
            if (cell != null) {
                cell.settle(thread, 0, claims[i].units());
                cell.callIn(claims[i].most());
                softRaised |= cell.reachesSoft(claims[i].quota().softAt(), claims[i].most()) ? 1L << i : 0;
            }
        }
        return softRaised;
    }

    @Override
    public Level level(Quota quota, String key, long now) {
        sweep(now);
        Epoch epoch = epoch(quota, now);
        Cell cell = epoch.cells.get(key);
        return cell == null ? new Level(epoch.window, 0, 0) : cell.level();
    }

    @Override
    public long sweep(long now) {
        long freed = leases.expire(now);
        expired.add(freed);
        return freed;
    }

    /** What has expired is freed before anything is refused; this keeps it from lying about until then. */
    private void sweepWhenDue(long now) {
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + Math.max(1, lease / 16))) {
            sweep(now);
        }
    }

    @Override
    public long expired() {
        return expired.sum();
    }

    @Override
    public long keys(long now) {
        long keys = 0;
        for (Current current : epochs) {
            Epoch epoch = current.epoch;
            keys += epoch.window.end() > now ? epoch.size.get() : 0;
        }
        return keys;
    }

    @Override
    public long open(long now) {
        sweep(now);
        return leases.size();
    }

    void forget(MemoryGrant grant) {
        leases.remove(grant);
    }

    static long softReached(Claim[] claims, Cell[] cells) {
        long reached = 0;
        for (int i = 0; i < cells.length; i++) {
            reached |= cells[i].reachesSoft(claims[i].quota().softAt(), claims[i].most()) ? 1L << i : 0;
        }
        return reached;
    }

    @Nullable
    Cell cell(Quota quota, String key, long now) {
        Epoch epoch = epoch(quota, now);
        Cell found = epoch.cells.get(key);
        return found == null ? epoch.add(key, mostKeys) : found;
    }

    /** Returns the current window of a quota. A clock that goes back finds the window that has begun already. */
    private Epoch epoch(Quota quota, long now) {
        Current current = epochs.get(quota.index());
        Epoch epoch = current.epoch;
        while (now >= epoch.window.end()) {
            epoch = current.follow(epoch, quota.windows().apply(now));
        }
        return epoch;
    }

    /** The window that has begun last. */
    private static final class Current {

        private volatile Epoch epoch = new Epoch(new Span(Long.MIN_VALUE, Long.MIN_VALUE + 1));

        synchronized Epoch follow(Epoch ended, Span next) {
            if (epoch == ended) {
                epoch = new Epoch(next);
            }
            return epoch;
        }
    }

    /** The keys of one quota in one window. */
    private static final class Epoch {

        final Span window;
        final ConcurrentHashMap<String, Cell> cells = new ConcurrentHashMap<>();
        final AtomicInteger size = new AtomicInteger();

        Epoch(Span window) {
            this.window = window;
        }

        /** Returns the cell of a key, if there is room for it; waits for one that another thread is about to add. */
        @Nullable
        Cell add(String key, int mostKeys) {
            if (size.get() >= mostKeys) {
                return cells.computeIfPresent(key, (same, cell) -> cell);
            }
            return cells.computeIfAbsent(key, absent -> {
                if (size.incrementAndGet() > mostKeys) {
                    size.decrementAndGet();
                    return null;
                }
                return new Cell(window);
            });
        }
    }
}
