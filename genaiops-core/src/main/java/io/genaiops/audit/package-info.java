/**
 * What governance did, in the order in which it did it: the door is {@link io.genaiops.audit.MoveRecord}. Where labels are
 * is in the store; what may have put them there is here.
 */
@NullMarked
package io.genaiops.audit;

import org.jspecify.annotations.NullMarked;
