package io.genaiops.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes values as data: text, numbers, booleans, collections, maps with text as keys, and null inside of them. No method
 * or field of any other object is called. Stateless.
 *
 * @since 0.1
 */
public final class PromptValues {

    private static final int MAX_DEPTH = 64;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PromptValues() {}

    /**
     * Returns a value as JSON.
     *
     * @param what the name that messages use
     * @throws IllegalArgumentException if it holds something that is not data, or nests more than 64 levels deep
     */
    public static JsonNode json(String what, Object value) {
        return json(what, value, 0);
    }

    private static JsonNode json(String what, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(what + " must nest at most " + MAX_DEPTH + " levels deep; found more");
        }
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof CharSequence text) {
            return JSON.textNode(text.toString());
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Number number) {
            return number(what, number);
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = JSON.arrayNode(items.size());
            items.forEach(item -> array.add(json(what, item, depth + 1)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((key, entry) -> object.set(key(what, key), json(what, entry, depth + 1)));
            return object;
        }
        throw notData(what, value);
    }

    private static JsonNode number(String what, Number number) {
        if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return JSON.numberNode(number.intValue());
        }
        if (number instanceof Long) {
            return JSON.numberNode(number.longValue());
        }
        if (number instanceof BigInteger integer) {
            return JSON.numberNode(integer);
        }
        if (number instanceof BigDecimal decimal) {
            return JSON.numberNode(decimal);
        }
        boolean floating = number instanceof Double || number instanceof Float;
        if (floating && Double.isFinite(number.doubleValue())) {
            return JSON.numberNode(Double.parseDouble(number.toString()));
        }
        throw floating
                ? new IllegalArgumentException(what + " must hold finite numbers; found: " + number)
                : notData(what, number);
    }

    private static String key(String what, @Nullable Object key) {
        if (key instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(what + " must hold maps with text as keys; found a key of "
                + (key == null ? "null" : key.getClass().getName()));
    }

    private static IllegalArgumentException notData(String what, Object value) {
        return new IllegalArgumentException(what + " must be text, a number, a boolean, a collection or a map; found: "
                + value.getClass().getName() + "; convert it first");
    }

    /** Returns a copy that nobody else can change. */
    static Object copy(String what, Object value) {
        Object copy = plain(json(what, value));
        if (copy == null) {
            throw new IllegalArgumentException(what + " must not be null");
        }
        return copy;
    }

    private static @Nullable Object plain(JsonNode json) {
        if (json.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(json.size());
            json.forEach(item -> list.add(plain(item)));
            return Collections.unmodifiableList(list);
        }
        if (json.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            json.properties().forEach(property -> map.put(property.getKey(), plain(property.getValue())));
            return Collections.unmodifiableMap(map);
        }
        if (json.isNumber()) {
            return json.numberValue();
        }
        return json.isNull() ? null : json.isBoolean() ? (Object) json.booleanValue() : json.textValue();
    }
}
