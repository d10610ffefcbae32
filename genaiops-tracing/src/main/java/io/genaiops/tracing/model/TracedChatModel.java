package io.genaiops.tracing.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.tracing.span.ChatSpans;
import io.genaiops.tracing.span.InferenceSpan;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A chat model whose every call is one span. It calls the same method of the model that it decorates, so that the model's
 * own listeners fire, and forwards the options that it got. As thread-safe as the model.
 *
 * @since 0.1
 */
@SuppressWarnings("try") // a scope is opened only to be closed
public final class TracedChatModel implements ChatModel {

    private final ChatModel delegate;
    private final ChatSpans spans;

    private TracedChatModel(ChatModel delegate, ChatSpans spans) {
        this.delegate = delegate;
        this.spans = spans;
    }

    /** Returns the model, traced; of kind INTERNAL if it runs in this process. One that is traced already stays as it is. */
    public static ChatModel of(ChatModel model, Spans spans, boolean inProcess) {
        if (model instanceof TracedChatModel) {
            return model;
        }
        return new TracedChatModel(model, spans.chat(model::provider, model::defaultRequestParameters, inProcess));
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        ChatRequestOptions known = Calls.options(request, null);
        return known.listenerAttributes().isEmpty()
                ? traced(request, known, () -> delegate.chat(request))
                : traced(request, known, () -> delegate.chat(request, known));
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        ChatRequestOptions known = Calls.options(request, options);
        return traced(request, known, () -> delegate.chat(request, known));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return traced(request, ChatRequestOptions.EMPTY, () -> delegate.doChat(request));
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return delegate.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return delegate.listeners();
    }

    @Override
    public ModelProvider provider() {
        return delegate.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return delegate.supportedCapabilities();
    }

    private ChatResponse traced(ChatRequest request, ChatRequestOptions options, Supplier<ChatResponse> call) {
        if (!spans.enabled()) {
            return call.get();
        }
        InferenceSpan span =
                spans.start(request, Calls.contextOf(options), Calls.enclosing(options.listenerAttributes()));
        ChatResponse response;
        try (Scope scope = span.open()) {
            response = call.get();
        } catch (Throwable t) {
            span.fail(t);
            throw t;
        }
        span.complete(response);
        return response;
    }
}
