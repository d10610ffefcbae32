/**
 * LangChain4j's models, traced, each of the type that it decorates: the door is {@link
 * io.genaiops.tracing.model.TracedChatModel}.
 */
@NullMarked
package io.genaiops.tracing.model;

import org.jspecify.annotations.NullMarked;
