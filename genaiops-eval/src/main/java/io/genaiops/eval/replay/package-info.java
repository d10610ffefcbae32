/**
 * Tests and experiments without a model: the door is {@link io.genaiops.eval.replay.Cassette}, which records what models
 * answer and replays it. {@link io.genaiops.eval.replay.ScriptedChatModel} replies what a test tells it to.
 */
@NullMarked
package io.genaiops.eval.replay;

import org.jspecify.annotations.NullMarked;
