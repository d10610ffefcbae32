/** What calls use and what that costs: the door is {@link io.genaiops.cost.Usage} until prices arrive. */
@NullMarked
package io.genaiops.cost;

import org.jspecify.annotations.NullMarked;
