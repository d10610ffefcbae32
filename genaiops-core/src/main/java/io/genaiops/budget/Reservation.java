package io.genaiops.budget;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.quota.Claim;
import io.genaiops.quota.Grant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a call that is under way may use. It is closed once, by {@link #settle} or {@link #release}; one that nobody closes is
 * freed when its lease ends. Thread-safe.
 *
 * @since 0.1
 */
public final class Reservation {

    private final Books books;
    private final BudgetRequest request;
    private final LimitRule[] rules;
    private final Claim[] claims;
    private final long unknown;
    private final @Nullable Grant grant;
    private final AtomicBoolean closed = new AtomicBoolean();

    Reservation(
            Books books,
            BudgetRequest request,
            LimitRule[] rules,
            Claim[] claims,
            long unknown,
            @Nullable Grant grant) {
        this.books = books;
        this.request = request;
        this.rules = rules;
        this.claims = claims;
        this.unknown = unknown;
        this.grant = grant;
    }

    /**
     * Charges what the call used, all of it, also above the estimate and after the lease has ended. Where that is not known,
     * the estimate is charged. Never throws for the database: what it does not take is tried again later.
     *
     * @param cost what it cost
     * @param tokens what it used
     * @return whether this closed the reservation; otherwise it was closed before, and nothing is changed
     */
    public boolean settle(Cost cost, Usage tokens) {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        books.settle(this, cost, tokens);
        return true;
    }

    /**
     * Gives back what was reserved, for a call that was not made or failed. Never throws for the database.
     *
     * @return whether this closed the reservation; otherwise it was closed before, and nothing is changed
     */
    public boolean release() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        books.release(this);
        return true;
    }

    /**
     * Returns a handler that forwards a stream to another one and closes this reservation when it ends: with what the
     * response says, or with what was streamed until it failed or was cancelled. Of a stream that failed before anything
     * came, all is given back. If the budget {@linkplain BudgetBuilder#stoppingStreams stops streams}, one that has used up
     * its output tokens is cancelled, and the other handler gets a {@link io.genaiops.RefusedException}, and nothing after
     * it.
     */
    public StreamingChatResponseHandler guard(StreamingChatResponseHandler handler, CallPricing pricing) {
        return guarding(handler, pricing);
    }

    StreamGuard guarding(StreamingChatResponseHandler handler, CallPricing pricing) {
        return new StreamGuard(handler, this, pricing, books.stopsStreams());
    }

    /** Returns whether it was settled or released. */
    public boolean isClosed() {
        return closed.get();
    }

    /** Returns the call that it was made for. */
    public BudgetRequest request() {
        return request;
    }

    int size() {
        return claims.length;
    }

    LimitRule rule(int place) {
        return rules[place];
    }

    Claim claim(int place) {
        return claims[place];
    }

    /** Returns whether a limit could not tell what the call uses, so that nothing is reserved of it. */
    boolean isUnknown(int place) {
        return (unknown >> place & 1) != 0;
    }

    boolean hasUnknown() {
        return unknown != 0;
    }

    @Nullable
    Grant grant() {
        return grant;
    }
}
