package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A chat model that grades. Its parameters are the model's own: a judge sends neither temperature nor limits, and asks
 * for structured output only where the model supports it. As thread-safe as the model.
 *
 * @since 0.1
 */
public final class Judge {

    private static final int LONGEST_REPLY = 200_000;

    private final String name;
    private final ChatModel model;
    private final @Nullable AssetRegistry rubrics;
    private final boolean structured;

    private Judge(String name, ChatModel model, @Nullable AssetRegistry rubrics) {
        this.name = name;
        this.model = model;
        this.rubrics = rubrics;
        this.structured = model.supportedCapabilities().contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
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
        return new Judge(name, requireNonNull(model, "model"), null);
    }

    /**
     * Returns a judge that takes its rubrics, such as the prompt {@code judge-relevance}, from the label production of
     * your registry instead of those that genaiops ships. The registry must have them.
     */
    public Judge withRubricsOf(AssetRegistry registry) {
        return new Judge(name, model, requireNonNull(registry, "registry"));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    Rubric rubric(String prompt, String shippedVersion, int lowest, int highest) {
        return rubrics == null
                ? Rubric.shipped(prompt + ":" + shippedVersion, lowest, highest)
                : new Rubric(rubrics.prompt(prompt), lowest, highest);
    }

    Evaluator evaluator(String evaluator, Rubric rubric, Function<Sample, Outcome> function) {
        return Evaluator.builder(evaluator)
                .version(rubric.version())
                .scale(rubric.scale())
                .direction(Direction.HIGHER_IS_BETTER)
                .effort(Evaluator.Effort.MODEL)
                .configuration(identity().put("rubric", rubric.digest().value()))
                .evaluating(function);
    }

    /** Asks for a grade of the texts, which reach the model as delimited data. */
    Outcome grade(Rubric rubric, Map<String, String> texts) {
        List<ChatMessage> messages = new ArrayList<>(rubric.render(DataBlock.wrap(texts)));
        VerdictParser parser = new VerdictParser(rubric, texts.values());
        String first = ask(rubric, messages);
        Verdict verdict = read(parser, first);
        if (verdict.isUsable()) {
            return outcome(rubric, verdict);
        }
        String second = ask(rubric, again(rubric, messages, first, verdict));
        Verdict last = read(parser, second);
        return last.isUsable()
                ? outcome(rubric, last)
                : Outcome.unscored("judge '" + name + "' gave no usable verdict twice: " + last.text(), second);
    }

    private static Verdict read(VerdictParser parser, String reply) {
        return reply.length() > LONGEST_REPLY
                ? Verdict.unusable("the reply has " + reply.length() + " characters")
                : parser.read(reply);
    }

    private static Outcome outcome(Rubric rubric, Verdict verdict) {
        return Outcome.scored(verdict.score(), rubric.scale(), Direction.HIGHER_IS_BETTER, verdict.text());
    }

    private static List<ChatMessage> again(Rubric rubric, List<ChatMessage> asked, String reply, Verdict verdict) {
        List<ChatMessage> messages = new ArrayList<>(asked);
        if (!reply.isBlank() && reply.length() <= LONGEST_REPLY) {
            messages.add(AiMessage.from(reply));
        }
        messages.add(UserMessage.from("Your reply could not be used: " + verdict.text()
                + ". Reply with one JSON object and nothing else:"
                + " {\"reason\": \"one or two sentences\", \"score\": a whole number from " + rubric.lowest() + " to "
                + rubric.highest() + "}"));
        return messages;
    }

    private String ask(Rubric rubric, List<ChatMessage> messages) {
        ChatRequest.Builder request = ChatRequest.builder().messages(messages);
        if (structured) {
            request.responseFormat(format(rubric));
        }
        @Nullable String text = model.chat(request.build()).aiMessage().text();
        return text == null ? "" : text;
    }

    private static ResponseFormat format(Rubric rubric) {
        JsonObjectSchema verdict = JsonObjectSchema.builder()
                .addStringProperty("reason", "one or two sentences that weigh the answer")
                .addIntegerProperty("score", "a whole number from " + rubric.lowest() + " to " + rubric.highest())
                .required("reason", "score")
                .additionalProperties(false)
                .build();
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("verdict")
                        .rootElement(verdict)
                        .build())
                .build();
    }

    private ObjectNode identity() {
        ChatRequestParameters parameters = model.defaultRequestParameters();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("judge", name).put("provider", model.provider().name()).put("structured", structured);
        json.put("model", parameters.modelName());
        json.put("temperature", parameters.temperature());
        json.put("topP", parameters.topP());
        json.put("topK", parameters.topK());
        json.put("maxOutputTokens", parameters.maxOutputTokens());
        return json;
    }

    @Override
    public String toString() {
        return "Judge[" + name + "]";
    }
}
