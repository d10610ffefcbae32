package io.genaiops.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says a schema in the words of LangChain4j: element by element where it has a word for everything in it, which every
 * provider understands; otherwise as it is.
 */
final class SchemaElements {

    private static final Set<String> WORDS = Set.of(
            "$schema",
            "type",
            "description",
            "format",
            "enum",
            "items",
            "properties",
            "required",
            "additionalProperties");

    private static final Set<String> OBJECT_WORDS =
            Set.of("$schema", "$defs", "type", "description", "properties", "required", "additionalProperties");

    private static final String DEFINITION = "#/$defs/";

    private SchemaElements() {}

    /** Returns the schema as one element, an object wherever it is one that LangChain4j has words for. */
    static JsonSchemaElement of(JsonNode schema) {
        return element(schema).orElseGet(() -> JsonRawSchema.from(schema.toString()));
    }

    private static Optional<JsonSchemaElement> element(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (schema.size() == 1 && reference.startsWith(DEFINITION)) {
            return Optional.of(JsonReferenceSchema.builder()
                    .reference(reference.substring(DEFINITION.length()))
                    .build());
        }
        if (!isSayable(schema)) {
            return Optional.empty();
        }
        String description = description(schema);
        return switch (schema.path("type").asText()) {
            case "string" -> Optional.of(string(schema, description));
            case "integer" ->
                Optional.of(JsonIntegerSchema.builder().description(description).build());
            case "number" ->
                Optional.of(JsonNumberSchema.builder().description(description).build());
            case "boolean" ->
                Optional.of(JsonBooleanSchema.builder().description(description).build());
            case "array" ->
                element(schema.path("items"))
                        .map(items -> JsonArraySchema.builder()
                                .description(description)
                                .items(items)
                                .build());
            case "object" -> object(schema, description);
            default -> Optional.empty();
        };
    }

    private static boolean isSayable(JsonNode schema) {
        List<String> words = new ArrayList<>();
        schema.fieldNames().forEachRemaining(words::add);
        return schema.isObject() && WORDS.containsAll(words);
    }

    private static JsonSchemaElement string(JsonNode schema, @Nullable String description) {
        return schema.has("enum")
                ? JsonEnumSchema.builder()
                        .description(description)
                        .enumValues(texts(schema.path("enum")))
                        .build()
                : JsonStringSchema.builder().description(description).build();
    }

    private static Optional<JsonSchemaElement> object(JsonNode schema, @Nullable String description) {
        if (schema.path("additionalProperties").isObject()) {
            return Optional.empty();
        }
        Map<String, JsonSchemaElement> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Optional<JsonSchemaElement> element = element(property.getValue());
            if (element.isEmpty()) {
                return Optional.empty();
            }
            properties.put(property.getKey(), element.get());
        }
        return Optional.of(object(schema, description, properties));
    }

    /**
     * Returns an object whose properties are as they are where LangChain4j has no words for them.
     *
     * @throws IllegalArgumentException if something beside the properties cannot be said
     */
    static JsonObjectSchema object(JsonNode schema) {
        List<String> words = new ArrayList<>();
        schema.fieldNames().forEachRemaining(words::add);
        if (!schema.path("type").asText().equals("object")
                || !OBJECT_WORDS.containsAll(words)
                || schema.path("additionalProperties").isObject()) {
            throw new IllegalArgumentException("a schema of arguments must say 'type: object' and may say "
                    + OBJECT_WORDS.stream().sorted().toList()
                    + ", 'additionalProperties' as true or false; found type '"
                    + schema.path("type").asText() + "' and " + words);
        }
        JsonObjectSchema plain = object(schema, description(schema), elements(schema.path("properties")));
        return schema.path("$defs").isEmpty()
                ? plain
                : plain.toBuilder().definitions(elements(schema.path("$defs"))).build();
    }

    private static Map<String, JsonSchemaElement> elements(JsonNode schemas) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        schemas.properties().forEach(each -> elements.put(each.getKey(), of(each.getValue())));
        return elements;
    }

    private static JsonObjectSchema object(
            JsonNode schema, @Nullable String description, Map<String, JsonSchemaElement> properties) {
        return JsonObjectSchema.builder()
                .description(description)
                .addProperties(properties)
                .required(texts(schema.path("required")))
                .additionalProperties(schema.path("additionalProperties").asBoolean(true) ? null : Boolean.FALSE)
                .build();
    }

    /** LangChain4j has no word for a format, which a description can hold. */
    private static @Nullable String description(JsonNode schema) {
        List<String> parts = Stream.of(schema.path("description"), schema.path("format"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        return parts.isEmpty() ? null : String.join("; ", parts);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
