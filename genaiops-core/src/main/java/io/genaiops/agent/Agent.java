package io.genaiops.agent;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import io.genaiops.call.PromptCalls;
import io.genaiops.policy.Policy;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Binds interfaces of LangChain4j's AI services to versioned prompts: system message, examples and user message of each
 * invocation come from the prompt, and the answer comes from the model that the prompt names. The prompt is resolved once
 * for each invocation, so a label that moves takes effect without a restart. Its text reaches the model as it was
 * rendered: no value is ever read as a template. Immutable and thread-safe, like the services that it binds if their
 * memory and tools are.
 *
 * <pre>{@code
 * interface Assistant {
 *     String answer(@V("question") String question);
 * }
 *
 * Assistant assistant = Agent.of(calls).bind(Assistant.class, "trail-guide");
 * }</pre>
 *
 * @since 0.1
 */
public final class Agent {

    private final PromptCalls calls;

    private Agent(PromptCalls calls) {
        this.calls = calls;
    }

    /** Returns an agent that takes its prompts and models from these calls. */
    public static Agent of(PromptCalls calls) {
        return new Agent(Objects.requireNonNull(calls, "calls"));
    }

    /**
     * Returns what an AI service, bound or not, takes as {@code beforeToolExecution}, so that no tool runs that a policy
     * refuses.
     */
    public static ToolPolicy toolPolicy(Policy policy) {
        return new ToolPolicy(Objects.requireNonNull(policy, "policy"));
    }

    /** Returns a service without memory, tools and retrieval; see {@link #bind(Class, String, UnaryOperator)}. */
    public <T> T bind(Class<T> service, String prompt) {
        return bind(service, prompt, UnaryOperator.identity());
    }

    /**
     * Returns an implementation of a service whose every method is a call of the prompt. Arguments are inputs: by {@code
     * @V}, otherwise by the name of the parameter, otherwise the only argument is the only input. {@code @MemoryId},
     * {@code @UserName}, images and other contents, {@code InvocationParameters} and {@code ChatRequestParameters} stay
     * what they are for LangChain4j. A {@link io.genaiops.model.CallContext} in the {@code InvocationParameters} says for
     * which user, tenant and conversation the call is made. Earlier messages of a memory stand after the prompt's examples
     * and before its last message.
     *
     * @param prompt the reference of the prompt, for example {@code trail-guide} or {@code trail-guide@beta}
     * @param options sets memory, tools, retrieval, guardrails and listeners on the builder that it gets, and returns that
     *     builder; models and messages are not for it to set
     * @throws IllegalArgumentException if the service does not fit the prompt, a model is not mapped, or the options set
     *     what comes from the prompt; the message says what
     */
    public <T> T bind(Class<T> service, String prompt, UnaryOperator<AiServices<T>> options) {
        BoundPrompt bound = BoundPrompt.of(calls, prompt, service);
        AiServiceContext context = AiServiceContext.create(service);
        AiServices<T> builder = AiServices.builder(context);
        HostOptions.apply(options, builder, context);
        bound.into(builder, context);
        return BoundService.of(service, builder.build(), bound);
    }
}
