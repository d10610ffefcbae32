package io.genaiops.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes and reads one piece of evidence as JSON. What it does not know it refuses: it may change what the rest means. */
final class EvidenceJson {

    private static final Set<String> FIELDS = Set.of("asset", "dataset", "model", "at", "figures");
    private static final Set<String> ASSET = Set.of("kind", "name", "version", "digest");
    private static final Set<String> MODEL = Set.of("name", "digest");
    private static final Set<String> FIGURE =
            Set.of("name", "evaluator", "kind", "value", "low", "high", "level", "items", "scored", "unit", "against");

    private EvidenceJson() {}

    static ObjectNode write(Evidence evidence) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("asset")
                .put("kind", evidence.id().kind().singular())
                .put("name", evidence.id().name())
                .put("version", evidence.version().toString())
                .put("digest", evidence.digest().value());
        json.put("dataset", evidence.dataset().value());
        ObjectNode model = json.putObject("model").put("name", evidence.model());
        if (evidence.modelDigest() != null) {
            model.put("digest", evidence.modelDigest().value());
        }
        json.put("at", evidence.at().toString());
        ArrayNode figures = json.putArray("figures");
        evidence.figures().forEach(figure -> write(figure, figures.addObject()));
        return json;
    }

    private static void write(Figure figure, ObjectNode json) {
        json.put("name", figure.name())
                .put("evaluator", figure.evaluator().value())
                .put("kind", figure.kind().toString())
                .put("value", figure.value())
                .put("low", figure.low())
                .put("high", figure.high())
                .put("level", figure.level())
                .put("items", figure.items())
                .put("scored", figure.scored());
        if (!figure.unit().isEmpty()) {
            json.put("unit", figure.unit());
        }
        figure.comparedWith().ifPresent(against -> json.put("against", against.value()));
    }

    /** Reads what {@link #write} wrote; {@code where} names the place in messages. */
    static Evidence read(JsonNode json, String where) {
        only(json, FIELDS, where);
        JsonNode asset = only(required(json, "asset", where), ASSET, where + ".asset");
        JsonNode model = only(required(json, "model", where), MODEL, where + ".model");
        List<Figure> figures = new ArrayList<>();
        JsonNode list = required(json, "figures", where);
        if (!list.isArray()) {
            throw new IllegalArgumentException(where + ".figures must be a list; found: " + shown(list));
        }
        for (int i = 0; i < list.size(); i++) {
            figures.add(figure(list.get(i), where + ".figures[" + i + "]"));
        }
        return new Evidence(
                new AssetId(text(asset, "kind", where, AssetKind::parse), text(asset, "name", where, name -> name)),
                text(asset, "version", where, Version::parse),
                text(asset, "digest", where, Digest::parse),
                text(json, "dataset", where, Digest::parse),
                text(model, "name", where, name -> name),
                optional(model, "digest", where),
                figures,
                text(json, "at", where, EvidenceJson::instant));
    }

    private static Figure figure(JsonNode json, String where) {
        only(json, FIGURE, where);
        try {
            return new Figure(
                    text(json, "name", where, name -> name),
                    text(json, "evaluator", where, Digest::parse),
                    text(json, "kind", where, Figure.Kind::parse),
                    number(json, "value", where),
                    number(json, "low", where),
                    number(json, "high", where),
                    number(json, "level", where),
                    count(json, "items", where),
                    count(json, "scored", where),
                    json.has("unit") ? text(json, "unit", where, unit -> unit) : "",
                    optional(json, "against", where));
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(where) ? e : new IllegalArgumentException(where + ": " + message, e);
        }
    }

    private static @Nullable Digest optional(JsonNode json, String field, String where) {
        return json.has(field) ? text(json, field, where, Digest::parse) : null;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expected a time such as 2026-11-01T10:00:00Z; found: '" + text + "'", e);
        }
    }

    static <T> T text(JsonNode json, String field, String where, Function<String, T> parse) {
        JsonNode value = required(json, field, where);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(where + "." + field + " must be a text; found: " + shown(value));
        }
        try {
            return parse.apply(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + "." + field + ": " + e.getMessage(), e);
        }
    }

    private static double number(JsonNode json, String field, String where) {
        JsonNode value = required(json, field, where);
        if (!value.isNumber()) {
            throw new IllegalArgumentException(where + "." + field + " must be a number; found: " + shown(value));
        }
        return value.doubleValue();
    }

    static int count(JsonNode json, String field, String where) {
        JsonNode value = required(json, field, where);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(where + "." + field + " must be a whole number; found: " + shown(value));
        }
        return value.intValue();
    }

    static JsonNode required(JsonNode json, String field, String where) {
        JsonNode value = json.get(field);
        if (value == null) {
            throw new IllegalArgumentException(where + " must have '" + field + "'; found: " + shown(json));
        }
        return value;
    }

    static JsonNode only(JsonNode json, Set<String> fields, String where) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(where + " must be an object; found: " + shown(json));
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                        where + " has '" + name + "', which this version does not know; known are "
                                + fields.stream().sorted().toList());
            }
        });
        return json;
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
