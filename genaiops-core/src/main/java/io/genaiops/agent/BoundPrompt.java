package io.genaiops.agent;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.listener.AiServiceCompletedListener;
import dev.langchain4j.observability.api.listener.AiServiceErrorListener;
import dev.langchain4j.observability.api.listener.AiServiceRequestIssuedListener;
import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import io.genaiops.call.PromptCall;
import io.genaiops.call.PromptCalls;
import io.genaiops.call.PromptRequest;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallRelay;
import io.genaiops.model.Models;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands a prompt to an AI service at the places where LangChain4j takes text as it is. The system message goes through the
 * transformer of system messages. The user message replaces a stand-in where the message is augmented, before guardrails,
 * memory and model see it; LangChain4j would read an argument as a template. Examples and parameters are added where the
 * request meets the model.
 */
final class BoundPrompt {

    /** What LangChain4j gets as the text of the user message until the rendered one takes its place. */
    static final String STAND_IN = "(the user message of the prompt)";

    /** The invocation that this thread is in, of whichever service: a tool may invoke another one, or the same again. */
    private static final ThreadLocal<@Nullable Invocation> CURRENT = new ThreadLocal<>();

    private final PromptCalls calls;
    private final String reference;
    private final Map<Method, ServiceMethod> methods;

    private BoundPrompt(PromptCalls calls, String reference, Map<Method, ServiceMethod> methods) {
        this.calls = calls;
        this.reference = reference;
        this.methods = methods;
    }

    static BoundPrompt of(PromptCalls calls, String reference, Class<?> service) {
        PromptCall call = calls.prompt(reference);
        Map<Method, ServiceMethod> methods = ServiceMethod.of(service, call.prompt());
        Models models = calls.models();
        String name = call.modelName();
        if (!models.answersTo(name)) {
            models.chat(name);
        }
        if (methods.values().stream().anyMatch(ServiceMethod::streams)) {
            models.streaming(name);
        }
        return new BoundPrompt(calls, reference, methods);
    }

    void into(AiServices<?> builder, AiServiceContext context) {
        AiServiceRequestIssuedListener issued = this::issued;
        AiServiceCompletedListener completed = event -> Invocation.forget(event.invocationContext());
        AiServiceErrorListener failed = event -> Invocation.forget(event.invocationContext());
        builder.chatModel(new BoundChatModel(this))
                .streamingChatModel(new BoundStreamingChatModel(this))
                .systemMessageTransformer(this::system)
                .userMessageProvider(memoryId -> STAND_IN)
                .registerListeners(issued, completed, failed);
        context.retrievalAugmentor = augmentor(context.retrievalAugmentor);
    }

    Models models() {
        return calls.models();
    }

    @Nullable
    ServiceMethod method(Method method) {
        return methods.get(method);
    }

    Invocation invocation(ServiceMethod method, @Nullable Object[] arguments) {
        PromptCall call = calls.prompt(reference);
        method.inputs(arguments).forEach(call::with);
        CallContext given = method.context(arguments);
        if (given.user() != null) {
            call.forUser(given.user());
        }
        if (given.tenant() != null) {
            call.forTenant(given.tenant());
        }
        if (given.conversation() != null) {
            call.inConversation(given.conversation());
        }
        given.attributes().forEach(call::attribute);
        return Invocation.of(call.prepare());
    }

    /** Makes this the invocation of the thread, and returns the one before. */
    static @Nullable Invocation enter(@Nullable Invocation invocation) {
        Invocation before = CURRENT.get();
        if (invocation == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(invocation);
        }
        return before;
    }

    /** Returns the name of the model of the invocation that this thread begins, otherwise of the next one. */
    String modelName() {
        Invocation invocation = CURRENT.get();
        return invocation == null
                ? calls.prompt(reference).modelName()
                : invocation.request().modelName();
    }

    /** Returns the request as the prompt asks for it, with what travels with it. */
    Issued issued(ChatRequest request, @Nullable ChatRequestOptions given) {
        ChatRequestOptions options = CallRelay.take(request, given);
        if (!(options.listenerAttributes().get(Invocation.KEY) instanceof Invocation invocation)) {
            throw new IllegalStateException("a request of an AI service bound to '" + reference
                    + "' reached its model without the invocation that it belongs to; expected LangChain4j to say on the"
                    + " same thread that it issues this request: leave the models of the service as Agent sets them");
        }
        ChatRequestOptions.Builder inward = ChatRequestOptions.builder();
        options.listenerAttributes().forEach((key, value) -> {
            if (!Invocation.KEY.equals(key)) {
                inward.addListenerAttribute(key, value);
            }
        });
        return new Issued(invocation.request(), invocation.complete(request), inward.build());
    }

    private void issued(AiServiceRequestIssuedEvent event) {
        Invocation invocation = Invocation.find(event.invocationContext());
        if (invocation != null) {
            CallRelay.leave(event.request(), Invocation.KEY, invocation);
            CallRelay.leave(
                    event.request(), CallContext.KEY, invocation.request().context());
        }
    }

    private @Nullable String system(@Nullable String none, InvocationContext context) {
        Invocation invocation = CURRENT.get();
        if (invocation == null) {
            throw new IllegalStateException("an AI service bound to '" + reference
                    + "' was invoked on another thread than it was called on; LangChain4j 1.18 and 1.19 do not do so");
        }
        invocation.into(context);
        return invocation.system();
    }

    private static RetrievalAugmentor augmentor(@Nullable RetrievalAugmentor host) {
        return request -> {
            UserMessage message = rendered(request);
            return host == null
                    ? new AugmentationResult(message, List.of())
                    : host.augment(new AugmentationRequest(message, metadata(request.metadata(), message)));
        };
    }

    private static UserMessage rendered(AugmentationRequest request) {
        UserMessage standIn = (UserMessage) request.chatMessage();
        Invocation invocation = Invocation.find(request.metadata().invocationContext());
        if (invocation == null) {
            throw new IllegalStateException("a message was augmented outside of an invocation of the bound service");
        }
        List<Content> contents = new ArrayList<>(List.of(TextContent.from(invocation.user())));
        standIn.contents().stream().filter(content -> !isStandIn(content)).forEach(contents::add);
        return standIn.toBuilder().contents(contents).build();
    }

    private static boolean isStandIn(Content content) {
        return content instanceof TextContent text && text.text().equals(STAND_IN);
    }

    private static Metadata metadata(Metadata standIn, UserMessage message) {
        return Metadata.builder()
                .chatMessage(message)
                .systemMessage(standIn.systemMessage())
                .chatMemory(standIn.chatMemory())
                .invocationContext(standIn.invocationContext())
                .build();
    }

    /** A request on its way to the model. */
    record Issued(PromptRequest prompt, ChatRequest request, ChatRequestOptions options) {

        String modelName() {
            return prompt.modelName();
        }
    }
}
