package io.genaiops.call;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import io.genaiops.RefusedException;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.limit.AskedModel;
import io.genaiops.limit.CallEstimate;
import io.genaiops.limit.CostLimit;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.RenderedPrompt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a prompt as it goes to the model: messages, parameters, model and what travels with it. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class PromptRequest {

    private final RenderedPrompt rendered;
    private final String modelName;
    private final ChatRequest chatRequest;
    private final CallContext context;
    private final PromptCalls calls;

    PromptRequest(
            RenderedPrompt rendered,
            String modelName,
            ChatRequest chatRequest,
            CallContext context,
            PromptCalls calls) {
        this.rendered = rendered;
        this.modelName = modelName;
        this.chatRequest = chatRequest;
        this.context = context;
        this.calls = calls;
    }

    /** Returns the prompt with its messages, and where their text came from. */
    public RenderedPrompt rendered() {
        return rendered;
    }

    /** Returns the host's name of the model to ask. */
    public String modelName() {
        return modelName;
    }

    /** Returns the messages with the parameters that the prompt fixes, as LangChain4j takes them. */
    public ChatRequest chatRequest() {
        return chatRequest;
    }

    /** Returns what travels with the call. */
    public CallContext context() {
        return context;
    }

    /** Returns the options to call a model with, so that the identity of the prompt travels. */
    public ChatRequestOptions options() {
        return context.into(ChatRequestOptions.EMPTY);
    }

    /**
     * Requires that a request which goes to the model in the name of this prompt is within its {@code
     * limits.maxInputTokens} and {@code limits.maxCost}: a conversation adds messages to those that it rendered.
     *
     * @throws RefusedException if it passes a limit, or whether it does cannot be told
     */
    public void requireWithinLimits(ChatRequest request) {
        List<ChatMessage> counted = counted(request);
        calls.inputLimit().check(rendered.prompt(), counted);
        calls.costLimit()
                .check(
                        rendered.prompt(),
                        new CostLimit.Planned(
                                modelName,
                                counted,
                                request.maxOutputTokens(),
                                !request.toolSpecifications().isEmpty()));
    }

    /** Returns how many tokens this request uses, as far as that can be told before it is made. */
    public CallEstimate estimate() {
        return calls.inputLimit().estimate(counted(chatRequest), mostOutput());
    }

    PromptCalls calls() {
        return calls;
    }

    /** Returns the same call with other messages: another round of it. */
    PromptRequest with(List<ChatMessage> messages) {
        ChatRequest next = ChatRequest.builder()
                .messages(messages)
                .parameters(chatRequest.parameters())
                .build();
        return new PromptRequest(rendered, modelName, next, context, calls);
    }

    /** Returns the same call of another model. */
    PromptRequest onModel(String other) {
        return new PromptRequest(rendered, other, chatRequest, context, calls);
    }

    /** A schema that the answer is held to takes tokens too: providers send it to the model as text. */
    private static List<ChatMessage> counted(ChatRequest request) {
        ResponseFormat format = request.responseFormat();
        if (format == null || format.jsonSchema() == null) {
            return request.messages();
        }
        List<ChatMessage> counted = new ArrayList<>(request.messages());
        counted.add(SystemMessage.from(format.jsonSchema().toString()));
        return counted;
    }

    private @Nullable Integer mostOutput() {
        Integer asked = chatRequest.maxOutputTokens();
        return asked == null
                ? AskedModel.find(calls.models(), modelName)
                        .map(AskedModel::maxOutputTokens)
                        .orElse(null)
                : asked;
    }

    /**
     * Returns what this request costs at most if it uses so many tokens; unpriced, with the reason, where no price is known
     * or the model is not mapped.
     */
    public Cost costAtMost(Usage tokens) {
        return AskedModel.find(calls.models(), modelName)
                .map(model -> calls.pricing().atMost(model, tokens))
                .orElseGet(() -> Cost.unpriced("no model is mapped to '" + modelName + "'"));
    }

    /** Returns prompt, model and sizes, without any text of the messages. */
    @Override
    public String toString() {
        return "PromptRequest[" + rendered.identity() + ", model=" + modelName + ", messages="
                + rendered.messages().size() + "]";
    }
}
