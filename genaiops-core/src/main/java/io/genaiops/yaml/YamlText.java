package io.genaiops.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/**
 * Writes YAML that {@link YamlNode#parse} reads back as it was. Stateless.
 *
 * @since 0.1
 */
public final class YamlText {

    /** A key on one line may have 1024 characters; longer ones need a question mark before them. */
    private static final int LONG_KEY = 1000;

    private YamlText() {}

    /** Returns the text in double quotes, on one line: what is not printable is escaped. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('"').toString();
    }

    /** Returns JSON in flow style, on one line. */
    public static String flow(JsonNode json) {
        StringBuilder text = new StringBuilder();
        append(text, json);
        return text.toString();
    }

    private static void append(StringBuilder text, JsonNode json) {
        if (json.isObject()) {
            text.append('{');
            json.properties().forEach(property -> {
                String key = quoted(property.getKey());
                text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ");
                text.append(key.length() > LONG_KEY ? "? " : "").append(key).append(": ");
                append(text, property.getValue());
            });
            text.append('}');
        } else if (json.isArray()) {
            text.append('[');
            for (Iterator<JsonNode> items = json.iterator(); items.hasNext(); ) {
                append(text, items.next());
                text.append(items.hasNext() ? ", " : "");
            }
            text.append(']');
        } else {
            text.append(json.isTextual() ? quoted(json.textValue()) : json.toString());
        }
    }

    private static void append(StringBuilder quoted, int c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (isPlain(c)) {
                    quoted.appendCodePoint(c);
                } else {
                    quoted.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
                }
            }
        }
    }

    private static boolean isPlain(int c) {
        return (c >= ' ' && c < 0x7f)
                || (c >= 0xa0 && c < 0x2028)
                || (c >= 0x3000 && c < 0xd800)
                || (c >= 0x10000 && Character.isDefined(c) && !Character.isISOControl(c));
    }
}
