/**
 * {@link io.genaiops.cost.PriceList} is the door: what a model charges, and what a call therefore cost. A price that is
 * not known makes a cost unpriced, never 0.
 */
@NullMarked
package io.genaiops.cost;

import org.jspecify.annotations.NullMarked;
