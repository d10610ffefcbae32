package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A grant in memory. It hangs in a list of its leases until it is closed, so that nobody has to keep it. */
final class MemoryGrant implements Grant {

    private enum State {
        OPEN,
        EXPIRED,
        CLOSED
    }

    private final MemoryLedger ledger;
    private final Claim[] claims;
    private final Cell[] cells;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private long softRaised;

    /** When the lease ends, and the neighbours in the list; the lock of the list guards the neighbours. */
    final long expires;

    @Nullable
    MemoryGrant before;

    @Nullable
    MemoryGrant after;

    Leases.@Nullable Stripe stripe;

    MemoryGrant(MemoryLedger ledger, Claim[] claims, Cell[] cells, long expires) {
        this.ledger = ledger;
        this.claims = claims;
        this.cells = cells;
        this.expires = expires;
    }

    /** Notes which soft limits were reached, before anybody else sees the grant. */
    void admitted() {
        softRaised = softReached();
    }

    @Override
    public long softRaised() {
        return softRaised;
    }

    @Override
    public Level level(int claim) {
        return cells[claim].level();
    }

    @Override
    public Closing settle(long[] actual) {
        return close(actual);
    }

    @Override
    public Closing release() {
        return close(null);
    }

    /** Gives back what an ended lease holds; returns whether it was still open. */
    boolean expire() {
        if (!state.compareAndSet(State.OPEN, State.EXPIRED)) {
            return false;
        }
        replace(true, null);
        return true;
    }

    private Closing close(long @Nullable [] actual) {
        State found = state.getAndSet(State.CLOSED);
        if (found == State.CLOSED) {
            return Closing.AGAIN;
        }
        boolean late = found == State.EXPIRED;
        if (!late) {
            ledger.forget(this);
        }
        if (!late || actual != null) {
            replace(!late, actual);
        }
        return Closing.of(late, actual == null ? 0 : softReached());
    }

    /** What is more is added before what is less is given back, so that nobody is admitted by half of a settlement. */
    private void replace(boolean reserved, long @Nullable [] actual) {
        int thread = Leases.ofThread();
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < cells.length; i++) {
                long before = reserved ? claims[i].units() : 0;
                long after = actual == null ? 0 : Math.max(0, Math.min(Quota.MOST_UNITS, actual[i]));
                boolean isMore = after > before;
                if (isMore == (pass == 0)) {
                    cells[i].settle(thread, before, after);
                }
                if (isMore && pass == 0) {
                    cells[i].callIn(claims[i].most());
                }
            }
        }
    }

    private long softReached() {
        return MemoryLedger.softReached(claims, cells);
    }
}
