/**
 * Keeps what an experiment learned in a file that survives the process: the door is
 * {@link io.genaiops.eval.journal.Journal}. A reply is on disk before it is evaluated, so that it is never asked for twice.
 */
@NullMarked
package io.genaiops.eval.journal;

import org.jspecify.annotations.NullMarked;
