/** Calls made from prompts, and what comes back: the door is {@link io.genaiops.call.PromptCalls}. */
@NullMarked
package io.genaiops.call;

import org.jspecify.annotations.NullMarked;
