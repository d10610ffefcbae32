package io.genaiops.definition;

/**
 * What a model can do beyond answering text with text. Files spell the constants in lower case with hyphens, for example
 * {@code structured-output}.
 *
 * @since 0.1
 */
public enum ModelCapability {
    /** It calls tools. */
    TOOLS,
    /** Its answers fit a JSON Schema because the provider enforces it. */
    STRUCTURED_OUTPUT,
    /** It answers chunk by chunk. */
    STREAMING,
    /** It thinks before it answers, in tokens that are counted apart. */
    REASONING,
    /** It takes images. */
    IMAGE_INPUT,
    /** It takes sound. */
    AUDIO_INPUT,
    /** It takes documents such as PDF files. */
    DOCUMENT_INPUT,
    /** It makes images. */
    IMAGE_OUTPUT,
    /** It makes sound. */
    AUDIO_OUTPUT,
    /** It turns texts into vectors. */
    EMBEDDING;

    /**
     * Returns the capability that files spell so.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static ModelCapability parse(String text) {
        return FieldRules.parse("capability", text, values());
    }

    @Override
    public String toString() {
        return FieldRules.spelled(this);
    }
}
