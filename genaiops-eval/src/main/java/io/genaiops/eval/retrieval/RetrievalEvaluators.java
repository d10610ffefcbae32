package io.genaiops.eval.retrieval;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;

/**
 * The evaluators of answers that were grounded in documents.
 *
 * @since 0.1
 */
public final class RetrievalEvaluators {

    private static final int USUAL_LENGTH = 3;

    private RetrievalEvaluators() {}

    /**
     * Returns the share of the response's trigrams that occur in a document of the context, 0 to 1. Free and strong on
     * extractive answers, weak on paraphrase: a cheap first stage. Without context, without response and for a refusal
     * it is {@link Outcome.NotApplicable}.
     */
    public static Evaluator extractiveGroundedness() {
        return extractiveGroundedness(USUAL_LENGTH);
    }

    /** Returns the share of the response's n-grams of this length, 1 to 10 words, that occur in the context. */
    public static Evaluator extractiveGroundedness(int length) {
        if (length < 1 || length > 10) {
            throw new IllegalArgumentException("length of the n-grams must be 1 to 10 words; found: " + length);
        }
        return ExtractiveGroundedness.evaluator(length);
    }
}
