/**
 * AI services of LangChain4j and their tools, traced: the door is {@link io.genaiops.tracing.agent.AgentTracing}, that for
 * tools alone {@link io.genaiops.tracing.agent.TracedTools}. Needs the artifact {@code dev.langchain4j:langchain4j}.
 */
@NullMarked
package io.genaiops.tracing.agent;

import org.jspecify.annotations.NullMarked;
