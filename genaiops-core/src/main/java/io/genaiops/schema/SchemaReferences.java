package io.genaiops.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses schemas whose references lead outside, nowhere or in a circle, before a validator follows them. */
final class SchemaReferences {

    private static final int MAX_DEPTH = 64;
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<String> IN_PLACE_LISTS = Set.of("allOf", "anyOf", "oneOf");
    private static final Set<String> IN_PLACE = Set.of("not", "if", "then", "else");

    private final JsonNode root;
    private final IdentityHashMap<JsonNode, Boolean> finished = new IdentityHashMap<>();

    private SchemaReferences(JsonNode root) {
        this.root = root;
    }

    static void check(JsonNode root) {
        SchemaReferences references = new SchemaReferences(root);
        references.visit(root, 0);
        references.refuseCircles();
    }

    private void visit(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a JSON Schema may nest at most " + MAX_DEPTH + " levels deep");
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (property.getValue().isTextual()) {
                check(depth == 0, property.getKey(), property.getValue().textValue());
            }
            visit(property.getValue(), depth + 1);
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                visit(element, depth + 1);
            }
        }
    }

    private void check(boolean atTop, String keyword, String value) {
        switch (keyword) {
            case "$schema" -> {
                if (!value.equals(DIALECT) && !value.equals(DIALECT + "#")) {
                    throw new IllegalArgumentException(
                            "a JSON Schema must be of draft 2020-12 ('" + DIALECT + "'); found: '" + value + "'");
                }
            }
            case "$ref", "$dynamicRef" -> {
                if (!value.startsWith("#")) {
                    throw new IllegalArgumentException("a JSON Schema may refer only into itself ('#/$defs/…'),"
                            + " nothing is fetched; found: " + keyword + " '" + value + "'");
                }
                if (isPointer(value)) {
                    target(value);
                }
            }
            case "$id" -> {
                if (!atTop) {
                    throw new IllegalArgumentException(
                            "a JSON Schema may have an $id only at its top; found another: '" + value + "'");
                }
            }
            default -> {}
        }
    }

    private static boolean isPointer(String reference) {
        return reference.equals("#") || reference.startsWith("#/");
    }

    private JsonNode target(String reference) {
        JsonNode target = root.at(JsonPointer.compile(reference.substring(1)));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("a JSON Schema may refer only to what it has; found: $ref '" + reference
                    + "', which leads nowhere");
        }
        return target;
    }

    /** Follows every step that stays at the same place of the value: a circle of them would never end. */
    private void refuseCircles() {
        Deque<JsonNode> all = new ArrayDeque<>(List.of(root));
        while (!all.isEmpty()) {
            JsonNode node = all.pop();
            follow(node, 0);
            node.forEach(all::push);
        }
    }

    private void follow(JsonNode schema, int steps) {
        Boolean done = finished.get(schema);
        if (Boolean.FALSE.equals(done) || steps > 16 * MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "a JSON Schema may not refer to itself in a circle that stays at the same place of the value;"
                            + " found one: move the reference below 'properties' or 'items'");
        }
        if (done == null && schema.isObject()) {
            finished.put(schema, false);
            for (JsonNode next : inPlace(schema)) {
                follow(next, steps + 1);
            }
            finished.put(schema, true);
        }
    }

    private List<JsonNode> inPlace(JsonNode schema) {
        List<JsonNode> steps = new ArrayList<>();
        schema.properties().forEach(property -> {
            JsonNode value = property.getValue();
            if (IN_PLACE_LISTS.contains(property.getKey())) {
                value.forEach(steps::add);
            } else if (IN_PLACE.contains(property.getKey())) {
                steps.add(value);
            } else if (property.getKey().equals("dependentSchemas")) {
                value.forEach(steps::add);
            } else if (property.getKey().equals("$ref") && value.isTextual() && isPointer(value.textValue())) {
                steps.add(target(value.textValue()));
            }
        });
        return steps;
    }
}
