/**
 * Runs variants over a dataset and compares them: the door is {@link io.genaiops.eval.experiment.Experiment}. The item is
 * the unit of every figure: repeats are averaged within it, and what could not be scored is counted beside the figure.
 */
@NullMarked
package io.genaiops.eval.experiment;

import org.jspecify.annotations.NullMarked;
