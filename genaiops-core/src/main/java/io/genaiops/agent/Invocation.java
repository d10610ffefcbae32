package io.genaiops.agent;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.genaiops.GenAiOpsException;
import io.genaiops.call.PromptRequest;
import io.genaiops.model.CallContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a bound service: the prompt as it was rendered for it, in the parts that LangChain4j takes one by one.
 * It rides in the parameters of the invocation, under a key of its own, because a host may share them.
 */
final class Invocation {

    static final String KEY = "io.genaiops.invocation";

    private final PromptRequest request;
    private final @Nullable String system;
    private final List<ChatMessage> examples;
    private final String user;

    private Invocation(PromptRequest request, @Nullable String system, List<ChatMessage> examples, String user) {
        this.request = request;
        this.system = system;
        this.examples = List.copyOf(examples);
        this.user = user;
    }

    static Invocation of(PromptRequest request) {
        List<ChatMessage> messages = request.rendered().messages();
        int last = messages.size() - 1;
        if (!(messages.get(last) instanceof UserMessage user)) {
            throw unfit(
                    request,
                    "end with a user message; the last one is of "
                            + messages.get(last).type());
        }
        boolean instructed = messages.get(0) instanceof SystemMessage;
        List<ChatMessage> examples = messages.subList(instructed ? 1 : 0, last);
        if (examples.stream().anyMatch(SystemMessage.class::isInstance)) {
            throw unfit(request, "have one system message, as the first message");
        }
        String system = instructed ? ((SystemMessage) messages.get(0)).text() : null;
        return new Invocation(request, system, examples, user.singleText());
    }

    private static GenAiOpsException unfit(PromptRequest request, String expected) {
        return new GenAiOpsException(
                request.rendered().prompt() + ": the messages of a prompt bound to an AI service must " + expected);
    }

    static @Nullable Invocation find(InvocationContext context) {
        return context.invocationParameters().asMap().get(key(context)) instanceof Invocation found ? found : null;
    }

    void into(InvocationContext context) {
        context.invocationParameters().put(key(context), this);
        request.context().into(context);
    }

    static void forget(InvocationContext context) {
        context.invocationParameters().asMap().remove(key(context));
        CallContext.forget(context);
    }

    private static String key(InvocationContext context) {
        return KEY + ":" + context.invocationId();
    }

    PromptRequest request() {
        return request;
    }

    @Nullable
    String system() {
        return system;
    }

    String user() {
        return user;
    }

    /** Returns the request with the prompt's examples before the conversation, and with its parameters where none are set. */
    ChatRequest complete(ChatRequest issued) {
        List<ChatMessage> messages = new ArrayList<>(issued.messages());
        messages.addAll(messages.get(0) instanceof SystemMessage ? 1 : 0, examples);
        ChatRequest complete = ChatRequest.builder()
                .messages(messages)
                .parameters(issued.parameters().defaultedBy(withoutTools()))
                .build();
        request.requireWithinLimits(complete);
        return complete;
    }

    /** A service runs the tools that it was built with; it could not run those of the calls. */
    private ChatRequestParameters withoutTools() {
        return ChatRequestParameters.builder()
                .overrideWith(request.chatRequest().parameters())
                .toolSpecifications(List.of())
                .build();
    }
}
