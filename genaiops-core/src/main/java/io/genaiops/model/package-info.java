/**
 * The host's models by the names that prompts use, and what travels with a call: the door is {@link
 * io.genaiops.model.Models}.
 */
@NullMarked
package io.genaiops.model;

import org.jspecify.annotations.NullMarked;
