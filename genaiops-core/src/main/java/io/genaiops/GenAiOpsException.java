package io.genaiops;

import org.jspecify.annotations.Nullable;

/**
 * Signals that genaiops could not do what it was asked for. The message says what was expected, what was found and what
 * to do. Bad arguments are reported with the exceptions of the JDK instead.
 *
 * @since 0.1
 */
public class GenAiOpsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that says what to do. */
    public GenAiOpsException(String message) {
        super(message);
    }

    /** Creates an exception with a message that says what to do and the failure behind it. */
    public GenAiOpsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
