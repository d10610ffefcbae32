/**
 * Evaluation inside JUnit tests: the door is {@link io.genaiops.eval.junit.GenAiAssertions}. A bad answer fails a test; an
 * evaluator that could not score makes it inconclusive.
 */
@NullMarked
package io.genaiops.eval.junit;

import org.jspecify.annotations.NullMarked;
