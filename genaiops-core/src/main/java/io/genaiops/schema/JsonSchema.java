package io.genaiops.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.List;
import java.util.Locale;

/**
 * A JSON Schema (draft 2020-12). References reach only into the schema itself: nothing is ever fetched. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class JsonSchema {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .locale(Locale.ENGLISH)
                    .regularExpressionFactory(BoundedPattern::new)
                    .build()));
    private static final Schema META_SCHEMA =
            REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    private final JsonNode json;
    private final Schema schema;

    private JsonSchema(JsonNode json) {
        this.json = json;
        this.schema = REGISTRY.getSchema(json);
        this.schema.initializeValidators();
    }

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException if the text is not JSON or not a schema of draft 2020-12
     */
    public static JsonSchema parse(String text) {
        try {
            return of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a JSON Schema must be JSON; found: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Takes a schema that was read.
     *
     * @throws IllegalArgumentException if it is not a schema of draft 2020-12, or its references lead outside, nowhere or
     *     in a circle
     */
    public static JsonSchema of(JsonNode json) {
        if (!json.isObject() && !json.isBoolean()) {
            throw new IllegalArgumentException("a JSON Schema must be an object, true or false; found: "
                    + json.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        SchemaReferences.check(json);
        List<SchemaViolation> violations = violations(META_SCHEMA, json);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("not a JSON Schema (draft 2020-12): " + violations);
        }
        try {
            return new JsonSchema(json.deepCopy());
        } catch (SchemaException e) {
            throw new IllegalArgumentException("not a JSON Schema (draft 2020-12): " + e.getMessage(), e);
        }
    }

    /**
     * Returns the schema of a record: an object with one required property per component, {@code Optional} and
     * {@code @Nullable} ones not required, nothing else allowed. Dates and times are text in the forms of ISO 8601.
     *
     * @throws IllegalArgumentException if a component has a type without a JSON form, or a record holds itself
     */
    public static JsonSchema ofRecord(Class<? extends Record> type) {
        return of(RecordSchema.of(type));
    }

    /**
     * Returns a schema that LangChain4j's words say.
     *
     * @throws IllegalArgumentException if it is not a schema of draft 2020-12
     */
    public static JsonSchema ofElement(JsonSchemaElement element) {
        return of(JSON.<JsonNode>valueToTree(JsonSchemaElementUtils.toMap(element)));
    }

    /**
     * Returns the schema in LangChain4j's words, which every provider understands; as it is where they have none for
     * something in it.
     */
    public JsonSchemaElement element() {
        return SchemaElements.of(json);
    }

    /**
     * Returns the schema as an object in LangChain4j's words, as the arguments of a tool are described; properties stay as
     * they are where there are no words for them.
     *
     * @throws IllegalArgumentException if it is of another type, or something beside the properties cannot be said; the
     *     message lists what can
     */
    public JsonObjectSchema objectElement() {
        return SchemaElements.object(json);
    }

    /**
     * Returns every violation of the value, in the order of the schema; empty if it fits.
     *
     * @throws io.genaiops.GenAiOpsException if its patterns read more than 20 million characters of the value, as one that
     *     backtracks does: then nobody knows whether it fits
     */
    public List<SchemaViolation> validate(JsonNode value) {
        return violations(schema, value);
    }

    /**
     * Returns whether the value fits.
     *
     * @throws io.genaiops.GenAiOpsException as {@link #validate} does
     */
    public boolean accepts(JsonNode value) {
        return BoundedPattern.counting(() -> schema.validate(value)).isEmpty();
    }

    /** Returns a copy of the schema as JSON. */
    public JsonNode json() {
        return json.deepCopy();
    }

    private static List<SchemaViolation> violations(Schema schema, JsonNode value) {
        return BoundedPattern.counting(() -> schema.validate(value)).stream()
                .map(error -> new SchemaViolation(error.getInstanceLocation().toString(), error.getMessage()))
                .distinct()
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSchema that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
