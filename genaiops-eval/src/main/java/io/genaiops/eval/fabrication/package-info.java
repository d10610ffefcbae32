/**
 * Finds what an answer states and its context does not: the door is
 * {@link io.genaiops.eval.fabrication.FabricationEvaluators}. Deterministic, local, free, and linear in the texts. It
 * compares what is written; whether a figure follows from the context it cannot tell.
 */
@NullMarked
package io.genaiops.eval.fabrication;

import org.jspecify.annotations.NullMarked;
