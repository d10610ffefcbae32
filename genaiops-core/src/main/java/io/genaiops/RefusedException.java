package io.genaiops;

import org.jspecify.annotations.Nullable;

/**
 * Signals that a rule the host set up refused what was asked for: a governed label, a budget, a policy, a guardrail. The
 * message says which rule and why.
 *
 * @since 0.1
 */
public final class RefusedException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that names the rule and the reasons. */
    public RefusedException(String message) {
        super(message);
    }

    /** Creates an exception with a message that names the rule and the reasons, and the failure behind them. */
    public RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
