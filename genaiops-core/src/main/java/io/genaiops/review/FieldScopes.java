package io.genaiops.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.prompt.PromptInput;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.Template;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the names in sections through the schemas of the inputs, as far as these say what fields there are. */
final class FieldScopes {

    /** What is known of a name. */
    enum Knowledge {
        /** It is an input or a declared field. */
        DECLARED,
        /** A schema around it lists fields, and it is not among them, though others may exist. */
        NOT_LISTED,
        /** Nothing around it can have such a field. */
        UNDECLARED,
        /** Nothing says which fields there are. */
        UNKNOWN
    }

    private final Map<String, JsonNode> inputs = new LinkedHashMap<>();

    FieldScopes(List<PromptInput> declared) {
        for (PromptInput input : declared) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            input.schema()
                    .map(JsonSchema::json)
                    .filter(ObjectNode.class::isInstance)
                    .ifPresent(json -> schema.setAll((ObjectNode) json));
            schema.put("type", input.type().toString());
            inputs.put(input.name(), schema);
        }
    }

    Knowledge of(Template.Variable variable) {
        Deque<JsonNode> scopes = new ArrayDeque<>();
        for (String section : variable.sections()) {
            Optional<JsonNode> schema = resolve(section, scopes);
            scopes.push(schema.map(FieldScopes::item).orElseGet(JsonNodeFactory.instance::objectNode));
        }
        if (inputs.containsKey(variable.name())) {
            return Knowledge.DECLARED;
        }
        Knowledge knowledge = Knowledge.UNDECLARED;
        for (JsonNode scope : scopes) {
            if (scope.path("properties").has(variable.name())) {
                return Knowledge.DECLARED;
            }
            if (mayHaveFields(scope)) {
                boolean listed = scope.path("properties").isObject();
                knowledge = knowledge == Knowledge.UNKNOWN || !listed ? Knowledge.UNKNOWN : Knowledge.NOT_LISTED;
            }
        }
        return knowledge;
    }

    private Optional<JsonNode> resolve(String path, Deque<JsonNode> scopes) {
        String[] parts = path.split("\\.", -1);
        JsonNode found = null;
        for (JsonNode scope : scopes) {
            if (found == null) {
                found = scope.path("properties").get(parts[0]);
            }
        }
        found = found == null ? inputs.get(parts[0]) : found;
        for (int i = 1; i < parts.length && found != null; i++) {
            found = found.path("properties").get(parts[i]);
        }
        return Optional.ofNullable(found);
    }

    /** Returns the schema of what a section over a value of this schema makes current. */
    private static JsonNode item(JsonNode schema) {
        if (!schema.path("type").asText().equals("array")) {
            return schema;
        }
        JsonNode items = schema.get("items");
        return items == null ? JsonNodeFactory.instance.objectNode() : items;
    }

    private static boolean mayHaveFields(JsonNode scope) {
        String type = scope.path("type").asText("object");
        boolean closed = scope.path("additionalProperties").equals(BooleanNode.FALSE);
        return type.equals("object") && !closed;
    }
}
