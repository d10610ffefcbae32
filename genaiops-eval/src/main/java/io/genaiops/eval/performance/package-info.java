/**
 * Latency, tokens, speed and cost as evaluators, for one answer and for a whole run: the door is
 * {@link io.genaiops.eval.performance.PerformanceEvaluators}.
 */
@NullMarked
package io.genaiops.eval.performance;

import org.jspecify.annotations.NullMarked;
