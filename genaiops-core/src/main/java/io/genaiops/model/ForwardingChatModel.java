package io.genaiops.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A chat model with something done around each of its calls. Every other method, and the options of a call, go on to the
 * model that it decorates, so that its own listeners fire. As thread-safe as the model and what is done.
 *
 * <pre>{@code
 * ChatModel counted = ForwardingChatModel.of(model, next -> (request, options) -> {
 *     calls.increment();
 *     return next.chat(request, options);
 * });
 * }</pre>
 *
 * @since 0.1
 */
public final class ForwardingChatModel implements ChatModel {

    private final ChatModel model;
    private final ChatCall chat;
    private final ChatCall bare;

    private ForwardingChatModel(ChatModel model, UnaryOperator<ChatCall> around) {
        this.model = model;
        this.chat = around.apply(this::forward);
        this.bare = around.apply((request, options) -> model.doChat(request));
    }

    /** Returns the model with something done around each of its calls. */
    public static ChatModel of(ChatModel model, UnaryOperator<ChatCall> around) {
        return new ForwardingChatModel(
                Objects.requireNonNull(model, "model"), Objects.requireNonNull(around, "around"));
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return chat.chat(request, ChatRequestOptions.EMPTY);
    }

    @Override
    public ChatResponse chat(ChatRequest request, @Nullable ChatRequestOptions options) {
        return chat.chat(request, options == null ? ChatRequestOptions.EMPTY : options);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return bare.chat(request, ChatRequestOptions.EMPTY);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    /** Without options the shorter method is called: models of others may know no options. */
    private ChatResponse forward(ChatRequest request, ChatRequestOptions options) {
        return options.listenerAttributes().isEmpty() ? model.chat(request) : model.chat(request, options);
    }
}
