package io.genaiops.eval.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.JsonLines.Field;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns lines into samples and collects what is wrong with them, up to a limit. Used once. */
final class RowReader {

    private static final int MOST_PROBLEMS = 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonLines format;
    private final String source;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Integer> lineOfId = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private int problemCount;
    private int line;

    RowReader(JsonLines format, String source) {
        this.format = format;
        this.source = source;
    }

    List<Sample> read(InputStream stream) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()));
        try {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                String row = line == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
                if (!row.isBlank()) {
                    read(row);
                }
            }
        } catch (CharacterCodingException e) {
            problem("after line " + line + ": expected UTF-8; found other bytes");
        }
        if (problemCount > 0) {
            throw new InvalidDatasetException(source, problems, problemCount);
        }
        return samples;
    }

    private void read(String row) {
        try {
            JsonNode json = JSON.readTree(row);
            if (json.isObject()) {
                add(sample(json));
            } else {
                fault("a JSON object", json.getNodeType().toString());
            }
        } catch (JsonProcessingException e) {
            fault(
                    "one JSON object",
                    e.getOriginalMessage() + " at column "
                            + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        } catch (FaultyFieldException e) {
            fault(e.expected, e.found);
        }
    }

    private void add(Sample sample) {
        @Nullable Integer earlier = lineOfId.putIfAbsent(sample.id(), line);
        if (earlier != null) {
            fault("a unique id", "'" + sample.id() + "' again, first on line " + earlier);
        } else if (samples.size() == JsonLines.MOST_ROWS) {
            fault("at most " + JsonLines.MOST_ROWS + " rows", "one more");
        } else {
            samples.add(sample);
        }
    }

    private Sample sample(JsonNode row) {
        JsonNode input = find(row, Field.INPUT)
                .orElseThrow(() -> new FaultyFieldException(
                        "a field for the input, named " + String.join(" or ", format.names(Field.INPUT)),
                        "fields " + names(row)));
        Sample sample = Sample.of(text("input", input))
                .withId(find(row, Field.ID).map(RowReader::id).orElse(Integer.toString(line)))
                .expecting(find(row, Field.REFERENCE)
                        .map(node -> texts("reference", node))
                        .orElse(List.of()))
                .groundedIn(find(row, Field.CONTEXT).map(RowReader::documents).orElse(List.of()))
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
            throw new FaultyFieldException(
                    "one field for the " + field, "both '" + String.join("' and '", present) + "'");
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
            throw new FaultyFieldException("an id that is not blank", "'" + id + "'");
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
        throw new FaultyFieldException("text for " + field, node.isMissingNode() ? "nothing" : node.toString());
    }

    private static List<String> names(JsonNode row) {
        return row.properties().stream().map(Map.Entry::getKey).toList();
    }

    private void fault(String expected, String found) {
        String shown = found.length() <= 200 ? found : found.substring(0, 200) + "…";
        problem("line " + line + ": expected " + expected + "; found: " + shown);
    }

    private void problem(String text) {
        problemCount++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(source + " " + text);
        }
    }

    private static final class FaultyFieldException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String expected;
        private final String found;

        FaultyFieldException(String expected, String found) {
            super(null, null, false, false);
            this.expected = expected;
            this.found = found;
        }
    }
}
