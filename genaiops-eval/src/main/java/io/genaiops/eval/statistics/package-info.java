/**
 * {@link io.genaiops.eval.statistics.Statistics} turns scores into intervals, tests and plain words.
 *
 * <p>The item is the unit: repeats are averaged within an item first. Randomness comes from a seed that the caller
 * states, and the same seed gives the same figures on every Java runtime. No method returns NaN or an infinity; a figure
 * that the data cannot give is an empty {@code Optional}. All types are immutable and thread-safe.
 */
@NullMarked
package io.genaiops.eval.statistics;

import org.jspecify.annotations.NullMarked;
