/** Evaluators that look at the text alone, without a model: the door is {@link io.genaiops.eval.text.TextEvaluators}. */
@NullMarked
package io.genaiops.eval.text;

import org.jspecify.annotations.NullMarked;
