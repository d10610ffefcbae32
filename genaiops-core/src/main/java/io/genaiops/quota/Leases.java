package io.genaiops.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The open grants of a ledger in memory, in lists by thread, the one whose lease ends first in front. */
final class Leases {

    private static final int STRIPES =
            Integer.highestOneBit(Math.max(8, 8 * Runtime.getRuntime().availableProcessors()));

    /** The highest bits of the product spread threads that follow each other. */
    private static final int HIGHEST = Long.SIZE - Integer.numberOfTrailingZeros(STRIPES);

    private final Stripe[] stripes = new Stripe[STRIPES];

    Leases() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    void add(MemoryGrant grant) {
        long thread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        stripes[(int) (thread >>> HIGHEST)].add(grant);
    }

    void remove(MemoryGrant grant) {
        Stripe stripe = grant.stripe;
        if (stripe != null) {
            stripe.remove(grant);
        }
    }

    /** Takes out the grants whose lease has ended. */
    List<MemoryGrant> ended(long now) {
        List<MemoryGrant> ended = new ArrayList<>(0);
        for (Stripe stripe : stripes) {
            stripe.takeEnded(now, ended);
        }
        return ended;
    }

    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size.get();
        }
        return size;
    }

    /** One list. A clock that goes back lets a lease end later than it says, behind those that were added before it. */
    static final class Stripe {

        private final AtomicInteger size = new AtomicInteger();
        private @Nullable MemoryGrant first;
        private @Nullable MemoryGrant last;

        synchronized void add(MemoryGrant grant) {
            grant.stripe = this;
            grant.before = last;
            if (last == null) {
                first = grant;
            } else {
                last.after = grant;
            }
            last = grant;
            size.setRelease(size.getPlain() + 1);
        }

        synchronized void remove(MemoryGrant grant) {
            if (grant.stripe == null) {
                return;
            }
            MemoryGrant before = grant.before;
            MemoryGrant after = grant.after;
            if (before == null) {
                first = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.before = before;
            }
            grant.before = null;
            grant.after = null;
            grant.stripe = null;
            size.setRelease(size.getPlain() - 1);
        }

        void takeEnded(long now, List<MemoryGrant> ended) {
            if (size.getAcquire() == 0) {
                return;
            }
            synchronized (this) {
                while (first != null && first.expires <= now) {
                    MemoryGrant grant = first;
                    remove(grant);
                    ended.add(grant);
                }
            }
        }
    }
}
