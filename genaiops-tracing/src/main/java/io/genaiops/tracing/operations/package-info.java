/** What calls say of themselves, as metrics: the door is {@link io.genaiops.tracing.operations.CallsWatch}. */
@NullMarked
package io.genaiops.tracing.operations;

import org.jspecify.annotations.NullMarked;
