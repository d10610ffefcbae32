/**
 * What a test asserts on answers and experiments, without a test framework: the door is
 * {@link io.genaiops.eval.assertion.AnswerAssert}. A bad answer fails a test; an evaluator that could not score makes it
 * inconclusive, and every message says where to look.
 */
@NullMarked
package io.genaiops.eval.assertion;

import org.jspecify.annotations.NullMarked;
