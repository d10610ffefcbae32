/**
 * Writes results for people: the door is {@link io.genaiops.eval.report.Report}. Answers and reasons are escaped, so that no
 * text of a model can break a table or pose as a figure.
 */
@NullMarked
package io.genaiops.eval.report;

import org.jspecify.annotations.NullMarked;
