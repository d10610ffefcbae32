/**
 * Does many like tasks on a bounded number of threads: the door is {@link io.genaiops.eval.execution.Workers}.
 */
@NullMarked
package io.genaiops.eval.execution;

import org.jspecify.annotations.NullMarked;
