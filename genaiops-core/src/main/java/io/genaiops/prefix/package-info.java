/**
 * {@link io.genaiops.prefix.PrefixReport} says how much of a prompt is the same in every call, which is what the caches of
 * providers take, and what stands in its way.
 */
@NullMarked
package io.genaiops.prefix;

import org.jspecify.annotations.NullMarked;
