/**
 * {@link io.genaiops.eval.calibration.JudgeStudy} finds out whether a judge can be trusted, by comparing it with people.
 *
 * <p>A study ends in a {@link io.genaiops.eval.calibration.StudyResult}, which is kept as JSON and corrects the pass rates
 * of later runs of the same judge. It holds ids, labels and scores, no text.
 */
@NullMarked
package io.genaiops.eval.calibration;

import org.jspecify.annotations.NullMarked;
