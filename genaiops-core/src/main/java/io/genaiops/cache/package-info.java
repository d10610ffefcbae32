/**
 * {@link io.genaiops.cache.ResponseCache} answers a request that was answered before, and only the very same one.
 */
@NullMarked
package io.genaiops.cache;

import org.jspecify.annotations.NullMarked;
