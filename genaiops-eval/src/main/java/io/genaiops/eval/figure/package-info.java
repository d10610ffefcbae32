/**
 * Reads the numbers, dates and times that a text states: the door is {@link io.genaiops.eval.figure.FigureReader}.
 * Digits are read in any script, words in English.
 */
@NullMarked
package io.genaiops.eval.figure;

import org.jspecify.annotations.NullMarked;
