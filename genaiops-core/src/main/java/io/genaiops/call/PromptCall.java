package io.genaiops.call;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.ModelParameters;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInputs;
import io.genaiops.prompt.RenderedPrompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a prompt, being put together. Not thread-safe; {@link #send} may be repeated.
 *
 * @since 0.1
 */
public final class PromptCall {

    private final Prompt prompt;
    private final PromptInputs inputs;
    private final Models models;
    private final InputLimit inputLimit;
    private final LongSupplier nanoTime;
    private final Map<String, String> attributes = new HashMap<>();
    private @Nullable String modelName;
    private @Nullable String user;
    private @Nullable String tenant;
    private @Nullable String conversation;

    PromptCall(Prompt prompt, Models models, InputLimit inputLimit, LongSupplier nanoTime) {
        this.prompt = prompt;
        this.inputs = prompt.with(Map.of());
        this.models = models;
        this.inputLimit = inputLimit;
        this.nanoTime = nanoTime;
    }

    /** Gives the value of one input. */
    public PromptCall with(String input, Object value) {
        inputs.with(input, value);
        return this;
    }

    /** Gives the values of several inputs. */
    public PromptCall with(Map<String, ?> values) {
        inputs.with(values);
        return this;
    }

    /** Gives the messages that stand in the place of <code>{{history}}</code>. */
    public PromptCall history(List<? extends ChatMessage> messages) {
        inputs.history(messages);
        return this;
    }

    /** Asks the host's model of that name instead of the one that the prompt names. */
    public PromptCall onModel(String name) {
        this.modelName = name;
        return this;
    }

    /** Says for which user the call is made. */
    public PromptCall forUser(String id) {
        this.user = id;
        return this;
    }

    /** Says for which tenant the call is made. */
    public PromptCall forTenant(String id) {
        this.tenant = id;
        return this;
    }

    /** Says to which conversation the call belongs. */
    public PromptCall inConversation(String id) {
        this.conversation = id;
        return this;
    }

    /** Says one more fact that travels with the call. */
    public PromptCall attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    /**
     * Renders the prompt and asks the model.
     *
     * @throws IllegalArgumentException if an input is missing, unknown or of the wrong type, or the model is not mapped
     * @throws RefusedException if the messages pass the prompt's {@code limits.maxInputTokens}, or the prompt asks for
     *     {@code tools}, a {@code fallback} or a {@code limits.maxCost}, which calls do not honour
     * @throws RuntimeException what the model throws, as it is
     */
    public Answer send() {
        refuseUnsupported();
        String name = modelName();
        ChatModel model = models.chat(name);
        RenderedPrompt rendered = inputs.render();
        inputLimit.check(prompt, rendered.messages());
        ChatRequest request = ChatRequest.builder()
                .messages(rendered.messages())
                .parameters(parameters(prompt.parameters()))
                .build();
        CallContext context = new CallContext(prompt.identity(), user, tenant, conversation, attributes);
        long start = nanoTime.getAsLong();
        ChatResponse response = model.chat(request, context.into(ChatRequestOptions.EMPTY));
        Duration latency = Duration.ofNanos(nanoTime.getAsLong() - start);
        return new Answer(
                prompt.identity(), name, rendered.messages(), response, usage(response.tokenUsage()), latency);
    }

    /** A prompt is sent as it asks to be sent, or not at all. */
    private void refuseUnsupported() {
        List<String> asked = new ArrayList<>();
        if (!prompt.tools().isEmpty()) {
            asked.add("tools " + prompt.tools());
        }
        if (!prompt.fallback().isEmpty()) {
            asked.add("fallback " + prompt.fallback());
        }
        prompt.limits().maxCostPerCall().ifPresent(cost -> asked.add("limits.maxCost " + cost));
        if (!asked.isEmpty()) {
            throw new RefusedException(prompt + " asks for " + String.join(", ", asked)
                    + ", which PromptCalls does not honour; take it out of the front matter, or render the prompt and"
                    + " call the model yourself");
        }
    }

    private String modelName() {
        if (modelName != null) {
            return modelName;
        }
        return prompt.model()
                .map(AssetRef::name)
                .or(models::only)
                .orElseThrow(() -> new IllegalArgumentException(prompt
                        + " names no model and several are mapped: " + models.names()
                        + "; name one in its front matter ('model: …') or call onModel(…)"));
    }

    private static ChatRequestParameters parameters(ModelParameters fixed) {
        return ChatRequestParameters.builder()
                .temperature(fixed.temperature())
                .topP(fixed.topP())
                .topK(fixed.topK())
                .frequencyPenalty(fixed.frequencyPenalty())
                .presencePenalty(fixed.presencePenalty())
                .maxOutputTokens(fixed.maxOutputTokens())
                .stopSequences(fixed.stopSequences().isEmpty() ? null : fixed.stopSequences())
                .build();
    }

    private static Usage usage(@Nullable TokenUsage reported) {
        if (reported == null) {
            return Usage.UNKNOWN;
        }
        return new Usage(count(reported.inputTokenCount()), count(reported.outputTokenCount()), null, null, null);
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null || tokens < 0 ? null : Long.valueOf(tokens);
    }
}
