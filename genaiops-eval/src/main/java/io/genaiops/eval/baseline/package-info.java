/**
 * Keeps the scores of a variant in a file of the repository and tells whether a later run is worse: the door is
 * {@link io.genaiops.eval.baseline.Baseline}. What is not known is {@code INCONCLUSIVE}, never passed.
 */
@NullMarked
package io.genaiops.eval.baseline;

import org.jspecify.annotations.NullMarked;
