/**
 * Whom it reaches when the label of a partial, a tool or a model moves: the door is {@link io.genaiops.impact.Impact}.
 */
@NullMarked
package io.genaiops.impact;

import org.jspecify.annotations.NullMarked;
