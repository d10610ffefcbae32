/**
 * Several opinions made into one score: the door is {@link io.genaiops.eval.panel.Panel}. A combined evaluator is an
 * evaluator; a member without a score is named in the reason, and never counted as one.
 */
@NullMarked
package io.genaiops.eval.panel;

import org.jspecify.annotations.NullMarked;
