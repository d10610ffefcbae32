package io.genaiops.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How much one model is asked: so many calls at once, so many requests in a period, and how long a call waits for its
 * turn. Without a wait a call that is too much is refused at once. Immutable.
 *
 * @since 0.1
 */
public final class ModelLimits {

    /** No limits. */
    public static final ModelLimits NONE = new ModelLimits(null, null, Duration.ZERO);

    private final @Nullable Integer atOnce;
    private final @Nullable Rate rate;
    private final Duration patience;

    /** So many requests in each period. */
    record Rate(int requests, Duration period) {}

    private ModelLimits(@Nullable Integer atOnce, @Nullable Rate rate, Duration patience) {
        this.atOnce = atOnce;
        this.rate = rate;
        this.patience = patience;
    }

    /** Returns these limits with at most so many calls at once; a streamed call is under way until its last part. */
    public ModelLimits atOnce(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a model takes 1 call at once or more; found: " + calls);
        }
        return new ModelLimits(calls, rate, patience);
    }

    /**
     * Returns these limits with at most so many requests in each period. Periods follow each other and each begins with
     * its full number, so that within any time as long as a period there are at most twice as many. Each attempt counts.
     */
    public ModelLimits requests(int requests, Duration period) {
        if (requests < 1) {
            throw new IllegalArgumentException("a model takes 1 request in a period or more; found: " + requests);
        }
        return new ModelLimits(atOnce, new Rate(requests, Resilience.positive("period", period)), patience);
    }

    /** Returns these limits with the time that a call waits for its turn, once for each of the two. */
    public ModelLimits waiting(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("a call waits for its turn for no time or longer; found: " + most);
        }
        return new ModelLimits(atOnce, rate, Resilience.atMost(most));
    }

    @Nullable
    Integer atOnce() {
        return atOnce;
    }

    @Nullable
    Rate rate() {
        return rate;
    }

    Duration patience() {
        return patience;
    }

    @Override
    public String toString() {
        return "ModelLimits[atOnce=" + atOnce + ", rate=" + rate + ", waiting=" + patience + "]";
    }

    /**
     * Lets so many in at once, the others in the order in which they came; threads and streams wait in one row. Failsafe's own
     * bulkhead is not used, as 3.3.2 gives turns to those who went away, until there is none left (failsafe-lib/failsafe#393).
     * Thread-safe.
     */
    static final class Gate {

        private final Deque<CompletableFuture<Boolean>> row = new ArrayDeque<>();
        private int free;

        Gate(int atOnce) {
            this.free = atOnce;
        }

        /** Waits for a turn on this thread, and returns whether it came. */
        boolean enter(Duration patience) throws InterruptedException {
            CompletableFuture<Boolean> turn = enter();
            try {
                return turn.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return !giveUp(turn);
            } catch (InterruptedException e) {
                if (!giveUp(turn)) {
                    leave();
                }
                throw e;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a turn came as a failure", e);
            }
        }

        /** Returns a turn, which is completed when it comes. */
        synchronized CompletableFuture<Boolean> enter() {
            if (free > 0) {
                free--;
                return CompletableFuture.completedFuture(true);
            }
            CompletableFuture<Boolean> turn = new CompletableFuture<>();
            row.add(turn);
            return turn;
        }

        /** Leaves the row; false if the turn had come before, and is to be used or left. */
        boolean giveUp(CompletableFuture<Boolean> turn) {
            synchronized (this) {
                row.removeIf(waiting -> waiting == turn);
            }
            return turn.complete(false);
        }

        void leave() {
            boolean taken = false;
            while (!taken) {
                CompletableFuture<Boolean> next = next();
                taken = next == null || next.complete(true);
            }
        }

        private synchronized @Nullable CompletableFuture<Boolean> next() {
            CompletableFuture<Boolean> next = row.poll();
            if (next == null) {
                free++;
            }
            return next;
        }
    }
}
