/**
 * Evaluation suites kept as assets, and the evaluators that their names mean. The door is {@link
 * io.genaiops.eval.suite.EvaluationSuite}. A suite gives the same chain as the calls that it stands for; a file can only
 * choose among the evaluators that this library and the host have put there.
 */
@NullMarked
package io.genaiops.eval.suite;

import org.jspecify.annotations.NullMarked;
