/**
 * What one release consists of, and the proof of it for later: the door is {@link io.genaiops.release.Release}. A bill of
 * materials and a folder of evidence.
 */
@NullMarked
package io.genaiops.release;

import org.jspecify.annotations.NullMarked;
