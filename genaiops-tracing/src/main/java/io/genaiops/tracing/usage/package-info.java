/**
 * How providers report their tokens: the door is {@link io.genaiops.tracing.usage.ProviderUsage}.
 */
@NullMarked
package io.genaiops.tracing.usage;

import org.jspecify.annotations.NullMarked;
