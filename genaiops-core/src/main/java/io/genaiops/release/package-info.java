/**
 * What one release consists of, and the proof of it for later: the door is {@link io.genaiops.release.Release}. A bill of
 * materials, a folder of evidence, and the way from an answer back to what made it.
 */
@NullMarked
package io.genaiops.release;

import org.jspecify.annotations.NullMarked;
