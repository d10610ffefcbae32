/**
 * What every versioned thing has in common: the door is {@link io.genaiops.asset.Asset}. Names, versions, labels, digests
 * and references are small values that validate themselves.
 */
@NullMarked
package io.genaiops.asset;

import org.jspecify.annotations.NullMarked;
