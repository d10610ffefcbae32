package io.genaiops.eval;

/**
 * Says which end of a scale is the good one.
 *
 * @since 0.1
 */
public enum Direction {
    /** More is better: relevance, overlap. */
    HIGHER_IS_BETTER,
    /** Less is better: latency, toxicity. */
    LOWER_IS_BETTER
}
