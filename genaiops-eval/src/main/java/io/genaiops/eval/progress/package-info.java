/**
 * How far an experiment got: the door is {@link io.genaiops.eval.progress.ProgressLine}.
 */
@NullMarked
package io.genaiops.eval.progress;

import org.jspecify.annotations.NullMarked;
