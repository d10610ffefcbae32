package io.genaiops.eval.trial;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import java.util.Objects;

/**
 * One answer of a variant to one sample.
 *
 * @param repetition which of the repetitions, from 1
 * @param evaluation what came of it; its sample has no response if the variant failed
 * @param error why the variant failed; empty if it answered
 * @since 0.1
 */
public record Trial(int repetition, Evaluation evaluation, String error) {

    /** Requires all three. */
    public Trial {
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(error, "error");
    }

    /** Tells whether there is an answer and no evaluator failed, so that nothing is to be done again. */
    public boolean isConclusive() {
        return isAnswered()
                && evaluation.results().stream()
                        .noneMatch(result -> result.outcome().kind() == Outcome.Kind.ERRORED);
    }

    /** Tells whether the variant gave an answer. */
    public boolean isAnswered() {
        return error.isEmpty();
    }
}
