package io.genaiops.tracing.content;

import java.util.List;
import java.util.Map;

/** Describes the parts of a document by role, type and size, without any content. */
final class Sizes {

    private Sizes() {}

    static void describe(String role, Object entry, List<String> sizes) {
        if (entry instanceof Text text) {
            sizes.add("text:" + text.length());
            return;
        }
        if (!(entry instanceof Map<?, ?> map)) {
            return;
        }
        Object own = map.get("role");
        if (map.get("parts") instanceof List<?> parts) {
            parts.forEach(part -> describe(own == null ? "" : own + ":", part, sizes));
        } else {
            Object type = map.get("type");
            sizes.add(type instanceof String name ? role + name + size(map) : "object:" + characters(map));
        }
    }

    private static long characters(Object node) {
        if (node instanceof Text text) {
            return text.length();
        }
        if (node instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(Sizes::characters).sum();
        }
        return node instanceof List<?> list
                ? list.stream().mapToLong(Sizes::characters).sum()
                : 0;
    }

    private static String size(Map<?, ?> part) {
        Object size = part.get("size");
        if (size != null) {
            return ":" + part.get("mime_type") + ":" + size;
        }
        return part.values().stream()
                .filter(Text.class::isInstance)
                .map(text -> ":" + ((Text) text).length())
                .findFirst()
                .orElse("");
    }
}
