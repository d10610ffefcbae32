package io.genaiops.call;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.ModelParameters;
import io.genaiops.conversation.Conversations;
import io.genaiops.conversation.Turn;
import io.genaiops.guardrail.HeldBack;
import io.genaiops.guardrail.Subject;
import io.genaiops.limit.AskedModel;
import io.genaiops.limit.Deadline;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.RenderedPrompt;
import io.genaiops.tool.Tools;
import io.genaiops.typed.TypedOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a prompt, being put together. Not thread-safe; {@link #send}, {@link #sendAsync}, {@link #stream} and
 * {@link #publisher} may be repeated.
 *
 * @since 0.1
 */
public final class PromptCall {

    private final Prompt prompt;
    private final Map<String, Object> inputs = new LinkedHashMap<>();
    private final PromptCalls calls;
    private final Map<String, String> attributes = new HashMap<>();
    private List<ChatMessage> history = List.of();
    private @Nullable Duration deadline;
    private @Nullable String modelName;
    private @Nullable String user;
    private @Nullable String tenant;
    private @Nullable String conversation;

    PromptCall(Prompt prompt, PromptCalls calls) {
        this.prompt = prompt;
        this.calls = calls;
    }

    /** Returns the prompt that is called: its reference is followed once, when the call begins. */
    public Prompt prompt() {
        return prompt;
    }

    /** Gives the value of one input. */
    public PromptCall with(String input, Object value) {
        inputs.put(input, value);
        return this;
    }

    /** Gives the values of several inputs. */
    public PromptCall with(Map<String, ?> values) {
        inputs.putAll(values);
        return this;
    }

    /** Gives the messages that stand in the place of <code>{{history}}</code>. */
    public PromptCall history(List<? extends ChatMessage> messages) {
        history = List.copyOf(messages);
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

    /**
     * Says to which conversation the call belongs. With {@link PromptCallsBuilder#memory} its messages so far stand in the
     * place of <code>{{history}}</code>, if the prompt has that, and those of this call are added once it has its answer.
     */
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
     * Says how long the call may take, all rounds and attempts together; it replaces the deadline of the calls, see {@link
     * PromptCallsBuilder#deadline}.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public PromptCall deadline(Duration limit) {
        this.deadline = Deadline.check(limit);
        return this;
    }

    /**
     * Begins the same call with its answer read as a record, see {@link TypedCall}. If the prompt has an {@code output}
     * schema, that one is asked for, and the answer must fit both; {@code JsonNode} takes any answer that fits it.
     *
     * @throws IllegalArgumentException if no answer can be read as the type; the message names the component
     */
    public <T> TypedCall<T> as(Class<T> type) {
        return new TypedCall<>(this, TypedOutput.of(type, prompt.output()));
    }

    /**
     * Renders the prompt and asks the model, on this thread unless there is a deadline: then on one of the executor, see
     * {@link PromptCallsBuilder#executor}, and this thread waits as long as it allows.
     *
     * @throws IllegalArgumentException if an input is missing, unknown or of the wrong type, or the model is not mapped
     * @throws RefusedException if the messages pass the prompt's {@code limits.maxInputTokens}, if the call may cost more
     *     than its {@code limits.maxCost} or what it costs at most cannot be told, or if the prompt asks for {@code tools}
     *     that the calls do not have or a {@code fallback} without a {@link PromptCallsBuilder#resilience}, or if a
     *     guardrail refuses the input or the answer
     * @throws io.genaiops.ConflictException if another call of the same conversation, which has a memory, has not ended
     * @throws dev.langchain4j.exception.TimeoutException if the deadline passes
     * @throws RuntimeException what the model throws, as it is
     */
    public Answer send() {
        return send(PromptCall::asIs, PromptCall::answer);
    }

    /**
     * Renders the prompt on this thread and asks the model on another one: of the executor given to {@link
     * PromptCallsBuilder#executor}, or a thread of its own. What {@link #send} throws of its own is thrown here at once;
     * what the model throws completes the future. Cancelling the future interrupts the thread that asks.
     */
    public CompletableFuture<Answer> sendAsync() {
        return sendAsync(PromptCall::asIs, PromptCall::answer);
    }

    /**
     * Renders the prompt and asks the streaming model. The handler gets every callback as the model makes it, on the
     * model's thread, and may cancel by the handle in the context of a partial response. Tools run on that thread too, and
     * the handler sees what the model streams before and after them; it sees the complete response once, the last one.
     * When the deadline passes, the stream is cancelled and the handler gets one error, on a thread of its own. With output
     * guardrails the handler gets the text in one part when they have let it pass, and no other part.
     *
     * @return the answer, once the handler has seen the last callback; cancelled if the stream is cancelled, and
     *     cancelling it cancels the stream, at its next part if it has none yet
     * @throws IllegalArgumentException as {@link #send} throws it, also if the name has no streaming model
     * @throws RefusedException as {@link #send} throws it
     * @throws io.genaiops.ConflictException as {@link #send} throws it
     * @throws RuntimeException what the model throws before it streams, as it is
     */
    public CompletableFuture<Answer> stream(StreamingChatResponseHandler handler) {
        Objects.requireNonNull(handler, "handler");
        Exchange exchange = begin(name -> AskedModel.of(name, calls.models().streaming(name)), (model, it) -> it);
        return new AnswerHandler(
                        calls.guardrails().checkOutput() ? new HeldBack(handler) : handler, exchange, calls.asking())
                .start();
    }

    /** Streams the answer to one subscriber, with {@link AnswerStream#BUFFERED_PARTS} parts that may wait for it. */
    public AnswerStream publisher() {
        return publisher(AnswerStream.BUFFERED_PARTS);
    }

    /**
     * Streams the answer to one subscriber. The call is made as it is now, when somebody subscribes; what {@link #send}
     * throws of its own for what it has now is thrown at once, all else is the subscriber's error.
     *
     * @param bufferedParts how many parts may wait for the subscriber
     * @throws IllegalArgumentException as {@link #stream} throws it, also if the number is not above 0
     */
    public AnswerStream publisher(int bufferedParts) {
        if (bufferedParts < 1) {
            throw new IllegalArgumentException("bufferedParts must be above 0; found: " + bufferedParts);
        }
        PromptCall copy = copy();
        calls.models().streaming(copy.prepare().modelName());
        return new AnswerStream(copy::stream, bufferedParts);
    }

    /**
     * Renders the prompt and asks nobody: for a host that makes the model call itself, with {@link
     * PromptRequest#options()}. The history of a conversation is in it; nothing is remembered. Throws what {@link #send}
     * throws of its own.
     */
    public PromptRequest prepare() {
        Conversations memory = memory();
        return prepare(
                memory == null ? history : memory.history(Objects.requireNonNull(conversation)), request -> request);
    }

    <R> R send(BiFunction<ChatModel, ChatRequest, ChatRequest> adapt, Function<Exchange, R> talk) {
        return new Conduct<>(begin(adapt), talk).send(calls.executor());
    }

    <R> CompletableFuture<R> sendAsync(
            BiFunction<ChatModel, ChatRequest, ChatRequest> adapt, Function<Exchange, R> talk) {
        return new Conduct<>(begin(adapt), talk).start(calls.executor());
    }

    private Exchange begin(BiFunction<ChatModel, ChatRequest, ChatRequest> adapt) {
        return begin(
                name -> AskedModel.of(name, calls.models().chat(name)),
                (name, request) -> adapt.apply(calls.models().chat(name), request));
    }

    private Exchange begin(Function<String, AskedModel> model, BiFunction<String, ChatRequest, ChatRequest> adapt) {
        Deadline limit = calls.deadline(deadline);
        Conversations memory = memory();
        Turn turn = memory == null ? Turn.ALONE : memory.begin(Objects.requireNonNull(conversation));
        try {
            String name = modelName();
            UnaryOperator<ChatRequest> adapted = plain -> adapt.apply(name, plain);
            PromptRequest request = prepare(memory == null ? history : turn.history(), adapted);
            Subject subject = new Subject(prompt, inputs, request.context());
            return new Exchange(request, model.apply(name), calls.guardrails().guard(subject, adapted), turn, limit);
        } catch (Throwable e) {
            turn.forget();
            throw e;
        }
    }

    private PromptRequest prepare(List<ChatMessage> before, UnaryOperator<ChatRequest> adapt) {
        refuseUnsupported();
        String name = modelName();
        RenderedPrompt rendered = prompt.with(inputs).history(before).render();
        ChatRequest request = adapt.apply(ChatRequest.builder()
                .messages(rendered.messages())
                .parameters(parameters(prompt.parameters(), calls.tools(prompt)))
                .build());
        CallContext context = new CallContext(prompt.identity(), user, tenant, conversation, attributes);
        PromptRequest prepared = new PromptRequest(rendered, name, request, context, calls);
        prepared.requireWithinLimits(request);
        return prepared;
    }

    /** Returns what remembers the conversation, if the call is in one and its prompt has a place for it. */
    private @Nullable Conversations memory() {
        Conversations memory = calls.conversations();
        if (memory == null || conversation == null || !prompt.template().usesHistory()) {
            return null;
        }
        if (!history.isEmpty()) {
            throw new IllegalArgumentException(prompt + " was given history, and conversation '" + conversation
                    + "' has a memory; leave history(…) or inConversation(…) out");
        }
        return memory;
    }

    private PromptCall copy() {
        PromptCall copy = new PromptCall(prompt, calls);
        copy.inputs.putAll(inputs);
        copy.attributes.putAll(attributes);
        copy.history = history;
        copy.modelName = modelName;
        copy.user = user;
        copy.tenant = tenant;
        copy.conversation = conversation;
        copy.deadline = deadline;
        return copy;
    }

    private static ChatRequest asIs(ChatModel model, ChatRequest request) {
        return request;
    }

    private static Answer answer(Exchange exchange) {
        exchange.ask();
        return exchange.answer();
    }

    /** A prompt is sent as it asks to be sent, or not at all. */
    private void refuseUnsupported() {
        List<String> asked = new ArrayList<>();
        if (!prompt.fallback().isEmpty() && !calls.fallsBack()) {
            asked.add("fallback " + prompt.fallback()
                    + ", which PromptCalls does not honour without PromptCalls.builder(…).resilience(…)");
        }
        List<AssetRef> unmapped = prompt.fallback().stream()
                .filter(other -> !calls.models().answersTo(other.name()))
                .toList();
        if (calls.fallsBack() && !unmapped.isEmpty()) {
            asked.add("fallback " + unmapped + ", to which no model is mapped");
        }
        if (!asked.isEmpty()) {
            throw new RefusedException(prompt + " asks for " + String.join(", and for ", asked)
                    + "; take it out of the front matter, or render the prompt and call the model yourself");
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

    private static ChatRequestParameters parameters(ModelParameters fixed, Tools tools) {
        return ChatRequestParameters.builder()
                .temperature(fixed.temperature())
                .topP(fixed.topP())
                .topK(fixed.topK())
                .frequencyPenalty(fixed.frequencyPenalty())
                .presencePenalty(fixed.presencePenalty())
                .maxOutputTokens(fixed.maxOutputTokens())
                .stopSequences(fixed.stopSequences().isEmpty() ? null : fixed.stopSequences())
                .toolSpecifications(tools.names().isEmpty() ? null : tools.specifications())
                .build();
    }
}
