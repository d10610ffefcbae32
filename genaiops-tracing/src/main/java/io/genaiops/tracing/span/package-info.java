/**
 * One lifecycle for every traced call, from its start to its one end: the door is {@link io.genaiops.tracing.span.Spans}.
 */
@NullMarked
package io.genaiops.tracing.span;

import org.jspecify.annotations.NullMarked;
