/**
 * {@link io.genaiops.eval.export.DatasetExport} writes datasets: as rows that read back as they are, and reviewed answers
 * as files to tune a model with.
 */
@NullMarked
package io.genaiops.eval.export;

import org.jspecify.annotations.NullMarked;
