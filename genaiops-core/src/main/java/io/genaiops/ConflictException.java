package io.genaiops;

/**
 * Signals that somebody else was first: a label was moved meanwhile, or a version was published with other content.
 *
 * @since 0.1
 */
public final class ConflictException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what was expected and what was found. */
    public ConflictException(String message) {
        super(message);
    }
}
