package io.genaiops.typed;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import io.genaiops.schema.JsonSchema;
import io.genaiops.schema.SchemaViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type that answers are read as: how it is asked for, and how an answer is read. An answer is JSON alone; a code fence
 * around all of it is let pass. Immutable and thread-safe.
 *
 * @param <T> the type
 * @since 0.1
 */
public final class TypedOutput<T> {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Pattern FENCE = Pattern.compile("```[A-Za-z0-9]*[ \\t]*\\R(.*)\\R[ \\t]*```", Pattern.DOTALL);
    private static final int MOST_SHOWN = 100;

    private final Class<T> type;
    private final @Nullable RecordTypes records;
    private final JsonSchema asked;
    private final List<JsonSchema> schemas;

    private TypedOutput(Class<T> type, @Nullable RecordTypes records, List<JsonSchema> schemas) {
        this.type = type;
        this.records = records;
        this.asked = schemas.get(0);
        this.schemas = schemas;
    }

    /**
     * Returns how answers are read as a type.
     *
     * @param type a record of text, numbers, booleans, dates and times, constants, other records, and of {@code List},
     *     {@code Set}, {@code Map} with text as keys and {@code Optional} of these; or {@code JsonNode}
     * @param promised the schema that the prompt promises, which is asked for and must hold, as the one of the record must
     * @throws IllegalArgumentException if the type is another one, or {@code JsonNode} without a promised schema
     */
    public static <T> TypedOutput<T> of(Class<T> type, Optional<JsonSchema> promised) {
        List<JsonSchema> schemas = new ArrayList<>(promised.stream().toList());
        if (type == JsonNode.class && promised.isPresent()) {
            return new TypedOutput<>(type, null, schemas);
        }
        if (!type.isRecord()) {
            throw new IllegalArgumentException("an answer is read as a record"
                    + (type == JsonNode.class
                            ? "; as JsonNode only if the prompt has an 'output' schema in its front matter"
                            : ", or as JsonNode by the prompt's own schema; found: "
                                    + (type.isSealed() ? "sealed " : "") + type.getName()
                                    + ". Wrap it in a record"));
        }
        RecordTypes records = new RecordTypes(type);
        schemas.add(JsonSchema.ofRecord(type.asSubclass(Record.class)));
        return new TypedOutput<>(type, records, schemas);
    }

    /** Returns the schema that is asked for. */
    public JsonSchema schema() {
        return asked;
    }

    /** Returns what asks a model for the schema that can be held to one. */
    public ResponseFormat responseFormat() {
        String name = type.getSimpleName().replaceAll("[^A-Za-z0-9_-]", "_");
        JsonSchemaElement element = asked.element();
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(dev.langchain4j.model.chat.request.json.JsonSchema.builder()
                        .name(name)
                        .rootElement(
                                element instanceof JsonObjectSchema ? element : JsonRawSchema.from(asked.toString()))
                        .build())
                .build();
    }

    /** Returns what asks any other model for it, in words. */
    public String instruction() {
        return "Answer with JSON alone, without any other text, that fits this JSON Schema:\n" + asked;
    }

    /** Returns what asks a model to answer again, with what is wrong with its answer. */
    public String repair(List<SchemaViolation> violations) {
        String shown = violations.stream()
                .limit(MOST_SHOWN)
                .map(violation -> "- " + violation + "\n")
                .collect(Collectors.joining());
        int more = violations.size() - MOST_SHOWN;
        return "Your answer is not what was asked for:\n" + shown + (more > 0 ? "- and " + more + " more\n" : "")
                + "Answer again with the whole value, corrected, as JSON alone that fits this JSON Schema:\n" + asked;
    }

    /** Reads an answer. */
    public Reading<T> read(String text) {
        try {
            JsonNode json = JSON.readTree(unfenced(text));
            return json == null || json.isMissingNode()
                    ? Reading.wrong("", "JSON expected; found an empty answer")
                    : read(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return Reading.wrong(
                    "",
                    "JSON expected, and nothing else; found what is none"
                            + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    /** Returns the violations without keys and values that the model made up. */
    public List<String> withoutText(List<SchemaViolation> violations) {
        SchemaNames names = new SchemaNames(schemas);
        return violations.stream().limit(MOST_SHOWN).map(names::known).toList();
    }

    private Reading<T> read(JsonNode json) {
        for (JsonSchema schema : schemas) {
            Absences.remove(json, schema.json());
            List<SchemaViolation> violations = schema.validate(json);
            if (!violations.isEmpty()) {
                return new Reading<>(null, violations);
            }
        }
        if (records == null) {
            return new Reading<>(type.cast(json), List.of());
        }
        RecordReader reader = new RecordReader(records);
        Object value = reader.read(type, json, "");
        return new Reading<>(type.cast(value), reader.violations());
    }

    private static String unfenced(String text) {
        Matcher fence = FENCE.matcher(text.strip());
        return fence.matches() ? fence.group(1) : text;
    }
}
