/**
 * Says what was computed in the terms of gates; gates themselves compute nothing. {@link
 * io.genaiops.eval.attestation.MeasurementFigures} has the figures of one variant, its neighbours those of two.
 */
@NullMarked
package io.genaiops.eval.attestation;

import org.jspecify.annotations.NullMarked;
