/** Answers that are read as values: what is asked for, and what came of it. The door is {@link io.genaiops.typed.TypedOutput}. */
@NullMarked
package io.genaiops.typed;

import org.jspecify.annotations.NullMarked;
