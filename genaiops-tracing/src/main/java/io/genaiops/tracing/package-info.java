/** Model calls as OpenTelemetry spans and metrics: the door is {@link io.genaiops.tracing.Tracing}. */
@NullMarked
package io.genaiops.tracing;

import org.jspecify.annotations.NullMarked;
