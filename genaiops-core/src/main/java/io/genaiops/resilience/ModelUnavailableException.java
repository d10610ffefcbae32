package io.genaiops.resilience;

import io.genaiops.GenAiOpsException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signals that a model was not asked: its circuit breaker is open, one of its limits is reached, or calls have ended. The
 * message says which model, why, and when to try again as far as that is known. A fallback applies to it.
 *
 * @since 0.1
 */
public final class ModelUnavailableException extends GenAiOpsException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String model;
    private final Reason reason;
    private final @Nullable Duration retryAfter;

    /** Why a model was not asked. */
    public enum Reason {
        /** It failed too often of late. */
        BREAKER_OPEN,
        /** As many calls as it may have at once are under way. */
        TOO_MANY_AT_ONCE,
        /** As many requests as it may have in a period were made. */
        TOO_MANY_IN_PERIOD,
        /** {@link Resilience#close()} was called. */
        CLOSED
    }

    ModelUnavailableException(String model, Reason reason, @Nullable Duration retryAfter, String message) {
        super(message);
        this.model = model;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Returns the host's name of the model. */
    public String model() {
        return model;
    }

    /** Returns why it was not asked. */
    public Reason reason() {
        return reason;
    }

    /** Returns after what time it is worth to try again at the latest, if that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
