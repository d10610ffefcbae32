package io.genaiops.guardrail;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.guardrail.GuardrailRequestParams;
import dev.langchain4j.invocation.InvocationContext;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.Prompt;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The call that guardrails look at. In their request they find the prompt's template, its inputs as variables, the messages
 * so far as chat memory, and the call's context by {@link CallContext#from(InvocationContext)}.
 *
 * @param prompt what is called
 * @param inputs the values that it is rendered with
 * @param context what travels with the call
 * @since 0.1
 */
public record Subject(Prompt prompt, Map<String, Object> inputs, CallContext context) {

    /** Returns the same call with the inputs as they are now. */
    Subject copy() {
        return new Subject(prompt, Collections.unmodifiableMap(new LinkedHashMap<>(inputs)), context);
    }

    GuardrailRequestParams params(UUID call, List<ChatMessage> messages) {
        String conversation = Objects.requireNonNullElse(context.conversation(), "default");
        return GuardrailRequestParams.builder()
                .userMessageTemplate(prompt.template().source())
                .variables(inputs)
                .chatMemory(new MessagesSoFar(conversation, messages))
                .invocationContext(InvocationContext.builder()
                        .invocationId(call)
                        .chatMemoryId(conversation)
                        .invocationParameters(context.toInvocationParameters())
                        .timestamp(Instant.now())
                        .build())
                .build();
    }
}
