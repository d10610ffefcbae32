package io.genaiops.tracing.content;

/**
 * How much of a kind of content is captured.
 *
 * @since 0.1
 */
public enum CaptureLevel {
    /** Nothing at all. */
    OFF,
    /** Roles, types and sizes, but no content. */
    METADATA,
    /** Content after the redactor. */
    REDACTED,
    /** Content as it is. */
    FULL
}
