/**
 * What a run would ask and cost: the door is {@link io.genaiops.eval.planning.ExperimentPlan}.
 */
@NullMarked
package io.genaiops.eval.planning;

import org.jspecify.annotations.NullMarked;
