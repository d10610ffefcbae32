package io.genaiops.tracing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;

/** What the conventions say of single attributes: which exist, of which type, with which values and structure. */
final class AttributeRules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<AttributeType, String> TYPES = Map.of(
            AttributeType.STRING, "string",
            AttributeType.LONG, "int",
            AttributeType.DOUBLE, "double",
            AttributeType.BOOLEAN, "boolean",
            AttributeType.STRING_ARRAY, "string[]",
            AttributeType.VALUE, "any");
    private static final List<String> OPEN_ENUMS = List.of("gen_ai.provider.name", "error.type");

    private final SemconvSpec spec;
    private final List<String> findings;

    AttributeRules(SemconvSpec spec, List<String> findings) {
        this.spec = spec;
        this.findings = findings;
    }

    /** What is required must be there. */
    void checkPresence(String where, Attributes attributes, JsonNode expected) {
        expected.properties().forEach(entry -> {
            boolean required = entry.getValue().path("level").asText().equals("required");
            boolean present = attributes.asMap().keySet().stream()
                    .anyMatch(key -> key.getKey().equals(entry.getKey()));
            if (required && !present) {
                find(where, "missing", entry.getKey());
            }
        });
    }

    /** What begins with {@code gen_ai.} must exist, and belong to the signal. */
    void checkKnown(String where, AttributeKey<?> key, JsonNode expected) {
        String name = key.getKey();
        if (!name.startsWith("gen_ai.")) {
            return;
        }
        if (spec.attributes().path(name).isMissingNode()) {
            find(
                    where,
                    "unknown attribute",
                    name + " (now: " + spec.renamed().path(name).asText("nothing") + ")");
        } else if (expected.path(name).isMissingNode()) {
            find(where, "attribute does not belong here", name);
        }
    }

    /** Type, enumeration and, for content, structure must be as described. */
    void checkValue(String where, AttributeKey<?> key, Object value) {
        JsonNode known = spec.attributes().path(key.getKey());
        known = known.isMissingNode() ? spec.coreAttributes().path(key.getKey()) : known;
        if (known.isMissingNode()) {
            return;
        }
        String type = known.path("type").asText();
        if (type.equals("any") && key.getType() == AttributeType.STRING) {
            checkContent(where, key.getKey(), value.toString(), known);
        } else if (!type.equals(TYPES.get(key.getType()))) {
            find(where, "type of " + key.getKey() + " should be " + type, key.getType());
        }
        JsonNode allowed = known.path("enum");
        if (allowed.isArray() && !OPEN_ENUMS.contains(key.getKey()) && !contains(allowed, value.toString())) {
            find(where, "value of " + key.getKey(), value);
        }
    }

    /** Content on events must be structured: a JSON string is none. */
    void checkStructured(String where, AttributeKey<?> key) {
        boolean isContent =
                spec.attributes().path(key.getKey()).path("type").asText().equals("any");
        if (isContent && key.getType() != AttributeType.VALUE) {
            find(where, key.getKey() + " on an event should be structured", key.getType());
        }
    }

    private void checkContent(String where, String key, String text, JsonNode known) {
        String file = known.at("/annotations/type/json_schema").asText();
        String name = file.substring(file.lastIndexOf('/') + 1).replace(".json", "");
        try {
            JsonNode content = JSON.readTree(text);
            JsonNode schema = spec.schema(name);
            if (schema.path("type").asText().equals("array") != content.isArray()) {
                find(where, key + " should be an", schema.path("type"));
            }
            if (content.isArray()) {
                content.forEach(entry -> checkEntry(where, key, entry, schema.path("defs")));
            }
        } catch (JsonProcessingException e) {
            find(where, key + " is not JSON", e.getOriginalMessage());
        }
    }

    private void checkEntry(String where, String key, JsonNode entry, JsonNode defs) {
        if (defs.has("RetrievalDocument")) {
            checkDocument(where, key, entry);
            return;
        }
        JsonNode message = defs.has("ChatMessage") ? defs.path("ChatMessage") : defs.path("OutputMessage");
        if (message.isMissingNode()) {
            checkPart(where, key, entry, defs);
            return;
        }
        checkRequired(where, key, entry, message);
        if (!contains(defs.at("/Role/enum"), entry.path("role").asText())) {
            find(where, "role in " + key, entry.path("role"));
        }
        entry.path("parts").forEach(part -> checkPart(where, key, part, defs));
    }

    private void checkDocument(String where, String key, JsonNode document) {
        if (!document.isObject()) {
            find(where, "document in " + key + " should be an object", document);
        }
        if (document.has("score") && !document.path("score").isNumber()) {
            find(where, "score in " + key + " should be a number", document.path("score"));
        }
    }

    private void checkPart(String where, String key, JsonNode part, JsonNode defs) {
        if (!part.has("type")) {
            find(where, "part without a type in " + key, part);
        }
        for (JsonNode def : defs) {
            if (def.path("const_type").isTextual() && def.path("const_type").equals(part.path("type"))) {
                checkRequired(where, key, part, def);
            }
        }
        if (part.has("modality")
                && !contains(defs.at("/Modality/enum"), part.path("modality").asText())) {
            find(where, "modality in " + key, part.path("modality"));
        }
    }

    private void checkRequired(String where, String key, JsonNode object, JsonNode def) {
        def.path("required").forEach(name -> {
            if (!object.has(name.asText())) {
                find(where, "missing in " + key, name);
            }
        });
    }

    private static boolean contains(JsonNode values, String value) {
        for (JsonNode allowed : values) {
            if (allowed.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private void find(String where, String what, Object found) {
        findings.add(where + ": " + what + ": " + found);
    }
}
