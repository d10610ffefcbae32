/**
 * Compares the scores of variants, item by item: the door is {@link io.genaiops.eval.comparison.Comparison}. Everything
 * here works on columns of numbers and needs no text, no model and no judge.
 */
@NullMarked
package io.genaiops.eval.comparison;

import org.jspecify.annotations.NullMarked;
