/**
 * Evaluators that ask a chat model: the door is {@link io.genaiops.eval.judge.Judge}. Rubrics are versioned prompts,
 * judged text is delimited data, and a reply without a usable verdict is {@link io.genaiops.eval.Outcome.Unscored}, never
 * a guess.
 */
@NullMarked
package io.genaiops.eval.judge;

import org.jspecify.annotations.NullMarked;
