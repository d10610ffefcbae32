/**
 * What the host's HTTP client hears of a provider and LangChain4j drops: the door is {@link
 * io.genaiops.http.RetryAfterHeader}. No client is made here and nothing is sent.
 */
@NullMarked
package io.genaiops.http;

import org.jspecify.annotations.NullMarked;
