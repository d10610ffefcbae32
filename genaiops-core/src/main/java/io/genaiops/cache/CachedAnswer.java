package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Objects;

/**
 * An answer, and whether it was at hand. One that was costs nothing: its usage is what the model reported when it was asked,
 * which was paid then.
 *
 * @param response the answer as the model gave it
 * @param fromCache whether no model was asked for it: it was kept, or another call of the same request was waited for
 * @since 0.1
 */
public record CachedAnswer(ChatResponse response, boolean fromCache) {

    /** Requires an answer. */
    public CachedAnswer {
        Objects.requireNonNull(response, "response");
    }
}
