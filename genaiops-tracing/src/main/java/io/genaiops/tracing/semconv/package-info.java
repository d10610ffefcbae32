/**
 * The names that telemetry uses: the door is {@link io.genaiops.tracing.semconv.Profile}, one state of the OpenTelemetry
 * GenAI conventions.
 */
@NullMarked
package io.genaiops.tracing.semconv;

import org.jspecify.annotations.NullMarked;
