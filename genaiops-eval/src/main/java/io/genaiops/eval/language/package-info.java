/** Which languages an evaluator is made for: the door is {@link io.genaiops.eval.language.Languages}. */
@NullMarked
package io.genaiops.eval.language;

import org.jspecify.annotations.NullMarked;
