package io.genaiops.tracing.model;

import dev.langchain4j.model.chat.ChatRequestOptions;
import io.genaiops.model.CallContext;
import org.jspecify.annotations.Nullable;

/** Finds what is known of a call. The one place to ask, so that every source of it is seen by every model. */
final class Calls {

    /** What LangChain4j's models answer that do not know their name. */
    private static final String UNNAMED = "unknown";

    private Calls() {}

    /** Returns the context that the options carry; LangChain4j takes {@code null} for no options, and so does this. */
    static CallContext contextOf(@Nullable ChatRequestOptions options) {
        return options != null && options.listenerAttributes().get(CallContext.KEY) instanceof CallContext context
                ? context
                : CallContext.NONE;
    }

    /** Returns the model asked for, otherwise the model's own name; {@code null} if neither is one. */
    static @Nullable String name(@Nullable String asked, @Nullable String own) {
        String name = asked == null ? own : asked;
        return name == null || name.isBlank() || name.equals(UNNAMED) ? null : name;
    }
}
