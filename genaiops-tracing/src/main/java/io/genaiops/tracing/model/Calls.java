package io.genaiops.tracing.model;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallRelay;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what is known of a call. The one place to ask, so that every source of it is seen by every model. */
final class Calls {

    /** What LangChain4j's models answer that do not know their name. */
    private static final String UNNAMED = "unknown";

    private Calls() {}

    /**
     * Returns the options with what an AI service left for this request. LangChain4j takes {@code null} for no options, and
     * so does this.
     */
    static ChatRequestOptions options(ChatRequest request, @Nullable ChatRequestOptions options) {
        return CallRelay.take(request, options);
    }

    /** Returns the context that the options carry. */
    static CallContext contextOf(ChatRequestOptions options) {
        return options.listenerAttributes().get(CallContext.KEY) instanceof CallContext context
                ? context
                : CallContext.NONE;
    }

    /** Returns the operation that the call is part of, if the attributes of its options carry one. */
    static @Nullable Enclosing enclosing(Map<Object, Object> attributes) {
        return attributes.get(Enclosing.KEY) instanceof Enclosing enclosing ? enclosing : null;
    }

    /** Returns the model asked for, otherwise the model's own name; {@code null} if neither is one. */
    static @Nullable String name(@Nullable String asked, @Nullable String own) {
        String name = asked == null ? own : asked;
        return name == null || name.isBlank() || name.equals(UNNAMED) ? null : name;
    }
}
