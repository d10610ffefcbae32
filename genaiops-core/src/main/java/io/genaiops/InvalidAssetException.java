package io.genaiops;

import org.jspecify.annotations.Nullable;

/**
 * Signals an asset that breaks a rule: a malformed file, a published version that was edited, an input that does not fit.
 *
 * @since 0.1
 */
public final class InvalidAssetException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception whose message names file and line where there are any. */
    public InvalidAssetException(String message) {
        super(message);
    }

    /** Creates an exception whose message names file and line where there are any. */
    public InvalidAssetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
