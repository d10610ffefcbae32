/**
 * Evaluation inside JUnit tests: the doors are {@link io.genaiops.eval.junit.GenAiAssertions}, {@link
 * io.genaiops.eval.junit.GenAiOps} and the annotation {@link io.genaiops.eval.junit.GenAiTest}. A bad answer fails a test; an
 * evaluator that could not score makes it inconclusive.
 */
@NullMarked
package io.genaiops.eval.junit;

import org.jspecify.annotations.NullMarked;
