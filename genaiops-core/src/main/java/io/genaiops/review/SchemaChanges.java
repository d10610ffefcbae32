package io.genaiops.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tells how a JSON Schema (draft 2020-12) changed: where it accepts less than before, and where more. A keyword that this
 * comparison does not understand counts as both when it changes, so that nothing passes unseen.
 */
final class SchemaChanges {

    /** How one place of a schema changed. */
    enum Kind {
        /** It accepts less. */
        NARROWED,
        /** It accepts more. */
        WIDENED,
        /** It accepts something else. */
        DIFFERENT,
        /** A property that need not be there is described now. */
        PROPERTY_ADDED,
        /** A property is no longer described, and unknown ones are accepted. */
        PROPERTY_REMOVED
    }

    record Change(Kind kind, String path, String message) {}

    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "examples",
            "default",
            "$comment",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$schema",
            "$id");
    private static final Set<String> LOWER =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final Set<String> UPPER =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    private static final Set<String> FILTERS = Set.of("pattern", "format", "multipleOf", "uniqueItems");
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "array", "object", "null");

    private final List<Change> changes = new ArrayList<>();

    static List<Change> between(JsonNode before, JsonNode after) {
        SchemaChanges comparison = new SchemaChanges();
        comparison.compare("", before, after);
        return List.copyOf(comparison.changes);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (isNever(before) || isNever(after)) {
            add(
                    isNever(after) ? Kind.NARROWED : Kind.WIDENED,
                    path,
                    "accepts " + (isNever(after) ? "nothing now" : "something now, where nothing was accepted"));
            return;
        }
        Set<String> keywords = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(keywords::add);
        after.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(ANNOTATIONS);
        Set<String> values = Set.of("enum", "const");
        if (keywords.stream().anyMatch(values::contains)) {
            values(path, before, after);
            keywords.removeAll(values);
        }
        if (keywords.removeAll(Set.of("properties", "required", "additionalProperties"))) {
            properties(path, before, after);
        }
        for (String keyword : keywords) {
            JsonNode earlier = Objects.requireNonNullElse(before.get(keyword), MissingNode.getInstance());
            JsonNode later = Objects.requireNonNullElse(after.get(keyword), MissingNode.getInstance());
            if (!earlier.equals(later)) {
                keyword(path, keyword, earlier, later);
            }
        }
    }

    private void keyword(String path, String keyword, JsonNode before, JsonNode after) {
        if (keyword.equals("type")) {
            types(path, types(before), types(after));
        } else if (keyword.equals("items")) {
            compare(path + "[]", orAnything(before), orAnything(after));
        } else if (LOWER.contains(keyword) || UPPER.contains(keyword)) {
            limit(path, keyword, before, after);
        } else if (FILTERS.contains(keyword)) {
            filter(path, keyword, before, after);
        } else {
            add(Kind.DIFFERENT, path, "'" + keyword + "' changed");
        }
    }

    private void types(String path, Set<String> before, Set<String> after) {
        boolean more = after.containsAll(before);
        boolean less = before.containsAll(after);
        if (more && less) {
            return;
        }
        add(
                more ? Kind.WIDENED : less ? Kind.NARROWED : Kind.DIFFERENT,
                path,
                "type changed from " + shown(before) + " to " + shown(after));
    }

    private static Set<String> types(JsonNode type) {
        Set<String> types = new HashSet<>();
        if (type.isMissingNode()) {
            types.addAll(TYPES);
        } else if (type.isArray()) {
            type.forEach(each -> types.add(each.asText()));
        } else {
            types.add(type.asText());
        }
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private static String shown(Set<String> types) {
        if (types.containsAll(TYPES)) {
            return "any";
        }
        List<String> names = types.stream()
                .filter(type -> !type.equals("integer") || !types.contains("number"))
                .sorted()
                .toList();
        return String.join(" or ", names);
    }

    private void values(String path, JsonNode before, JsonNode after) {
        Set<JsonNode> earlier = values(before);
        Set<JsonNode> later = values(after);
        boolean wasOpen = !before.has("enum") && !before.has("const");
        boolean isOpen = !after.has("enum") && !after.has("const");
        if (wasOpen || isOpen) {
            add(
                    wasOpen ? Kind.NARROWED : Kind.WIDENED,
                    path,
                    wasOpen ? "accepts only " + later + " now" : "accepts more than " + earlier + " now");
            return;
        }
        Set<JsonNode> removed = new LinkedHashSet<>(earlier);
        removed.removeAll(later);
        if (!removed.isEmpty()) {
            add(Kind.NARROWED, path, "lost the values " + removed);
        }
        Set<JsonNode> added = new LinkedHashSet<>(later);
        added.removeAll(earlier);
        if (!added.isEmpty()) {
            add(Kind.WIDENED, path, "got the values " + added);
        }
    }

    private static Set<JsonNode> values(JsonNode schema) {
        Set<JsonNode> values = new LinkedHashSet<>();
        schema.path("enum").forEach(values::add);
        if (schema.has("const")) {
            JsonNode only = schema.get("const");
            values.removeIf(value -> !value.equals(only));
            if (!schema.has("enum")) {
                values.add(only);
            }
        }
        return values;
    }

    private void limit(String path, String keyword, JsonNode before, JsonNode after) {
        boolean narrower;
        if (before.isMissingNode() || after.isMissingNode()) {
            narrower = before.isMissingNode();
        } else {
            int order = after.decimalValue().compareTo(before.decimalValue());
            if (order == 0) {
                return;
            }
            narrower = LOWER.contains(keyword) == order > 0;
        }
        add(
                narrower ? Kind.NARROWED : Kind.WIDENED,
                path,
                "'" + keyword + "' went from " + shown(before) + " to " + shown(after));
    }

    private void filter(String path, String keyword, JsonNode before, JsonNode after) {
        boolean was = !before.isMissingNode() && !before.equals(BooleanNode.FALSE);
        boolean is = !after.isMissingNode() && !after.equals(BooleanNode.FALSE);
        if (was || is) {
            add(
                    was && is ? Kind.DIFFERENT : is ? Kind.NARROWED : Kind.WIDENED,
                    path,
                    "'" + keyword + "' went from " + shown(before) + " to " + shown(after));
        }
    }

    private void properties(String path, JsonNode before, JsonNode after) {
        JsonNode restBefore = rest(before);
        JsonNode restAfter = rest(after);
        compare(path + ".*", restBefore, restAfter);
        JsonNode earlier = before.path("properties");
        JsonNode later = after.path("properties");
        Set<String> names = new LinkedHashSet<>();
        earlier.fieldNames().forEachRemaining(names::add);
        later.fieldNames().forEachRemaining(names::add);
        names.addAll(required(before));
        names.addAll(required(after));
        for (String name : names) {
            String at = path.isEmpty() ? name : path + "." + name;
            if (earlier.has(name) && later.has(name)) {
                compare(at, earlier.get(name), later.get(name));
            } else if (later.has(name)) {
                boolean required = required(after).contains(name);
                add(Kind.PROPERTY_ADDED, at, "property is new" + (required ? " and always there" : ""));
            } else if (earlier.has(name)) {
                boolean refused = isNever(restAfter);
                add(
                        refused ? Kind.DIFFERENT : Kind.PROPERTY_REMOVED,
                        at,
                        "property was removed" + (refused ? " and is refused now" : ""));
            }
            boolean was = required(before).contains(name);
            boolean is = required(after).contains(name);
            if (is && !was) {
                add(Kind.NARROWED, at, "property is required now");
            } else if (was && !is && later.has(name)) {
                add(Kind.WIDENED, at, "property is optional now");
            }
        }
    }

    private static JsonNode rest(JsonNode schema) {
        return orAnything(schema.path("additionalProperties"));
    }

    private static Set<String> required(JsonNode schema) {
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return required;
    }

    private static JsonNode orAnything(JsonNode schema) {
        ObjectNode anything = JsonNodeFactory.instance.objectNode();
        return schema.isMissingNode() || schema.equals(BooleanNode.TRUE) ? anything : schema;
    }

    private static boolean isNever(JsonNode schema) {
        return schema.equals(BooleanNode.FALSE);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private void add(Kind kind, String path, String message) {
        changes.add(new Change(kind, path, message));
    }
}
