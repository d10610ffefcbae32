package io.genaiops.eval;

import java.util.List;

/**
 * Measures one property of all answers of a variant together: corpus BLEU, a percentile of the latency, the error rate.
 *
 * @since 0.1
 */
public interface RunEvaluator {

    /** Returns the identity, the same for equal configuration. */
    EvaluatorId id();

    /** Returns the scale that every score is on. */
    Scale scale();

    /** Returns which end of the scale is the good one. */
    Direction direction();

    /** Evaluates the samples of one variant, answered or not. Samples that lack too much make it not applicable. */
    Outcome evaluate(List<Sample> samples);
}
