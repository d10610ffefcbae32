package io.genaiops.tool;

/**
 * What happens when a tool fails.
 *
 * @since 0.1
 */
public enum ToolFailures {
    /** The model is told the kind of the failure, never its message or stack, and goes on. */
    TELL_MODEL,
    /** The call fails, with the failure of the tool as cause. */
    ABORT
}
