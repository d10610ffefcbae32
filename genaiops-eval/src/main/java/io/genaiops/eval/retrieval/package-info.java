/**
 * How well answers keep to what was retrieved, and how well it was retrieved: the door is
 * {@link io.genaiops.eval.retrieval.RetrievalEvaluators}.
 */
@NullMarked
package io.genaiops.eval.retrieval;

import org.jspecify.annotations.NullMarked;
