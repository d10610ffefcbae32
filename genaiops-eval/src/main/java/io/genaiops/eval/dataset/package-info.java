/**
 * Rows to evaluate on, read from JSON Lines: the door is {@link io.genaiops.eval.dataset.Dataset}. Every faulty line is
 * reported with its file and number.
 */
@NullMarked
package io.genaiops.eval.dataset;

import org.jspecify.annotations.NullMarked;
