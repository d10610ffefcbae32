package io.genaiops.budget;

import io.genaiops.GenAiOpsException;
import io.genaiops.budget.BudgetEvent.Kind;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.quota.Claim;
import io.genaiops.quota.Grant;
import io.genaiops.quota.Grant.Closing;
import io.genaiops.quota.QuotaLedger;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes reservations, counts what a budget does and tells its listener. */
final class Books {

    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);
    private static final int MOST_UNSETTLED = 10_000;

    private final Clock clock;
    private final Consumer<BudgetEvent> listener;
    private final boolean stopsStreams;
    private final QuotaLedger ledger;
    private final LimitRule[] callRules;
    private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsettledSize = new AtomicInteger();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder degraded = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder settled = new LongAdder();
    private final LongAdder released = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder overruns = new LongAdder();
    private final LongAdder softLimits = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder unguarded = new LongAdder();

    Books(BudgetBuilder builder, QuotaLedger ledger, LimitRule[] callRules) {
        this.clock = builder.clock;
        this.listener = builder.listener;
        this.stopsStreams = builder.stopsStreams;
        this.ledger = ledger;
        this.callRules = callRules;
    }

    boolean stopsStreams() {
        return stopsStreams;
    }

    Admission count(Admission admission) {
        if (admission instanceof Admission.Allowed allowed) {
            admitted.increment();
            if (allowed.reservation().hasUnknown()) {
                unknown.increment();
            }
        } else if (admission instanceof Admission.Degraded) {
            degraded.increment();
        } else {
            refused.increment();
        }
        return admission;
    }

    void admittedUnguarded() {
        unguarded.increment();
    }

    BudgetFigures figures() {
        long now = clock.millis();
        long open = ledger.open(now);
        return new BudgetFigures(
                admitted.sum(),
                degraded.sum(),
                refused.sum(),
                settled.sum(),
                released.sum(),
                ledger.expired(),
                late.sum(),
                overruns.sum(),
                softLimits.sum(),
                unknown.sum(),
                unguarded.sum(),
                open,
                ledger.keys(now),
                unsettledSize.get());
    }

    void settle(Reservation reservation, Cost cost, Usage tokens) {
        long[] actual = new long[reservation.size()];
        for (int i = 0; i < actual.length; i++) {
            long units = reservation.rule(i).units(cost, tokens);
            actual[i] = units == LimitRule.UNKNOWN ? reservation.claim(i).units() : units;
        }
        settled.increment();
        tellOverrunsOfCall(reservation, cost, tokens);
        close(() -> settleNow(reservation, actual));
    }

    private void settleNow(Reservation reservation, long[] actual) {
        Grant grant = reservation.grant();
        if (grant == null) {
            charge(reservation, actual);
            return;
        }
        Closing closing = grant.settle(actual);
        if (closing.late()) {
            late.increment();
        }
        softRaised(reservation, grant, closing.softRaised());
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] > reservation.claim(i).units() && !reservation.isUnknown(i)) {
                overruns.increment();
                raise(Kind.OVERRUN, reservation, grant, i, actual[i]);
            }
        }
    }

    /** Charges what was admitted while the database could not be reached, and is not known there. */
    private void charge(Reservation reservation, long[] actual) {
        Claim[] charged = new Claim[actual.length];
        for (int i = 0; i < actual.length; i++) {
            Claim claim = reservation.claim(i);
            charged[i] = new Claim(claim.quota(), claim.key(), actual[i], claim.most());
        }
        if (charged.length > 0) {
            ledger.charge(charged, clock.millis());
        }
    }

    private void tellOverrunsOfCall(Reservation reservation, Cost cost, Usage tokens) {
        BudgetRequest request = reservation.request();
        for (LimitRule rule : callRules) {
            String key = rule.key(request);
            long estimate = rule.units(request.cost(), request.tokens());
            long actual = rule.units(cost, tokens);
            if (key != null && estimate != LimitRule.UNKNOWN && actual > estimate) {
                overruns.increment();
                tell(() ->
                        new BudgetEvent(Kind.OVERRUN, rule.standing(key), rule.amount(estimate), rule.amount(actual)));
            }
        }
    }

    void release(Reservation reservation) {
        released.increment();
        Grant grant = reservation.grant();
        if (grant != null) {
            close(grant::release);
        }
    }

    /** Closes at once, or when the database is back. A lease that ends before that frees what was reserved. */
    private void close(Runnable closing) {
        try {
            closing.run();
        } catch (GenAiOpsException e) {
            boolean kept = unsettledSize.incrementAndGet() <= MOST_UNSETTLED;
            if (kept) {
                unsettled.add(closing);
            } else {
                unsettledSize.decrementAndGet();
            }
            LOG.warn("a call could not be settled with its budget, {}", kept ? "it is tried again" : "it is lost", e);
        }
    }

    /** Closes what waits for the database, until it fails again. */
    void settleAgain() {
        while (unsettledSize.get() > 0) {
            Runnable closing = unsettled.poll();
            if (closing == null) {
                return;
            }
            try {
                closing.run();
                unsettledSize.decrementAndGet();
            } catch (GenAiOpsException e) {
                LOG.debug("a call can still not be settled with its budget", e);
                unsettled.add(closing);
                return;
            }
        }
    }

    void softRaised(Reservation reservation, Grant grant, long raised) {
        for (int i = 0; raised != 0 && i < reservation.size(); i++) {
            if ((raised >> i & 1) != 0) {
                softLimits.increment();
                raise(
                        Kind.SOFT_LIMIT,
                        reservation,
                        grant,
                        i,
                        reservation.claim(i).units());
            }
        }
    }

    private void raise(Kind kind, Reservation reservation, Grant grant, int place, long actual) {
        LimitRule rule = reservation.rule(place);
        Claim claim = reservation.claim(place);
        tell(() -> new BudgetEvent(
                kind, rule.standing(claim.key(), grant.level(place)), rule.amount(claim.units()), rule.amount(actual)));
    }

    /** What happened is told; that a listener or the look at the figures fails harms no call. */
    private void tell(Supplier<BudgetEvent> event) {
        try {
            listener.accept(event.get());
        } catch (RuntimeException e) {
            LOG.warn("the listener of a budget failed", e);
        }
    }
}
