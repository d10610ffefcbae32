package io.genaiops.tracing.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns arguments and results of tools into the objects that the conventions ask for. */
final class ToolCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ToolCalls() {}

    /** Returns the text as an object of JSON; as its only member of this name if it is none. */
    static Map<String, Object> object(Document document, String name, String text) {
        JsonNode parsed = parse(text);
        if (parsed == null || !parsed.isObject()) {
            return Document.object(name, document.text(text));
        }
        return object(document, parsed);
    }

    private static @Nullable JsonNode parse(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Redacts names of members as well: a model may have made them up. */
    private static Map<String, Object> object(Document document, JsonNode parsed) {
        Map<String, Object> object = new LinkedHashMap<>();
        parsed.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                object.put(document.redact(member.getKey()), node(document, member.getValue()));
            }
        });
        return object;
    }

    private static Object node(Document document, JsonNode node) {
        if (node.isObject()) {
            return object(document, node);
        }
        if (node.isArray()) {
            List<Object> entries = new ArrayList<>();
            node.forEach(entry -> entries.add(node(document, entry)));
            return entries;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        String text = node.asText();
        boolean isPlainNumber = node.isNumber() && document.redact(text).equals(text);
        return isPlainNumber ? number(node) : document.text(text);
    }

    private static Number number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? (Number) node.longValue() : node.decimalValue();
    }
}
