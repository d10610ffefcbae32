package io.genaiops.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A streaming chat model with something done around each of its calls; otherwise like {@link ForwardingChatModel}. The
 * handler goes on as it is unless what is done wraps it.
 *
 * @since 0.1
 */
public final class ForwardingStreamingChatModel implements StreamingChatModel {

    private final StreamingChatModel model;
    private final StreamingChatCall chat;
    private final StreamingChatCall bare;

    private ForwardingStreamingChatModel(StreamingChatModel model, UnaryOperator<StreamingChatCall> around) {
        this.model = model;
        this.chat = around.apply(this::forward);
        this.bare = around.apply((request, options, handler) -> model.doChat(request, handler));
    }

    /** Returns the model with something done around each of its calls. */
    public static StreamingChatModel of(StreamingChatModel model, UnaryOperator<StreamingChatCall> around) {
        return new ForwardingStreamingChatModel(
                Objects.requireNonNull(model, "model"), Objects.requireNonNull(around, "around"));
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        chat.chat(request, ChatRequestOptions.EMPTY, handler);
    }

    @Override
    public void chat(ChatRequest request, @Nullable ChatRequestOptions options, StreamingChatResponseHandler handler) {
        chat.chat(request, options == null ? ChatRequestOptions.EMPTY : options, handler);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        bare.chat(request, ChatRequestOptions.EMPTY, handler);
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

    private void forward(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        if (options.listenerAttributes().isEmpty()) {
            model.chat(request, handler);
        } else {
            model.chat(request, options, handler);
        }
    }
}
