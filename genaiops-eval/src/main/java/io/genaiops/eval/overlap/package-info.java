/**
 * Compares an answer with reference answers by the words and characters they share: the door is
 * {@link io.genaiops.eval.overlap.OverlapEvaluators}. Deterministic, local and free. The figures agree with the
 * reference implementations (sacreBLEU, rouge_score, NLTK) to 1e-4; where those give a zero that measures nothing, such
 * as word overlap of a text without words, the outcome is not applicable.
 */
@NullMarked
package io.genaiops.eval.overlap;

import org.jspecify.annotations.NullMarked;
