package io.genaiops.tracing.content;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes trees of maps, lists, numbers, truth values, strings and {@link Text}s as JSON, or as values of OpenTelemetry. */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    static void write(StringBuilder json, Object node) {
        if (node instanceof Map<?, ?> map) {
            json.append('{');
            map.forEach((key, value) -> {
                comma(json, '{');
                string(json, key.toString());
                json.append(':');
                write(json, value);
            });
            json.append('}');
        } else if (node instanceof List<?> list) {
            json.append('[');
            list.forEach(value -> {
                comma(json, '[');
                write(json, value);
            });
            json.append(']');
        } else if (isBare(node)) {
            json.append(node);
        } else {
            string(json, plain(node));
        }
    }

    /** Returns the size in UTF-8 of what {@link #write} writes before anything is shortened. */
    static long bytes(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                            .mapToLong(entry -> bytes(entry.getKey()) + 1 + bytes(entry.getValue()))
                            .sum()
                    + 2
                    + Math.max(0, map.size() - 1);
        }
        if (node instanceof List<?> list) {
            return list.stream().mapToLong(JsonText::bytes).sum() + 2 + Math.max(0, list.size() - 1);
        }
        if (isBare(node)) {
            return node.toString().length();
        }
        if (node instanceof Text text) {
            return text.bytes() + 2;
        }
        String string = node.toString();
        return escapedBytes(string, 0, string.length()) + 2;
    }

    static Value<?> value(Object node) {
        if (node instanceof Map<?, ?> map) {
            List<KeyValue> entries = new ArrayList<>();
            map.forEach((key, value) -> entries.add(KeyValue.of(key.toString(), value(value))));
            return Value.of(entries.toArray(KeyValue[]::new));
        }
        if (node instanceof List<?> list) {
            List<Value<?>> values = new ArrayList<>();
            list.forEach(value -> values.add(value(value)));
            return Value.of(values);
        }
        if (node instanceof Double || node instanceof Float || node instanceof BigDecimal) {
            return Value.of(((Number) node).doubleValue());
        }
        if (node instanceof Boolean truth) {
            return Value.of(truth);
        }
        return node instanceof Number number ? Value.of(number.longValue()) : Value.of(plain(node));
    }

    static long escapedBytes(String text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t') {
                bytes += 2;
            } else if (c < 0x20) {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (isPair(text, i, to)) {
                bytes += 4;
                i++;
            } else {
                bytes += Character.isSurrogate(c) ? 6 : 3;
            }
        }
        return bytes;
    }

    private static void string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (isPair(text, i, text.length())) {
                        json.append(c).append(text.charAt(++i));
                    } else if (c < 0x20 || Character.isSurrogate(c)) {
                        json.append("\\u");
                        for (int shift = 12; shift >= 0; shift -= 4) {
                            json.append(HEX.charAt(c >> shift & 0xf));
                        }
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static boolean isPair(String text, int i, int to) {
        return Character.isHighSurrogate(text.charAt(i)) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static boolean isBare(Object node) {
        return node instanceof Number || node instanceof Boolean;
    }

    private static void comma(StringBuilder json, char open) {
        if (json.charAt(json.length() - 1) != open) {
            json.append(',');
        }
    }

    private static String plain(Object node) {
        return node instanceof Text text ? text.shown() : node.toString();
    }
}
