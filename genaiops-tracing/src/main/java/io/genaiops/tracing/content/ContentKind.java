package io.genaiops.tracing.content;

/**
 * The kinds of content that can be captured apart from one another.
 *
 * @since 0.1
 */
public enum ContentKind {
    /** System messages. */
    SYSTEM,
    /** Messages sent, results of tools included. */
    INPUT,
    /** Messages received, calls of tools included. */
    OUTPUT,
    /** The tools offered to the model. */
    TOOLS,
    /** The arguments and results of tools that were executed. */
    TOOL_CALLS,
    /** Queries of retrievals and the documents found. */
    RETRIEVALS,
    /** The messages of exceptions. */
    EXCEPTION
}
