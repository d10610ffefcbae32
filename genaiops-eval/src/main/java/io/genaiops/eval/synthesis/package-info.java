/**
 * {@link io.genaiops.eval.synthesis.Synthesis} lets a model write questions that documents answer, and {@link
 * io.genaiops.eval.synthesis.Perturbation} changes the wording of questions without one. What is made says where it came
 * from.
 */
@NullMarked
package io.genaiops.eval.synthesis;

import org.jspecify.annotations.NullMarked;
