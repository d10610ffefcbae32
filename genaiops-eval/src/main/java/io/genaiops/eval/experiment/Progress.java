package io.genaiops.eval.experiment;

import io.genaiops.eval.Evaluation;

/**
 * An answer that was just evaluated.
 *
 * @param variant the variant that answered
 * @param repetition which of the repetitions, from 1
 * @param evaluation what came of it
 * @param done how many answers of all variants are evaluated so far
 * @param total how many there will be
 * @since 0.1
 */
public record Progress(String variant, int repetition, Evaluation evaluation, int done, int total) {}
