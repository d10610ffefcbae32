package io.genaiops.tracing.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.tracing.span.ChatSpans;
import io.genaiops.tracing.span.InferenceSpan;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A streaming chat model whose every call is one span, which ends exactly once: when the answer is complete, on an error,
 * when the call throws, when the host cancels the stream, or when it turns out to be abandoned. Callbacks run in the
 * context of the caller. As thread-safe as the model.
 *
 * @since 0.1
 */
@SuppressWarnings("try") // a scope is opened only to be closed
public final class TracedStreamingChatModel implements StreamingChatModel {

    private final StreamingChatModel delegate;
    private final ChatSpans spans;

    private TracedStreamingChatModel(StreamingChatModel delegate, ChatSpans spans) {
        this.delegate = delegate;
        this.spans = spans;
    }

    /** Returns the model, traced; of kind INTERNAL if it runs in this process. One that is traced already stays as it is. */
    public static StreamingChatModel of(StreamingChatModel model, Spans spans, boolean inProcess) {
        if (model instanceof TracedStreamingChatModel) {
            return model;
        }
        return new TracedStreamingChatModel(
                model, spans.chat(model::provider, model::defaultRequestParameters, inProcess));
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatRequestOptions known = Calls.options(request, null);
        if (known.listenerAttributes().isEmpty()) {
            traced(request, known, handler, observed -> delegate.chat(request, observed));
        } else {
            traced(request, known, handler, observed -> delegate.chat(request, known, observed));
        }
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        ChatRequestOptions known = Calls.options(request, options);
        traced(request, known, handler, observed -> delegate.chat(request, known, observed));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        traced(request, ChatRequestOptions.EMPTY, handler, observed -> delegate.doChat(request, observed));
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

    private void traced(
            ChatRequest request,
            ChatRequestOptions options,
            StreamingChatResponseHandler handler,
            Consumer<StreamingChatResponseHandler> call) {
        if (!spans.enabled()) {
            call.accept(handler);
            return;
        }
        InferenceSpan span =
                spans.startStream(request, Calls.contextOf(options), Calls.enclosing(options.listenerAttributes()));
        TracedHandler observed = new TracedHandler(handler, span);
        span.watch(observed);
        try (Scope scope = span.open()) {
            call.accept(observed);
        } catch (Throwable t) {
            span.fail(t);
            throw t;
        }
    }
}
