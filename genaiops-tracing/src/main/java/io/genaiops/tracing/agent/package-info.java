/** Tools and agents as spans: the door for tools is {@link io.genaiops.tracing.agent.TracedTools}. Needs langchain4j. */
@NullMarked
package io.genaiops.tracing.agent;

import org.jspecify.annotations.NullMarked;
