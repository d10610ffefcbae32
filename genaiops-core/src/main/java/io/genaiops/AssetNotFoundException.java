package io.genaiops;

/**
 * Signals that an asset, version or label does not exist. The message lists what was found instead.
 *
 * @since 0.1
 */
public final class AssetNotFoundException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message that lists what was found instead. */
    public AssetNotFoundException(String message) {
        super(message);
    }
}
