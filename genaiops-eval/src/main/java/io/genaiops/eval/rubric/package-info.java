/**
 * What a judge is asked and how its reply is read: the door is {@link io.genaiops.eval.rubric.Rubric}, a versioned prompt
 * with a menu of verdicts. A reply that states no verdict of the menu is unusable, never a guess.
 */
@NullMarked
package io.genaiops.eval.rubric;

import org.jspecify.annotations.NullMarked;
