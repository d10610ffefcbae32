/**
 * Measures what was retrieved by the ids of the documents: the door is
 * {@link io.genaiops.eval.ranking.RankingEvaluators}. The ranking is the context of a sample, in its order; which
 * documents are relevant says an attribute of the sample. No text is read, so that every language will do.
 */
@NullMarked
package io.genaiops.eval.ranking;

import org.jspecify.annotations.NullMarked;
