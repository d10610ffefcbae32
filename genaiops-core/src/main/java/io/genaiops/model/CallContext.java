package io.genaiops.model;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.ChatRequestOptions;
import io.genaiops.prompt.PromptIdentity;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a model call from the outermost decorator to the innermost: the prompt it was made from and what
 * the host said of it. It rides in {@link ChatRequestOptions#listenerAttributes()} under {@link #KEY}; every decorator
 * forwards the options that it got. Through AI services it rides in the {@link InvocationParameters} of the invocation,
 * and {@link CallRelay} hands it over.
 *
 * @param prompt the prompt that the messages were rendered from, or {@code null}
 * @param user the host's id of the user, or {@code null}
 * @param tenant the host's id of the tenant, or {@code null}
 * @param conversation the host's id of the conversation, or {@code null}
 * @param attributes further facts of the host
 * @since 0.1
 */
public record CallContext(
        @Nullable PromptIdentity prompt,
        @Nullable String user,
        @Nullable String tenant,
        @Nullable String conversation,
        Map<String, String> attributes) {

    /** The key in the listener attributes. */
    public static final String KEY = "io.genaiops.call-context";

    /** A call of which nothing is known. */
    public static final CallContext NONE = new CallContext(null, null, null, null, Map.of());

    /** Copies the attributes. */
    public CallContext {
        attributes = Map.copyOf(attributes);
    }

    /** Returns the context of a call made from this prompt. */
    public static CallContext of(PromptIdentity prompt) {
        return new CallContext(prompt, null, null, null, Map.of());
    }

    /** Returns the context in these options, if there is one. */
    public static Optional<CallContext> from(ChatRequestOptions options) {
        return options.listenerAttributes().get(KEY) instanceof CallContext context
                ? Optional.of(context)
                : Optional.empty();
    }

    /**
     * Returns the context of an invocation of an AI service, if there is one. Tools ask for it in {@code
     * executeWithContext}.
     */
    public static Optional<CallContext> from(InvocationContext invocation) {
        InvocationParameters parameters = invocation.invocationParameters();
        if (parameters == null) {
            return Optional.empty();
        }
        Object own = parameters.asMap().get(key(invocation));
        Object found = own == null ? parameters.asMap().get(KEY) : own;
        return found instanceof CallContext context ? Optional.of(context) : Optional.empty();
    }

    /** Returns parameters of an invocation with this context, for a method that takes {@code InvocationParameters}. */
    public InvocationParameters toInvocationParameters() {
        return InvocationParameters.from(KEY, this);
    }

    /**
     * Gives this context to one invocation. Others that share its parameters do not see it; it stays there until {@link
     * #forget}.
     */
    public void into(InvocationContext invocation) {
        invocation.invocationParameters().put(key(invocation), this);
    }

    /** Takes the context that {@link #into(InvocationContext)} gave to an invocation away again. */
    public static void forget(InvocationContext invocation) {
        invocation.invocationParameters().asMap().remove(key(invocation));
    }

    private static String key(InvocationContext invocation) {
        return KEY + ":" + invocation.invocationId();
    }

    /** Returns options with this context and every attribute of the given ones. */
    public ChatRequestOptions into(ChatRequestOptions options) {
        ChatRequestOptions.Builder builder = ChatRequestOptions.builder();
        options.listenerAttributes().forEach(builder::addListenerAttribute);
        return builder.addListenerAttribute(KEY, this).build();
    }
}
