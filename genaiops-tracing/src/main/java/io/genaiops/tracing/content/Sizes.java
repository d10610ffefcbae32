package io.genaiops.tracing.content;

import java.util.List;
import java.util.Map;

/** Describes the parts of a document by role, type and size, without any content. */
final class Sizes {

    private Sizes() {}

    static void describe(String role, Object entry, List<String> sizes) {
        if (!(entry instanceof Map<?, ?> map)) {
            return;
        }
        Object own = map.get("role");
        if (map.get("parts") instanceof List<?> parts) {
            parts.forEach(part -> describe(own == null ? "" : own + ":", part, sizes));
        } else {
            sizes.add(role + map.get("type") + size(map));
        }
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
