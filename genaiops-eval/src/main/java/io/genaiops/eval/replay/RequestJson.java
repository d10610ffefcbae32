package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests in one form: what a model is asked, without what differs from run to run. Ids of tool calls are numbered in
 * order, tools sorted by name, attributes of messages left out, lines end with a line feed.
 */
final class RequestJson {

    private static final Pattern FIELD = Pattern.compile("(\\w+) ?= ?");
    private static final Pattern NEXT = Pattern.compile(" ?\\w+ ?= ?");
    private static final Set<String> COMMON = Set.of(
            "modelName",
            "temperature",
            "topP",
            "topK",
            "frequencyPenalty",
            "presencePenalty",
            "maxOutputTokens",
            "stopSequences",
            "toolSpecifications",
            "toolChoice",
            "responseFormat");
    private static final Set<String> NOTHING = Set.of("null", "{}", "[]", "");
    private static final int LONGEST_DATA = 200;

    private final UnaryOperator<String> texts;

    /** Makes one that applies a function to every text. */
    RequestJson(UnaryOperator<String> texts) {
        this.texts = texts;
    }

    JsonNode chat(List<ChatMessage> messages, ChatRequestParameters parameters) {
        ObjectNode json = JsonText.NODES.objectNode();
        ArrayNode array = json.putArray("messages");
        Map<String, String> calls = new HashMap<>();
        messages.forEach(message -> array.add(message(message, calls)));
        put(json, "model", parameters.modelName());
        ObjectNode known = JsonText.NODES.objectNode();
        put(known, "temperature", parameters.temperature());
        put(known, "top_p", parameters.topP());
        put(known, "top_k", parameters.topK());
        put(known, "frequency_penalty", parameters.frequencyPenalty());
        put(known, "presence_penalty", parameters.presencePenalty());
        put(known, "max_output_tokens", parameters.maxOutputTokens());
        put(known, "tool_choice", parameters.toolChoice());
        if (parameters.stopSequences() != null && !parameters.stopSequences().isEmpty()) {
            parameters.stopSequences().forEach(known.putArray("stop")::add);
        }
        if (parameters.getClass() != DefaultChatRequestParameters.class) {
            providers(parameters.toString()).forEach(known::put);
        }
        if (!known.isEmpty()) {
            json.set("parameters", known);
        }
        if (parameters.toolSpecifications() != null
                && !parameters.toolSpecifications().isEmpty()) {
            ArrayNode tools = json.putArray("tools");
            parameters.toolSpecifications().stream()
                    .sorted(Comparator.comparing(ToolSpecification::name))
                    .forEach(tool -> tools.add(tool(tool)));
        }
        if (parameters.responseFormat() != null) {
            json.set("response_format", format(parameters.responseFormat()));
        }
        return readable(json);
    }

    JsonNode embedding(List<EmbeddingInput> inputs, EmbeddingRequestParameters parameters, @Nullable String model) {
        ObjectNode json = JsonText.NODES.objectNode();
        ArrayNode array = json.putArray("inputs");
        for (EmbeddingInput input : inputs) {
            JsonNode contents = JsonText.parse(ChatMessageSerializer.messageToJson(UserMessage.from(input.contents())))
                    .path("contents");
            boolean plain = contents.size() == 1 && contents.path(0).has("text");
            array.add(plain ? contents.path(0).path("text") : contents);
        }
        put(json, "model", parameters.modelName() == null ? model : parameters.modelName());
        ObjectNode known = JsonText.NODES.objectNode();
        parameters.presentParameters().stream()
                .filter(parameter -> !parameter.equals(EmbeddingRequestParameters.MODEL_NAME))
                .forEach(parameter -> put(known, parameter.name(), value(parameters, parameter)));
        if (!known.isEmpty()) {
            json.set("parameters", known);
        }
        return readable(json);
    }

    JsonNode dimension(@Nullable String model) {
        ObjectNode json = JsonText.NODES.objectNode();
        put(json, "model", model);
        return readable(json);
    }

    private static @Nullable Object value(EmbeddingRequestParameters parameters, EmbeddingParameter<?> parameter) {
        return parameters.parameter(parameter);
    }

    private static JsonNode message(ChatMessage message, Map<String, String> calls) {
        ObjectNode json = (ObjectNode) JsonText.parse(ChatMessageSerializer.messageToJson(message));
        json.remove("attributes");
        for (JsonNode call : json.path("toolExecutionRequests")) {
            number((ObjectNode) call, calls);
            ((ObjectNode) call).set("arguments", object(call.path("arguments")));
        }
        if (json.path("type").asText().equals("TOOL_EXECUTION_RESULT")) {
            number(json, calls);
        }
        return json;
    }

    private static void number(ObjectNode call, Map<String, String> calls) {
        if (call.path("id").isTextual()) {
            call.put("id", calls.computeIfAbsent(call.path("id").asText(), id -> "call-" + (calls.size() + 1)));
        }
    }

    /** Arguments as an object, whatever their white space and order; as they are if they are none. */
    private static JsonNode object(JsonNode arguments) {
        try {
            JsonNode parsed = JsonText.parse(arguments.asText());
            return parsed.isObject() ? parsed : arguments;
        } catch (IllegalArgumentException e) {
            return arguments;
        }
    }

    private static JsonNode tool(ToolSpecification tool) {
        ObjectNode json = JsonText.NODES.objectNode();
        put(json, "name", tool.name());
        put(json, "description", tool.description());
        if (tool.parameters() != null) {
            json.set("parameters", JsonText.MAPPER.valueToTree(JsonSchemaElementUtils.toMap(tool.parameters())));
        }
        return json;
    }

    private static JsonNode format(ResponseFormat format) {
        ObjectNode json = JsonText.NODES.objectNode();
        put(json, "type", format.type());
        if (format.jsonSchema() != null) {
            put(json, "name", format.jsonSchema().name());
            json.set(
                    "schema",
                    JsonText.MAPPER.valueToTree(
                            JsonSchemaElementUtils.toMap(format.jsonSchema().rootElement())));
        }
        return json;
    }

    /** What a provider's own parameters say beyond the common ones: the top level of {@code Name{a=1, b={c=2}}}. */
    private static Map<String, String> providers(String text) {
        Map<String, String> fields = new HashMap<>();
        int open = text.indexOf('{');
        if (open < 0 || !text.endsWith("}")) {
            return Map.of("provider", text);
        }
        int depth = 0;
        int from = open + 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' || c == '[' || c == '(' ? 1 : c == '}' || c == ']' || c == ')' ? -1 : 0;
            boolean next = depth == 0
                    && c == ','
                    && NEXT.matcher(text).region(i + 1, text.length()).lookingAt();
            if (next || i == text.length() - 1) {
                field(text.substring(from, i).strip(), fields);
                from = i + 1;
            }
        }
        return fields;
    }

    private static void field(String text, Map<String, String> fields) {
        Matcher name = FIELD.matcher(text);
        String key = name.lookingAt() ? name.group(1) : "provider";
        String value = name.lookingAt() ? text.substring(name.end()) : text;
        if (!COMMON.contains(key) && !NOTHING.contains(value)) {
            fields.merge(key, value, (one, other) -> one + ", " + other);
        }
    }

    private JsonNode readable(JsonNode json) {
        JsonNode shortened = shortened(json);
        return JsonText.map(
                shortened, node -> JsonText.lines(texts.apply(node.asText().replace("\r\n", "\n"))));
    }

    /** Images and sounds by their digest: nobody reads them in a diff. */
    private static JsonNode shortened(JsonNode json) {
        for (JsonNode holder : json.findParents("base64Data")) {
            String data = holder.path("base64Data").asText();
            if (data.length() > LONGEST_DATA) {
                ((ObjectNode) holder).put("base64Data", "sha256 " + Recording.keyOf(JsonText.NODES.textNode(data)));
            }
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value instanceof Integer number) {
            json.put(name, number);
        } else if (value instanceof Double number) {
            json.put(name, number);
        } else if (value != null) {
            json.put(name, value.toString());
        }
    }
}
