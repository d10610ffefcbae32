/**
 * What lies behind a difference: the parts of a dataset in which it turns round, and the samples that changed sides. The
 * door is {@link io.genaiops.eval.slice.Slices}. Everything here works on columns of numbers, tags and ids.
 */
@NullMarked
package io.genaiops.eval.slice;

import org.jspecify.annotations.NullMarked;
