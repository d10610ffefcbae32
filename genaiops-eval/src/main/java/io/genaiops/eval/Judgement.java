package io.genaiops.eval;

/**
 * What a threshold says about an outcome.
 *
 * @since 0.1
 */
public enum Judgement {
    /** The score lies within the threshold. */
    PASSED,
    /** The score lies outside the threshold. */
    FAILED,
    /** There is no score, or nothing to hold it against. */
    INCONCLUSIVE
}
