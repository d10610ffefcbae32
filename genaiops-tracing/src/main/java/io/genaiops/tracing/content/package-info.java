/**
 * What of prompts and answers enters telemetry, which by default is nothing: the door is {@link
 * io.genaiops.tracing.content.ContentCapture}.
 */
@NullMarked
package io.genaiops.tracing.content;

import org.jspecify.annotations.NullMarked;
