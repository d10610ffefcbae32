/**
 * Tests without a model: the door is {@link io.genaiops.eval.replay.ScriptedChatModel}, which replies what a test tells it
 * to.
 */
@NullMarked
package io.genaiops.eval.replay;

import org.jspecify.annotations.NullMarked;
