/**
 * What decides whether a version may go live: the door is {@link io.genaiops.gate.Gate}. Gates compare figures that were
 * computed elsewhere; they compute no statistics and ask nobody.
 */
@NullMarked
package io.genaiops.gate;

import org.jspecify.annotations.NullMarked;
