/**
 * The answers of an experiment and what came of each: the door is {@link io.genaiops.eval.trial.Trial}.
 */
@NullMarked
package io.genaiops.eval.trial;

import org.jspecify.annotations.NullMarked;
