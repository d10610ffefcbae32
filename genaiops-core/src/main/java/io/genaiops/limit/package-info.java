/** What one call may use at most, tokens, cost and time, and what it cost: the door is {@link io.genaiops.limit.CallEstimate}. */
@NullMarked
package io.genaiops.limit;

import org.jspecify.annotations.NullMarked;
