package io.genaiops.agent;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets the host set options on a builder, and refuses those that a prompt sets: none is silently overruled. */
final class HostOptions {

    private HostOptions() {}

    static <T> void apply(UnaryOperator<AiServices<T>> options, AiServices<T> builder, AiServiceContext context) {
        List<@Nullable Object> before = messages(context);
        AiServices<T> returned = options.apply(builder);
        List<String> wrong = new ArrayList<>();
        if (returned == null || !returned.equals(builder)) {
            wrong.add("another builder than they were given");
        }
        if (context.chatModel != null || context.streamingChatModel != null) {
            wrong.add("a model, which comes from PromptCalls by the name in the prompt");
        }
        if (!messages(context).equals(before)) {
            wrong.add("a system or user message, which come from the prompt");
        }
        if (!context.storeRetrievedContentInChatMemory) {
            wrong.add("storeRetrievedContentInChatMemory(false), with which LangChain4j keeps the message as it was"
                    + " before the prompt was rendered");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "options must set memory, tools, retrieval, guardrails or listeners of the"
                            + " builder they get, and return it; found " + String.join("; ", wrong));
        }
    }

    private static List<@Nullable Object> messages(AiServiceContext context) {
        return Arrays.asList(
                context.systemMessageProvider,
                context.systemMessageProviderWithContext,
                context.systemMessageTransformer,
                context.userMessageProvider);
    }
}
