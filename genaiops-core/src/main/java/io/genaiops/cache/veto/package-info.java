/**
 * {@link io.genaiops.cache.veto.Vetoes} says why two questions that look alike must not get one answer.
 */
@NullMarked
package io.genaiops.cache.veto;

import org.jspecify.annotations.NullMarked;
