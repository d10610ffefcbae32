package io.genaiops.tracing.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.span.ChatSpans;
import io.genaiops.tracing.span.InferenceSpan;
import io.genaiops.tracing.span.Spans;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Traces a model from the inside, for hosts that cannot decorate it. It sees less than a decorated model: no first chunk,
 * no cancellation, no call that throws before it is made, and it cannot tell a stream from a plain call. A call whose
 * answer never comes ends as abandoned. Within a traced model it keeps quiet, so that one call is one span. Thread-safe.
 *
 * @since 0.1
 */
public final class TracingListener implements ChatModelListener {

    private static final String SPAN = "io.genaiops.tracing-span";

    private final Spans spans;
    private final boolean inProcess;
    private final ConcurrentMap<Optional<ModelProvider>, ChatSpans> byProvider = new ConcurrentHashMap<>();

    private TracingListener(Spans spans, boolean inProcess) {
        this.spans = spans;
        this.inProcess = inProcess;
    }

    /** Returns a listener whose spans are of kind INTERNAL if the model runs in this process. */
    public static ChatModelListener of(Spans spans, boolean inProcess) {
        return new TracingListener(spans, inProcess);
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        Map<Object, Object> attributes = context.attributes();
        if (!spans.enabled() || attributes.containsKey(SPAN) || spans.covers(context.chatRequest())) {
            return;
        }
        CallContext call = attributes.get(CallContext.KEY) instanceof CallContext known ? known : CallContext.NONE;
        InferenceSpan span =
                spans(context.modelProvider()).start(context.chatRequest(), call, Calls.enclosing(attributes));
        attributes.put(SPAN, span);
        span.watch(attributes);
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        end(context.attributes(), span -> span.complete(context.chatResponse()));
    }

    @Override
    public void onError(ChatModelErrorContext context) {
        end(context.attributes(), span -> span.fail(context.error()));
    }

    private ChatSpans spans(@Nullable ModelProvider provider) {
        return byProvider.computeIfAbsent(
                Optional.ofNullable(provider), known -> spans.chat(() -> known.orElse(null), () -> null, inProcess));
    }

    private static void end(Map<Object, Object> attributes, Consumer<InferenceSpan> end) {
        if (attributes.get(SPAN) instanceof InferenceSpan span) {
            end.accept(span);
        }
    }
}
