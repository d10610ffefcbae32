/**
 * LangChain4j's AI services with messages from versioned prompts: the door is {@link io.genaiops.agent.Agent}. Needs the
 * artifact {@code dev.langchain4j:langchain4j}.
 */
@NullMarked
package io.genaiops.agent;

import org.jspecify.annotations.NullMarked;
