/**
 * {@link io.genaiops.rollout.Rollout} decides who gets which version of a prompt: sticky by key, computed from the stored
 * plan alone, and ramped up without moving anyone back.
 */
@NullMarked
package io.genaiops.rollout;

import org.jspecify.annotations.NullMarked;
