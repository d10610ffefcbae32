/**
 * The figures that prompts promise in their front matter, as tests. The door is {@link
 * io.genaiops.eval.prompttest.PromptTestRun}. A prompt that promises a figure has a test for it; what could not be judged is
 * neither passed nor failed.
 */
@NullMarked
package io.genaiops.eval.prompttest;

import org.jspecify.annotations.NullMarked;
