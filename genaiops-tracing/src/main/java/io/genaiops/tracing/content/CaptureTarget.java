package io.genaiops.tracing.content;

/**
 * Where captured content is written.
 *
 * @since 0.1
 */
public enum CaptureTarget {
    /** Attributes of spans. */
    SPANS,
    /** Log records: the details of an inference, and the exception of an operation. */
    EVENTS,
    /** Both. */
    SPANS_AND_EVENTS
}
