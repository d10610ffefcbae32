package io.genaiops.eval.assertion;

import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/**
 * What becomes of a test when an evaluator gives no score.
 *
 * @since 0.1
 */
public enum Inconclusive {
    /** The test is aborted: reported as neither passed nor failed. */
    ABORTS,
    /** The test fails, and the message says that the answer was not judged. */
    FAILS;

    /** A failure that says nothing against the answer. */
    private static final class NotJudged extends AssertionFailedError {

        private static final long serialVersionUID = 1L;

        NotJudged(String message) {
            super(message);
        }
    }

    /** Ends a test that could not be judged, as aborted or as failed. */
    public void end(String message) {
        if (this == FAILS) {
            throw new NotJudged(message);
        }
        throw new TestAbortedException(message);
    }

    /** Tells whether a test ended with this because nothing was judged, be it as aborted or as failed. */
    public static boolean isCauseOf(Throwable thrown) {
        if (thrown instanceof MultipleFailuresError several) {
            return several.hasFailures() && several.getFailures().stream().allMatch(Inconclusive::isCauseOf);
        }
        return thrown instanceof TestAbortedException || thrown instanceof NotJudged;
    }
}
