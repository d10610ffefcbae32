package io.genaiops.call;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.ModelParameters;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInputs;
import io.genaiops.prompt.RenderedPrompt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call of a prompt, being put together. Not thread-safe; {@link #send}, {@link #sendAsync} and {@link #stream}
 * may be repeated.
 *
 * @since 0.1
 */
public final class PromptCall {

    private final Prompt prompt;
    private final PromptInputs inputs;
    private final PromptCalls calls;
    private final Map<String, String> attributes = new HashMap<>();
    private @Nullable String modelName;
    private @Nullable String user;
    private @Nullable String tenant;
    private @Nullable String conversation;

    PromptCall(Prompt prompt, PromptCalls calls) {
        this.prompt = prompt;
        this.inputs = prompt.with(Map.of());
        this.calls = calls;
    }

    /** Returns the prompt that is called: its reference is followed once, when the call begins. */
    public Prompt prompt() {
        return prompt;
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
     * @throws RefusedException if the messages pass the prompt's {@code limits.maxInputTokens}, if the call may cost more
     *     than its {@code limits.maxCost} or what it costs at most cannot be told, or if the prompt asks for {@code tools}
     *     or a {@code fallback}, which calls do not honour
     * @throws RuntimeException what the model throws, as it is
     */
    public Answer send() {
        PromptRequest request = prepare();
        return ask(calls.models().chat(request.modelName()), request);
    }

    /**
     * Renders the prompt on this thread and asks the model on another one: of the executor given to {@link
     * PromptCalls.Builder#executor}, or a thread of its own. What {@link #send} throws of its own is thrown here at once;
     * what the model throws completes the future. Cancelling the future does not interrupt the model.
     */
    public CompletableFuture<Answer> sendAsync() {
        PromptRequest request = prepare();
        ChatModel model = calls.models().chat(request.modelName());
        return CompletableFuture.supplyAsync(() -> ask(model, request), calls.executor());
    }

    /**
     * Renders the prompt and asks the streaming model. The handler gets every callback as the model makes it, on the
     * model's thread, and may cancel by the handle in the context of a partial response.
     *
     * @return the answer, once the handler has seen the last callback; cancelled if the stream is cancelled, and
     *     cancelling it cancels the stream at its next part
     * @throws IllegalArgumentException as {@link #send} throws it, also if the name has no streaming model
     * @throws RefusedException as {@link #send} throws it
     * @throws RuntimeException what the model throws before it streams, as it is
     */
    public CompletableFuture<Answer> stream(StreamingChatResponseHandler handler) {
        PromptRequest request = prepare();
        StreamingChatModel model = calls.models().streaming(request.modelName());
        AnswerHandler forwarding = new AnswerHandler(
                Objects.requireNonNull(handler, "handler"), request, AskedModel.of(request.modelName(), model), calls);
        model.chat(request.chatRequest(), request.options(), forwarding);
        return forwarding.answer();
    }

    /**
     * Renders the prompt and asks nobody: for a host that makes the model call itself, with {@link
     * PromptRequest#options()}. Throws what {@link #send} throws of its own.
     */
    public PromptRequest prepare() {
        refuseUnsupported();
        String name = modelName();
        RenderedPrompt rendered = inputs.render();
        ChatRequest request = ChatRequest.builder()
                .messages(rendered.messages())
                .parameters(parameters(prompt.parameters()))
                .build();
        CallContext context = new CallContext(prompt.identity(), user, tenant, conversation, attributes);
        PromptRequest prepared = new PromptRequest(rendered, name, request, context, calls);
        prepared.requireWithinLimits(request);
        return prepared;
    }

    private Answer ask(ChatModel model, PromptRequest request) {
        Instant started = calls.pricing().now();
        long start = calls.nanoTime().getAsLong();
        ChatResponse response = model.chat(request.chatRequest(), request.options());
        Duration latency = Duration.ofNanos(calls.nanoTime().getAsLong() - start);
        AskedModel asked = AskedModel.of(request.modelName(), model);
        return Answer.of(request, asked, calls.pricing(), response, Timing.of(started, latency));
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
        if (!asked.isEmpty()) {
            throw new RefusedException(prompt + " asks for " + String.join(", ", asked)
                    + ", which PromptCalls does not honour; take it out of the front matter, or render the prompt and"
                    + " call the model yourself");
        }
    }

    /** Returns the host's name of the model that the call goes to. */
    public String modelName() {
        if (modelName != null) {
            return modelName;
        }
        return prompt.model()
                .map(AssetRef::name)
                .or(calls.models()::only)
                .orElseThrow(() -> new IllegalArgumentException(prompt
                        + " names no model and several are mapped: "
                        + calls.models().names()
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
}
