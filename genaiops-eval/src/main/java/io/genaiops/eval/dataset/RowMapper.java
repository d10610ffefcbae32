package io.genaiops.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.JsonLines.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the fields of a row into a sample. Immutable. */
final class RowMapper {

    private final JsonLines format;

    RowMapper(JsonLines format) {
        this.format = format;
    }

    /** Returns the sample; the line is its id if the row has none. */
    Sample sample(JsonNode row, int line) {
        JsonNode input = find(row, Field.INPUT)
                .orElseThrow(() -> Fault.of(
                        "a field for the input, named " + String.join(" or ", format.names(Field.INPUT)),
                        "fields " + names(row)));
        Sample sample = Sample.of(text("input", input))
                .withId(find(row, Field.ID).map(RowMapper::id).orElse(Integer.toString(line)))
                .expecting(find(row, Field.REFERENCE)
                        .map(node -> texts("reference", node))
                        .orElse(List.of()))
                .groundedIn(find(row, Field.CONTEXT).map(RowMapper::documents).orElse(List.of()))
                .tagged(find(row, Field.TAGS)
                        .map(node -> texts("tags", node))
                        .orElse(List.of())
                        .toArray(String[]::new));
        Optional<JsonNode> response = find(row, Field.RESPONSE);
        if (response.isPresent()) {
            sample = sample.answered(text("response", response.get()));
        }
        return withAttributes(sample, row);
    }

    private Sample withAttributes(Sample sample, JsonNode row) {
        Sample result = sample;
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            boolean known = false;
            for (Field candidate : Field.values()) {
                known |= format.names(candidate).contains(field.getKey());
            }
            if (!known) {
                result = result.with(field.getKey(), field.getValue());
            }
        }
        return result;
    }

    private Optional<JsonNode> find(JsonNode row, Field field) {
        List<String> present = format.names(field).stream()
                .filter(name ->
                        !row.path(name).isMissingNode() && !row.path(name).isNull())
                .toList();
        if (present.size() > 1) {
            throw Fault.of("one field for the " + field, "both '" + String.join("' and '", present) + "'");
        }
        return present.stream().findFirst().map(row::get);
    }

    private static List<Sample.Document> documents(JsonNode node) {
        List<Sample.Document> documents = new ArrayList<>();
        for (JsonNode element : node.isArray() ? node : List.of(node)) {
            String number = Integer.toString(documents.size() + 1);
            if (element.isObject()) {
                String id = element.has("id") ? id(element.get("id")) : number;
                documents.add(new Sample.Document(id, text("context text", element.path("text"))));
            } else {
                documents.add(new Sample.Document(number, text("context", element)));
            }
        }
        return documents;
    }

    private static String id(JsonNode node) {
        String id = node.isIntegralNumber() ? node.asText() : text("id", node);
        if (id.isBlank()) {
            throw Fault.of("an id that is not blank", "'" + id + "'");
        }
        return id;
    }

    private static List<String> texts(String field, JsonNode node) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node.isArray() ? node : List.of(node)) {
            texts.add(text(field, element));
        }
        return texts;
    }

    private static String text(String field, JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isNumber() || node.isBoolean()) {
            return node.asText();
        }
        throw Fault.of("text for " + field, node.isMissingNode() ? "nothing" : node.toString());
    }

    private static List<String> names(JsonNode row) {
        return row.properties().stream().map(Map.Entry::getKey).toList();
    }
}
