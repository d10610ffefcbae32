/**
 * The findings that every report tells after its overview: the door is {@link io.genaiops.eval.finding.Findings}. All of them
 * are figures and sentences of the rooms that compute them; here they are only put in order.
 */
@NullMarked
package io.genaiops.eval.finding;

import org.jspecify.annotations.NullMarked;
