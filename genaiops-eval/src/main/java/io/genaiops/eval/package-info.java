/**
 * Measures answers and judges the measurements: the door is {@link io.genaiops.eval.Evaluator}. An evaluator gives an
 * {@link io.genaiops.eval.Outcome}, a {@link io.genaiops.eval.Threshold} turns it into a
 * {@link io.genaiops.eval.Judgement}, both together are a {@link io.genaiops.eval.Check}, and checks form an
 * {@link io.genaiops.eval.EvaluatorChain}. What could not be scored is never a pass, a failure or a zero.
 */
@NullMarked
package io.genaiops.eval;

import org.jspecify.annotations.NullMarked;
