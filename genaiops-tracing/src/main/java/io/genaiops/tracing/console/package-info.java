/**
 * Spans in the console of whoever develops: the door is {@link io.genaiops.tracing.console.ConsoleTree}. The one room that
 * needs the OpenTelemetry SDK, which the host brings.
 */
@NullMarked
package io.genaiops.tracing.console;

import org.jspecify.annotations.NullMarked;
