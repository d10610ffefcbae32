/**
 * How a version gets a label that matters: the door is {@link io.genaiops.governance.Governance}. The gate belongs to the
 * label, not to the caller.
 */
@NullMarked
package io.genaiops.governance;

import org.jspecify.annotations.NullMarked;
