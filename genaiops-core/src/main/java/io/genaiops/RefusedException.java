package io.genaiops;

/**
 * Signals that a rule the host set up refused what was asked for: a governed label, a budget, a policy. The message says
 * which rule and why.
 *
 * @since 0.1
 */
public final class RefusedException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that names the rule and the reasons. */
    public RefusedException(String message) {
        super(message);
    }
}
