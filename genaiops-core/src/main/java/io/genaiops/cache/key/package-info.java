/**
 * {@link io.genaiops.cache.key.CacheKey} says which requests are the same one: no two that a model could answer differently.
 */
@NullMarked
package io.genaiops.cache.key;

import org.jspecify.annotations.NullMarked;
