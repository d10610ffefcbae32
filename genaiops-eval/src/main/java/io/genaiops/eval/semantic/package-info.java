/**
 * Compares what texts mean by their embeddings: the door is {@link io.genaiops.eval.semantic.SemanticEvaluators}. The
 * model is the host's, in the process or remote. Its languages are the evaluator's, and so are its blind spots.
 */
@NullMarked
package io.genaiops.eval.semantic;

import org.jspecify.annotations.NullMarked;
