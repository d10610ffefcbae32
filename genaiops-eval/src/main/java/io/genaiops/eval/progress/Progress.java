package io.genaiops.eval.progress;

import static java.util.Objects.requireNonNull;

import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Evaluation;

/**
 * An answer that was just evaluated, and how far the run is with it.
 *
 * @param variant the variant that answered
 * @param repetition which of the repetitions, from 1
 * @param evaluation what came of it
 * @param done how many answers of all variants are evaluated so far
 * @param total how many there will be
 * @param reused how many of those done were asked for by an earlier run or experiment: they come at once
 * @param errors how many of those done are errors instead of answers
 * @param cost what the answers cost so far, without those that a cache gave
 * @param judging what the judges cost so far, if they are metered
 * @since 0.1
 */
public record Progress(
        String variant,
        int repetition,
        Evaluation evaluation,
        int done,
        int total,
        int reused,
        int errors,
        CostTotal cost,
        CostTotal judging) {

    /** Requires what is an object. */
    public Progress {
        requireNonNull(variant, "variant");
        requireNonNull(evaluation, "evaluation");
        requireNonNull(cost, "cost");
        requireNonNull(judging, "judging");
    }

    /** Tells whether this was the last answer. */
    public boolean isComplete() {
        return done == total;
    }
}
