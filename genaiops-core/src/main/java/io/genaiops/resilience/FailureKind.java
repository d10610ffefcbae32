package io.genaiops.resilience;

/**
 * What a failed model call says: whether asking again may help, whether another model may help, and whether the model is
 * at fault. The table of what is what is in {@code docs/survive-an-outage.md}.
 *
 * @since 0.1
 */
public enum FailureKind {

    /** The provider takes no more requests for now: 429. */
    RATE_LIMITED(true, true, Blame.MODEL),

    /** No answer in time: ours, the HTTP client's, or 408. */
    TIMED_OUT(true, true, Blame.MODEL),

    /** The provider cannot answer for now: 5xx, 409, 425. */
    UNAVAILABLE(true, true, Blame.MODEL),

    /** The connection was refused, reset or cut. */
    CONNECTION(true, true, Blame.MODEL),

    /** What came back is not what the provider's protocol says. */
    MALFORMED(true, true, Blame.MODEL),

    /** The host of the provider has no address, or its certificate is not trusted. */
    UNREACHABLE(false, true, Blame.MODEL),

    /** The account has nothing left: 402, or 429 that says so. */
    QUOTA_USED_UP(false, true, Blame.NONE),

    /** The key is wrong or may not do this: 401, 403. */
    AUTHENTICATION(false, true, Blame.NONE),

    /** The provider does not have the model: 404. */
    MODEL_NOT_FOUND(false, true, Blame.NONE),

    /** The messages are too long for the model. */
    CONTEXT_WINDOW(false, true, Blame.NONE),

    /** The provider's content policy blocked the request or the answer. */
    CONTENT_POLICY(false, true, Blame.NONE),

    /** The request is wrong, and would be for another model too. */
    INVALID_REQUEST(false, false, Blame.NONE),

    /** The model was not asked: {@link ModelUnavailableException}. */
    NOT_ASKED(false, true, Blame.UNKNOWN),

    /** The host's own rule, guardrail or tool. */
    OF_THE_HOST(false, false, Blame.UNKNOWN),

    /** The thread was interrupted or the call cancelled. */
    INTERRUPTED(false, false, Blame.UNKNOWN),

    /** The JVM failed: an {@link Error}. */
    JVM_FAILURE(false, false, Blame.UNKNOWN),

    /** Nothing of the above, for example a mistake in code. */
    UNKNOWN(false, false, Blame.UNKNOWN);

    private final boolean retryable;
    private final boolean fallingBack;
    private final Blame blame;

    FailureKind(boolean retryable, boolean fallingBack, Blame blame) {
        this.retryable = retryable;
        this.fallingBack = fallingBack;
        this.blame = blame;
    }

    /** Returns what a failure, or the failures behind it, say. */
    public static FailureKind of(Throwable failure) {
        return FailureReader.kind(failure);
    }

    /** Returns whether the same model is asked again. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Returns whether another model is asked. */
    public boolean isFallingBack() {
        return fallingBack;
    }

    /** Returns whether the circuit breaker counts it as a failure of the model. */
    public boolean isFaultOfModel() {
        return blame == Blame.MODEL;
    }

    /** Returns whether it says nothing of the model, so that it closes no circuit breaker either. */
    boolean isNoSign() {
        return blame == Blame.UNKNOWN;
    }

    private enum Blame {
        MODEL,
        NONE,
        UNKNOWN
    }
}
