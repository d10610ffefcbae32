/**
 * {@link io.genaiops.tracing.eval.EvaluationTracing} writes results of evaluations and the parts of experiments to
 * telemetry.
 */
@NullMarked
package io.genaiops.tracing.eval;

import org.jspecify.annotations.NullMarked;
