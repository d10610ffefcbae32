/**
 * What an evaluation found of exactly one version: the door is {@link io.genaiops.evidence.Evidence}. Whoever computes
 * figures writes it, and whoever decides reads it, also in another process.
 */
@NullMarked
package io.genaiops.evidence;

import org.jspecify.annotations.NullMarked;
