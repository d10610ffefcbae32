/** Versioned prompts, their typed inputs and what they render to: the door is {@link io.genaiops.prompt.Prompt}. */
@NullMarked
package io.genaiops.prompt;

import org.jspecify.annotations.NullMarked;
