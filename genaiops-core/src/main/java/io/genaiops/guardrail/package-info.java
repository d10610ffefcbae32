/** LangChain4j's guardrails around the calls of prompts: what they check, rewrite, refuse and ask for again. */
@NullMarked
package io.genaiops.guardrail;

import org.jspecify.annotations.NullMarked;
