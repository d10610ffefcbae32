/**
 * What every report of a result says, before it has a format: the door is {@link io.genaiops.eval.outline.Rows}. Items are
 * read in order, each once for a report, and no text is kept longer than its row.
 */
@NullMarked
package io.genaiops.eval.outline;

import org.jspecify.annotations.NullMarked;
