package io.genaiops.quota;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** The open grants of a ledger in memory, in lists by thread, the one whose lease ends first in front. */
final class Leases {

    /** A power of two. */
    static final int STRIPES =
            Integer.highestOneBit(Math.max(8, 8 * Runtime.getRuntime().availableProcessors()));

    /** The highest bits of the product spread threads that follow each other. */
    private static final int HIGHEST = Long.SIZE - Integer.numberOfTrailingZeros(STRIPES);

    private final Stripe[] stripes = new Stripe[STRIPES];

    Leases() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Returns the stripe of this thread. */
    static int ofThread() {
        long spread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return (int) (spread >>> HIGHEST);
    }

    void add(int thread, MemoryGrant grant) {
        stripes[thread].add(grant);
    }

    void remove(MemoryGrant grant) {
        Stripe stripe = grant.stripe;
        if (stripe != null) {
            stripe.remove(grant);
        }
    }

    /** Expires the grants whose lease has ended; returns how many of them were open. All of them are freed when it returns. */
    long expire(long now) {
        long freed = 0;
        for (Stripe stripe : stripes) {
            freed += stripe.expire(now);
        }
        return freed;
    }

    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /**
     * One list. A clock that goes back lets a lease end later than it says, behind those that were added before it. What its
     * thread writes is at a distance from what other threads write, so that no cache line goes back and forth.
     */
    static final class Stripe {

        private static final int DISTANCE = 32;
        private static final int FIRST = 0;
        private static final int LAST = 1;

        /** The first and the last grant, and room; it is the lock too, since a lock is written as well. */
        private final @Nullable MemoryGrant[] ends = new MemoryGrant[DISTANCE];

        private final AtomicIntegerArray sizes = new AtomicIntegerArray(2 * DISTANCE);

        int size() {
            return sizes.getAcquire(DISTANCE);
        }

        void add(MemoryGrant grant) {
            synchronized (ends) {
                MemoryGrant last = ends[LAST];
                grant.stripe = this;
                grant.before = last;
                if (last == null) {
                    ends[FIRST] = grant;
                } else {
                    last.after = grant;
                }
                ends[LAST] = grant;
                sizes.setRelease(DISTANCE, sizes.getPlain(DISTANCE) + 1);
            }
        }

        void remove(MemoryGrant grant) {
            synchronized (ends) {
                if (grant.stripe == null) {
                    return;
                }
                MemoryGrant before = grant.before;
                MemoryGrant after = grant.after;
                if (before == null) {
                    ends[FIRST] = after;
                } else {
                    before.after = after;
                }
                if (after == null) {
                    ends[LAST] = before;
                } else {
                    after.before = before;
                }
                grant.before = null;
                grant.after = null;
                grant.stripe = null;
                sizes.setRelease(DISTANCE, sizes.getPlain(DISTANCE) - 1);
            }
        }

        /** A grant is expired before it leaves the list, so that whoever finds the list without it finds its units free. */
        long expire(long now) {
            if (size() == 0) {
                return 0;
            }
            long freed = 0;
            synchronized (ends) {
                MemoryGrant first = ends[FIRST];
                while (first != null && first.expires <= now) {
                    freed += first.expire() ? 1 : 0;
                    remove(first);
                    first = ends[FIRST];
                }
            }
            return freed;
        }
    }
}
