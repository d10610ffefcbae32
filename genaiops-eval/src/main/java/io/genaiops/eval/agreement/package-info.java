/**
 * {@link io.genaiops.eval.agreement.Agreement} measures how far raters agree: a judge with people, people with each other,
 * a judge with itself.
 *
 * <p>A figure that the ratings do not determine is a {@link io.genaiops.eval.agreement.Coefficient} without value that says
 * why; nothing returns NaN or an infinity. All types are immutable and thread-safe.
 */
@NullMarked
package io.genaiops.eval.agreement;

import org.jspecify.annotations.NullMarked;
