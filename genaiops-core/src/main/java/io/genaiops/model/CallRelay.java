package io.genaiops.model;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.observability.api.listener.AiServiceRequestIssuedListener;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is known of a call across LangChain4j's AI services, which hand no options to their models. A service says
 * that it issues a request on the thread that makes the model call, right before it, and with the very request that the
 * model gets. So what a listener {@linkplain #leave leaves} then for the request, the outermost decorator {@linkplain
 * #take takes} from there, and passes it inward as options. It is taken once and only for the same instance: a thread that
 * goes on to serve another call finds nothing of it. Thread-safe.
 *
 * @since 0.1
 */
public final class CallRelay {

    /** Holds what was left until the next step of the same thread; the request in it is not kept alive. */
    private static final ThreadLocal<@Nullable Left> SLOT = new ThreadLocal<>();

    private CallRelay() {}

    /**
     * Returns what a host registers with an AI service of its own, so that the {@link CallContext} in the parameters of an
     * invocation reaches the options of every model call that it makes: {@code builder.registerListener(…)}.
     */
    public static AiServiceRequestIssuedListener listener() {
        return event -> CallContext.from(event.invocationContext())
                .ifPresent(context -> leave(event.request(), CallContext.KEY, context));
    }

    /** Returns a model that takes what was left for a request and passes it inward. Models traced or bound do so already. */
    public static ChatModel chatModel(ChatModel model) {
        return ForwardingChatModel.of(model, next -> (request, options) -> next.chat(request, take(request, options)));
    }

    /** Returns a model that takes what was left for a request and passes it inward. Models traced or bound do so already. */
    public static StreamingChatModel streamingChatModel(StreamingChatModel model) {
        return ForwardingStreamingChatModel.of(
                model, next -> (request, options, handler) -> next.chat(request, take(request, options), handler));
    }

    /** Leaves a fact for the model call that this thread makes next with this request. */
    public static void leave(ChatRequest request, String key, Object value) {
        Objects.requireNonNull(value, "value");
        Left left = SLOT.get();
        if (left == null || !left.request.refersTo(request)) {
            left = new Left(new WeakReference<>(request), new HashMap<>());
            SLOT.set(left);
        }
        left.attributes.put(key, value);
    }

    /** Returns these options with all that was left for this request; of facts with the same key, those given stay. */
    public static ChatRequestOptions take(ChatRequest request, @Nullable ChatRequestOptions options) {
        ChatRequestOptions given = options == null ? ChatRequestOptions.EMPTY : options;
        Left left = SLOT.get();
        if (left == null || !left.request.refersTo(request)) {
            return given;
        }
        SLOT.remove();
        ChatRequestOptions.Builder builder = ChatRequestOptions.builder();
        left.attributes.forEach(builder::addListenerAttribute);
        given.listenerAttributes().forEach(builder::addListenerAttribute);
        return builder.build();
    }

    private record Left(WeakReference<ChatRequest> request, Map<String, Object> attributes) {}
}
