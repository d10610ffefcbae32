/**
 * {@link io.genaiops.eval.rating.RatingSheet} asks people: a table of blinded answers to fill in, read back as outcomes.
 *
 * <p>Which variant an answer came from stands in a file of its own, the {@link io.genaiops.eval.rating.SheetKey}, which
 * raters must not see. All types are immutable and thread-safe, the builder excepted.
 */
@NullMarked
package io.genaiops.eval.rating;

import org.jspecify.annotations.NullMarked;
