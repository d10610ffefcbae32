package io.genaiops.eval.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * JSON with sorted keys and one form for each value. Pretty text has line feeds, two spaces and one value a line, except
 * that an array which begins with a number (a vector, a part of a stream) is one line.
 */
final class JsonText {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String compact(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out, -1);
        return out.toString();
    }

    static String pretty(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out, 0);
        return out.append('\n').toString();
    }

    /** A text of several lines is an array of its lines, so that a change of one line is a change of one line. */
    static JsonNode lines(String text) {
        if (text.indexOf('\n') < 0) {
            return NODES.textNode(text);
        }
        ArrayNode lines = NODES.arrayNode();
        for (String line : text.split("\n", -1)) {
            lines.add(line);
        }
        return lines;
    }

    /** The text of its lines. */
    static String text(JsonNode lines) {
        return lines.isArray()
                ? String.join("\n", stream(lines).map(JsonNode::asText).toList())
                : lines.asText();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The same JSON with every text changed, except the types of messages and contents. */
    static JsonNode texts(JsonNode node, UnaryOperator<String> change) {
        return map(node, text -> NODES.textNode(change.apply(text.asText())));
    }

    /** The same JSON with every text node replaced, except the types of messages and contents. */
    static JsonNode map(JsonNode node, UnaryOperator<JsonNode> change) {
        if (node.isTextual()) {
            return change.apply(node);
        }
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(each -> copy.add(map(each, change)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = NODES.objectNode();
        node.properties()
                .forEach(field -> copy.set(
                        field.getKey(),
                        field.getKey().equals("type") && field.getValue().isTextual()
                                ? field.getValue()
                                : map(field.getValue(), change)));
        return copy;
    }

    /** An indent below 0 is none at all. */
    private static void write(JsonNode node, StringBuilder out, int indent) {
        if (node.isObject()) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.sort(names);
            nested(out, '{', '}', names.size(), indent, i -> {
                out.append(quoted(names.get(i))).append(indent < 0 ? ":" : ": ");
                write(node.path(names.get(i)), out, indent < 0 ? -1 : indent + 1);
            });
        } else if (node.isArray() && node.path(0).isNumber()) {
            out.append('[');
            for (int i = 0; i < node.size(); i++) {
                out.append(i == 0 ? "" : indent < 0 ? "," : ", ");
                write(node.path(i), out, -1);
            }
            out.append(']');
        } else if (node.isArray()) {
            nested(out, '[', ']', node.size(), indent, i -> write(node.path(i), out, indent < 0 ? -1 : indent + 1));
        } else {
            out.append(node.isTextual() ? quoted(node.asText()) : scalar(node));
        }
    }

    /** A fraction reads the same before it is written and after it is read. */
    private static String scalar(JsonNode node) {
        return node.isFloatingPointNumber() ? node.decimalValue().toString() : node.toString();
    }

    private static void nested(StringBuilder out, char open, char close, int size, int indent, IntConsumer element) {
        out.append(open);
        IntStream.range(0, size).forEach(i -> {
            out.append(i == 0 ? "" : ",");
            newLine(out, indent + 1, indent);
            element.accept(i);
        });
        if (size > 0) {
            newLine(out, indent, indent);
        }
        out.append(close);
    }

    private static void newLine(StringBuilder out, int depth, int indent) {
        if (indent >= 0) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    /** Half a surrogate pair, which no UTF-8 file can hold, is escaped. */
    private static String quoted(String text) {
        String quoted = NODES.textNode(text).toString();
        StringBuilder out = new StringBuilder(quoted.length());
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < quoted.length()
                    && Character.isLowSurrogate(quoted.charAt(i + 1));
            if (pair) {
                out.append(c).append(quoted.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
