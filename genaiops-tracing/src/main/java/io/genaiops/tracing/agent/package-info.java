/**
 * AI services of LangChain4j and their tools, traced: the door is {@link io.genaiops.tracing.agent.AgentTracing}, that for
 * tools alone {@link io.genaiops.tracing.agent.TracedTools}, that for workflows of agents {@link
 * io.genaiops.tracing.agent.AgenticTracing}. Needs the artifact {@code dev.langchain4j:langchain4j}, and for workflows
 * {@code langchain4j-agentic} as well.
 */
@NullMarked
package io.genaiops.tracing.agent;

import org.jspecify.annotations.NullMarked;
