/**
 * {@link io.genaiops.reference.References} follows references to versions in a store, and checks that what the store gives
 * is what was published.
 */
@NullMarked
package io.genaiops.reference;

import org.jspecify.annotations.NullMarked;
