/**
 * How results came to be, and whether two of them may be compared. The door is
 * {@link io.genaiops.eval.provenance.RunScores}, the scores of a run without any text.
 */
@NullMarked
package io.genaiops.eval.provenance;

import org.jspecify.annotations.NullMarked;
