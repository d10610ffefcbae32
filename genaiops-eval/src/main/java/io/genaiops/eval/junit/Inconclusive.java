package io.genaiops.eval.junit;

/**
 * What becomes of a test when an evaluator gives no score.
 *
 * @since 0.1
 */
public enum Inconclusive {
    /** The test is aborted: reported as neither passed nor failed. */
    ABORTS,
    /** The test fails, and the message says that the answer was not judged. */
    FAILS
}
