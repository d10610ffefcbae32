/**
 * Records of files, as fields: {@link io.genaiops.eval.record.RecordFormat} says how they are written. Each format
 * finds everything that is wrong, has a bound for what one record may take, and knows where a record begins, so that
 * {@link io.genaiops.eval.record.RecordFile} can read one again.
 */
@NullMarked
package io.genaiops.eval.record;

import org.jspecify.annotations.NullMarked;
