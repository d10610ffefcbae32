package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A chat model that grades. Its parameters are the model's own: a judge sends neither temperature nor limits, and asks
 * for structured output only where the model supports it. As thread-safe as the model and the listener.
 *
 * @since 0.1
 */
public final class Judge {

    private static final String PROTOCOL = "judge-protocol";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Setup(
            @Nullable AssetRegistry rubrics,
            Consumer<? super JudgeCall> listener,
            Consumer<? super JudgeMeter.Saving> savings,
            @Nullable LogProbabilities weights,
            LongSupplier nanoTime) {}

    private final String name;
    private final ChatModel model;
    private final Setup setup;
    private final boolean structured;
    private final Prompt protocol;

    private Judge(String name, ChatModel model, Setup setup) {
        this.name = name;
        this.model = model;
        this.setup = setup;
        this.structured = model.supportedCapabilities().contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        this.protocol = prompt(PROTOCOL);
    }

    /** Returns a judge that is called by the name of its model, or by its provider if the model has no name. */
    public static Judge of(ChatModel model) {
        String name = model.defaultRequestParameters().modelName();
        return of(name == null || name.isBlank() ? model.provider().name() : name, model);
    }

    /** Returns a judge with a name of your own; the name is part of the identity of its evaluators. */
    public static Judge of(String name, ChatModel model) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a judge must not be blank");
        }
        return new Judge(
                name,
                requireNonNull(model, "model"),
                new Setup(null, call -> {}, saving -> {}, null, System::nanoTime));
    }

    /**
     * Returns a judge that takes the rubrics which your registry lists, such as the prompt {@code judge-relevance}, from
     * their label production there, and those that it does not list from genaiops. The same holds for {@code
     * judge-protocol}, which tells every judge how texts are delimited and how to reply.
     */
    public Judge withRubricsOf(AssetRegistry registry) {
        requireNonNull(registry, "registry");
        return new Judge(
                name, model, new Setup(registry, setup.listener, setup.savings, setup.weights, setup.nanoTime));
    }

    /**
     * Returns the same judge with its model decorated, for example recorded by a cassette. The decorator must leave
     * provider, capabilities and default parameters as they are, or scores of the two do not compare.
     */
    public Judge decorated(UnaryOperator<ChatModel> decorator) {
        return new Judge(name, requireNonNull(decorator.apply(model), "model"), setup);
    }

    /**
     * Returns a judge that tells the listener of each request to its model. What the listener throws makes the
     * outcome errored.
     */
    public Judge reportingTo(Consumer<? super JudgeCall> listener) {
        Consumer<? super JudgeCall> all = call -> {
            setup.listener.accept(call);
            listener.accept(call);
        };
        return new Judge(name, model, new Setup(setup.rubrics, all, setup.savings, setup.weights, setup.nanoTime));
    }

    /** Returns a judge whose requests, and those that it was spared, the meter adds up. */
    public Judge meteredBy(JudgeMeter meter) {
        Consumer<? super JudgeMeter.Saving> savings = setup.savings;
        Judge metered = reportingTo(requireNonNull(meter, "meter"));
        Setup all = new Setup(
                setup.rubrics,
                metered.setup.listener,
                saving -> {
                    savings.accept(saving);
                    meter.save(saving);
                },
                setup.weights,
                setup.nanoTime);
        return new Judge(name, model, all);
    }

    /** Tells the meters of this judge what it was spared, because a cheaper stage before it decided. */
    public void spared(JudgeMeter.Saving saving) {
        setup.savings.accept(saving);
    }

    /**
     * Returns a question of your own to this judge, beside what its rubrics ask.
     *
     * @param evaluator the name under which the requests are metered
     * @param sample what is judged
     * @param prompt asks; it is given the texts that are shown
     */
    public Inquiry inquiry(String evaluator, Sample sample, Prompt prompt) {
        return new Inquiry(this, evaluator, sample, prompt);
    }

    /**
     * Returns a judge whose grades are the mean over the grades that the model weighed, by their probabilities (G-Eval,
     * arXiv 2303.16634, section 2), where the menu is grades of one digit and the response carries the probabilities.
     * Elsewhere the grade is the one that was written, and the reason says so. Scorecards and pairs are not weighed.
     */
    public Judge weighing(LogProbabilities probabilities) {
        requireNonNull(probabilities, "probabilities");
        return new Judge(
                name, model, new Setup(setup.rubrics, setup.listener, setup.savings, probabilities, setup.nanoTime));
    }

    private static Optional<List<String>> steps(String reply) {
        int start = reply.indexOf('{');
        int end = reply.lastIndexOf('}');
        if (start < 0 || end < start) {
            return Optional.empty();
        }
        try {
            List<String> steps = new ArrayList<>();
            JSON.readTree(reply.substring(start, end + 1)).path("steps").forEach(step -> steps.add(step.asText()));
            steps.removeIf(String::isBlank);
            return steps.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(steps));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    Judge timedBy(LongSupplier nanoTime) {
        return new Judge(name, model, new Setup(setup.rubrics, setup.listener, setup.savings, setup.weights, nanoTime));
    }

    /**
     * Asks this judge for steps by which the criterion can be graded, as G-Eval does (arXiv 2303.16634, section 2.1). Take
     * them into {@code Rubric.builder(…).steps(…)}, read them, and keep the rubric: drafted anew they would be others.
     *
     * @throws GenAiOpsException if the reply holds no steps
     */
    public List<String> draftSteps(String criterion) {
        Prompt steps = prompt("judge-steps");
        List<ChatMessage> messages = steps.with("criterion", criterion).render().messages();
        Inquiry inquiry = inquiry("steps", Sample.of(criterion), steps);
        ChatResponse response =
                request(inquiry, 1, ChatRequest.builder().messages(messages).build());
        return steps(Inquiry.text(response))
                .orElseThrow(() -> new GenAiOpsException("judge '" + name
                        + "' drafted no steps: expected {\"steps\": [\"…\"]}; write them yourself or ask again"));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    boolean isStructured() {
        return structured;
    }

    @Nullable
    LogProbabilities weights() {
        return setup.weights;
    }

    Rubric rubric(String prompt) {
        return Rubric.of(prompt(prompt));
    }

    /** Returns the host's prompt of that name if its registry lists one, else the shipped one. */
    Prompt prompt(String prompt) {
        return own(prompt).orElseGet(() -> Rubric.shippedPrompt(prompt));
    }

    /** Returns the host's prompt of the same name if its registry lists one, see {@link #withRubricsOf}, else this one. */
    public Prompt prompt(Prompt shipped) {
        return own(shipped.name()).orElse(shipped);
    }

    private Optional<Prompt> own(String prompt) {
        AssetRegistry own = setup.rubrics;
        return own != null && own.prompts().contains(AssetId.prompt(prompt))
                ? Optional.of(own.prompt(prompt))
                : Optional.empty();
    }

    Prompt protocol() {
        return protocol;
    }

    /** Returns an evaluator that asks this judge; further configuration makes its identity. */
    Evaluator evaluator(String evaluator, Rubric rubric, Function<Sample, Outcome> function) {
        return builder(evaluator, rubric, identity(rubric)).evaluating(function);
    }

    static EvaluatorBuilder builder(String evaluator, Rubric rubric, ObjectNode configuration) {
        return Evaluator.builder(evaluator)
                .version(rubric.version())
                .scale(rubric.scale())
                .direction(rubric.direction())
                .effort(Evaluator.Effort.MODEL)
                .requests(Inquiry.REQUESTS)
                .configuration(configuration);
    }

    /** Sends one request and reports it. */
    ChatResponse request(Inquiry inquiry, int attempt, ChatRequest request) {
        long start = setup.nanoTime.getAsLong();
        ChatResponse response;
        try {
            response = answered(model.chat(request));
        } catch (RuntimeException | Error e) {
            if (!(e instanceof VirtualMachineError) || e instanceof StackOverflowError) {
                report(inquiry, attempt, start, null, e.getClass().getName());
            }
            throw e;
        }
        report(inquiry, attempt, start, response, null);
        return response;
    }

    private ChatResponse answered(@Nullable ChatResponse response) {
        if (response == null) {
            throw new GenAiOpsException("the model of judge '" + name + "' returned no response");
        }
        return response;
    }

    private void report(
            Inquiry inquiry, int attempt, long start, @Nullable ChatResponse response, @Nullable String failure) {
        Duration latency = Duration.ofNanos(Math.max(0, setup.nanoTime.getAsLong() - start));
        String said = response == null ? null : response.modelName();
        setup.listener.accept(new JudgeCall(
                name,
                inquiry.evaluator(),
                inquiry.sample(),
                attempt,
                said == null ? name : said,
                usage(response == null ? null : response.tokenUsage()),
                latency,
                failure));
    }

    private static Usage usage(@Nullable TokenUsage reported) {
        return reported == null
                ? Usage.UNKNOWN
                : new Usage(count(reported.inputTokenCount()), count(reported.outputTokenCount()), null, null, null);
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null || tokens < 0 ? null : Long.valueOf(tokens);
    }

    /** Returns what makes this judge with this rubric what it is. */
    ObjectNode identity(Rubric rubric) {
        ObjectNode json = identity();
        json.put("rubric", rubric.digest().value()).set("menu", rubric.menu().toJson());
        return json.put("direction", rubric.direction().name());
    }

    /** Returns what makes this judge what it is: its name, protocol, model and parameters. The object is yours. */
    public ObjectNode identity() {
        ChatRequestParameters parameters = model.defaultRequestParameters();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("judge", name).put("provider", model.provider().name()).put("structured", structured);
        json.put("weighted", setup.weights != null);
        json.put("protocol", protocol.identity().digest().value());
        json.put("model", parameters.modelName());
        json.put("temperature", parameters.temperature());
        json.put("topP", parameters.topP());
        json.put("topK", parameters.topK());
        json.put("frequencyPenalty", parameters.frequencyPenalty());
        json.put("presencePenalty", parameters.presencePenalty());
        json.put("maxOutputTokens", parameters.maxOutputTokens());
        ArrayNode stops = json.putArray("stopSequences");
        if (parameters.stopSequences() != null) {
            parameters.stopSequences().forEach(stops::add);
        }
        return json;
    }

    @Override
    public String toString() {
        return "Judge[" + name + "]";
    }
}
