/**
 * What an experiment compares: the door is {@link io.genaiops.eval.variant.Variants}, the cross product of prompts, models,
 * parameters and ways to ask.
 */
@NullMarked
package io.genaiops.eval.variant;

import org.jspecify.annotations.NullMarked;
