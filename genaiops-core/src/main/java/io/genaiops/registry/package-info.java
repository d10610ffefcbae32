/**
 * Where a host gets its assets: the door is {@link io.genaiops.registry.AssetRegistry}. It follows references, checks
 * digests, publishes versions and moves labels.
 */
@NullMarked
package io.genaiops.registry;

import org.jspecify.annotations.NullMarked;
