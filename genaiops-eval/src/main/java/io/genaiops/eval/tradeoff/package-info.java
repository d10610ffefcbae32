/**
 * Weighs what variants give against what they take: the door is {@link io.genaiops.eval.tradeoff.Tradeoff}. Everything here
 * works on columns of numbers; what is not known of an answer stays unknown.
 */
@NullMarked
package io.genaiops.eval.tradeoff;

import org.jspecify.annotations.NullMarked;
