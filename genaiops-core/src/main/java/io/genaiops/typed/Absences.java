package io.genaiops.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes a null for an absent value where the schema lets it be absent: models held to a schema have to name every key. */
final class Absences {

    private Absences() {}

    static void remove(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            fromObject(object, schema);
        }
        if (value.isArray()) {
            value.forEach(element -> remove(element, schema.path("items")));
        }
    }

    private static void fromObject(ObjectNode object, JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        JsonNode properties = schema.path("properties");
        List<String> absent = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode known = properties.path(entry.getKey());
            if (!entry.getValue().isNull()) {
                remove(entry.getValue(), known.isMissingNode() ? schema.path("additionalProperties") : known);
            } else if (known.path("type").isTextual() && !required.contains(entry.getKey()) && !isNull(known)) {
                absent.add(entry.getKey());
            }
        }
        object.remove(absent);
    }

    private static boolean isNull(JsonNode schema) {
        return schema.path("type").asText().equals("null");
    }
}
