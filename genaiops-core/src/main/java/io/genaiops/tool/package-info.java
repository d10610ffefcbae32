/** The host's tools that models may call: the door is {@link io.genaiops.tool.Tools}. */
@NullMarked
package io.genaiops.tool;

import org.jspecify.annotations.NullMarked;
