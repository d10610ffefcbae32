package io.genaiops.eval.dataset;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.FieldMapping.Field;
import io.genaiops.eval.record.JsonText;
import io.genaiops.eval.record.RawRecord;
import io.genaiops.eval.record.RecordFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the fields of a row into a sample, and a sample into what is digested. Immutable. */
final class RowMapper {

    private static final String WRITTEN = "genaiops";
    private static final String ATTRIBUTES = "attributes";
    private static final String RESPONSE = "response";

    private final FieldMapping mapping;

    RowMapper(FieldMapping mapping) {
        this.mapping = mapping;
    }

    /** Returns the sample; the number of the record is its id if the row has none. */
    Sample sample(RawRecord raw) {
        return sample(raw, names -> {});
    }

    Sample sample(RawRecord raw, OpeningPass.FieldCheck fields) {
        try {
            ObjectNode row = raw.fields();
            fields.see(names(row));
            mapping.chatRows().ifPresent(chat -> chat.unfold(row));
            return withAttributes(sample(row, raw.number()), row);
        } catch (RecordFault fault) {
            throw fault.at(raw.line());
        }
    }

    private Sample sample(ObjectNode row, int number) {
        JsonNode input = find(row, Field.INPUT)
                .orElseThrow(() -> RecordFault.of(
                        "a field for the input, named " + String.join(" or ", mapping.places(Field.INPUT)),
                        "fields " + names(row)));
        Sample sample = Sample.of(text("input", input))
                .withId(find(row, Field.ID).map(RowMapper::id).orElse(Integer.toString(number)))
                .expecting(texts(row, Field.REFERENCE))
                .groundedIn(documents(row))
                .tagged(texts(row, Field.TAGS).toArray(String[]::new));
        Optional<JsonNode> response = find(row, Field.RESPONSE);
        return ResponseFields.set(
                response.isPresent() ? sample.answered(text("response", response.get())) : sample,
                field -> find(row, field));
    }

    private Sample withAttributes(Sample sample, ObjectNode row) {
        for (Field field : Field.values()) {
            mapping.places(field).forEach(place -> remove(row, place));
        }
        Optional<JsonNode> written = Optional.ofNullable(row.get(WRITTEN)).filter(RowMapper::isWritten);
        Sample result = sample;
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            if (written.isEmpty() || !field.getKey().equals(WRITTEN)) {
                result = result.with(field.getKey(), field.getValue());
            }
        }
        if (written.isPresent()) {
            for (Map.Entry<String, JsonNode> field :
                    written.get().path(ATTRIBUTES).properties()) {
                result = result.with(field.getKey(), field.getValue());
            }
            result = ResponseFields.restore(result, written.get().path(RESPONSE));
        }
        return result;
    }

    /** Returns whether this is what {@link #written} writes under its own name, and no attribute of the same name. */
    private static boolean isWritten(JsonNode value) {
        return value.isObject()
                && !value.isEmpty()
                && value.properties().stream()
                        .allMatch(part -> (part.getKey().equals(ATTRIBUTES)
                                        || part.getKey().equals(RESPONSE))
                                && part.getValue().isObject());
    }

    /**
     * Returns a row that the usual mapping reads as the sample. What has no usual name, or one that is taken, stands in a
     * field of our own.
     */
    static ObjectNode written(Sample sample) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", sample.id()).put("input", sample.input());
        sample.response().ifPresent(response -> row.put("response", response));
        if (!sample.references().isEmpty()) {
            sample.references().forEach(row.putArray("references")::add);
        }
        if (!sample.context().isEmpty()) {
            ArrayNode context = row.putArray("context");
            sample.context()
                    .forEach(document ->
                            context.addObject().put("id", document.id()).put("text", document.text()));
        }
        if (!sample.tags().isEmpty()) {
            sample.tags().forEach(row.putArray("tags")::add);
        }
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        sample.attributes().forEach((name, value) -> (isTaken(name) ? attributes : row).set(name, value));
        ObjectNode response = ResponseFields.written(sample);
        if (!attributes.isEmpty() || !response.isEmpty()) {
            ObjectNode own = row.putObject(WRITTEN);
            own.setAll(attributes.isEmpty() ? Map.of() : Map.of(ATTRIBUTES, attributes));
            own.setAll(response.isEmpty() ? Map.of() : Map.of(RESPONSE, response));
        }
        return row;
    }

    private static boolean isTaken(String name) {
        return name.equals(WRITTEN)
                || Arrays.stream(Field.values())
                        .anyMatch(field -> FieldMapping.usual().places(field).contains(name));
    }

    /** Removes what was found, and an object that has nothing left; elements of an array stay, since others would move. */
    private static void remove(ObjectNode row, String place) {
        if (!place.startsWith("/")) {
            row.remove(place);
            return;
        }
        JsonPointer pointer = JsonPointer.compile(place);
        while (pointer.last() != null && row.at(pointer.head()) instanceof ObjectNode parent) {
            parent.remove(pointer.last().getMatchingProperty());
            if (!parent.isEmpty() || pointer.head().matches()) {
                return;
            }
            pointer = pointer.head();
        }
    }

    private Optional<JsonNode> find(ObjectNode row, Field field) {
        List<String> present = mapping.places(field).stream()
                .filter(place ->
                        !at(row, place).isMissingNode() && !at(row, place).isNull())
                .toList();
        if (present.size() > 1) {
            throw RecordFault.of("one field for the " + field, "both '" + String.join("' and '", present) + "'");
        }
        return present.stream().findFirst().map(place -> at(row, place));
    }

    private static JsonNode at(ObjectNode row, String place) {
        return place.startsWith("/") ? row.at(place) : row.path(place);
    }

    private List<JsonNode> values(ObjectNode row, Field field) {
        Optional<JsonNode> found = find(row, field);
        if (found.isEmpty()) {
            return List.of();
        }
        JsonNode value = found.get().isTextual() && mapping.isPacked(field)
                ? unpacked(field, found.get().textValue())
                : found.get();
        List<JsonNode> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(values::add);
        } else {
            values.add(value);
        }
        return values;
    }

    private JsonNode unpacked(Field field, String text) {
        Optional<String> separator = mapping.separator(field);
        if (separator.isEmpty()) {
            return JsonText.parse(text);
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(text.split(Pattern.quote(separator.get()), -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(parts::add);
        return parts;
    }

    private List<Sample.Document> documents(ObjectNode row) {
        List<Sample.Document> documents = new ArrayList<>();
        for (JsonNode value : values(row, Field.CONTEXT)) {
            String number = Integer.toString(documents.size() + 1);
            if (value.isObject()) {
                String id = value.has("id") ? id(value.get("id")) : number;
                documents.add(new Sample.Document(id, text("context text", value.path("text"))));
            } else {
                documents.add(new Sample.Document(number, text("context", value)));
            }
        }
        return documents;
    }

    private List<String> texts(ObjectNode row, Field field) {
        String name = field == Field.TAGS ? "tags" : "reference";
        return values(row, field).stream().map(value -> text(name, value)).toList();
    }

    private static String id(JsonNode node) {
        String id = node.isIntegralNumber() ? node.asText() : text("id", node);
        if (id.isBlank()) {
            throw RecordFault.of("an id that is not blank", "'" + id + "'");
        }
        return id;
    }

    private static String text(String field, JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isNumber() || node.isBoolean()) {
            return node.asText();
        }
        throw RecordFault.of("text for " + field, node.isMissingNode() ? "nothing" : node.toString());
    }

    static List<String> names(ObjectNode row) {
        return row.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Returns what of a sample is part of the digest of a dataset. */
    static ObjectNode row(Sample sample) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", sample.id()).put("input", sample.input());
        ArrayNode references = row.putArray("references");
        sample.references().forEach(references::add);
        ArrayNode context = row.putArray("context");
        sample.context()
                .forEach(
                        document -> context.addObject().put("id", document.id()).put("text", document.text()));
        ArrayNode tags = row.putArray("tags");
        sample.tags().stream().sorted().forEach(tags::add);
        ObjectNode attributes = row.putObject("attributes");
        sample.attributes().forEach(attributes::set);
        sample.response().ifPresent(response -> row.put("response", response));
        return row;
    }
}
