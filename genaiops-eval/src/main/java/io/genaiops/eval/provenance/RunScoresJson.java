package io.genaiops.eval.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.ScoreColumn;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the scores of a run as JSON and reads them. A cell is a number, or the kind of outcome there is instead. */
final class RunScoresJson {

    private static final String FORMAT = "genaiops-run-scores/1";

    private RunScoresJson() {}

    static ObjectNode write(RunScores scores) {
        Provenance provenance = scores.provenance();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT)
                .put("experiment", provenance.experiment())
                .put("finished", provenance.finished().toString())
                .put("dataset", provenance.dataset().value())
                .put("repetitions", provenance.repetitions());
        provenance.stopped().ifPresent(why -> json.put("stopped", why));
        ArrayNode ids = json.putArray("items");
        scores.ids().forEach(ids::add);
        ArrayNode chain = json.putArray("evaluators");
        scores.variants().values().stream()
                .findFirst()
                .ifPresent(columns -> columns.forEach(column -> chain.add(meaning(column.meaning()))));
        ObjectNode variants = json.putObject("variants");
        scores.variants().forEach((name, columns) -> {
            ArrayNode cells = variants.putArray(name);
            columns.forEach(column -> cells.add(cells(column)));
        });
        return json;
    }

    private static ObjectNode meaning(ScoreColumn.Meaning meaning) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", meaning.evaluator().name())
                .put("version", meaning.evaluator().version())
                .put("configuration", meaning.evaluator().configuration().value())
                .put("direction", meaning.direction().name().toLowerCase(Locale.ROOT));
        putFinite(json, "min", meaning.scale().min());
        putFinite(json, "max", meaning.scale().max());
        meaning.threshold().ifPresent(threshold -> {
            ObjectNode held = json.putObject("threshold");
            putFinite(held, "from", threshold.from());
            putFinite(held, "to", threshold.to());
            held.put("fromIncluded", threshold.fromIncluded()).put("toIncluded", threshold.toIncluded());
        });
        return json;
    }

    private static void putFinite(ObjectNode json, String field, double value) {
        if (Double.isFinite(value)) {
            json.put(field, value);
        }
    }

    private static ArrayNode cells(ScoreColumn column) {
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        for (int item = 0; item < column.items(); item++) {
            for (int repetition = 1; repetition <= column.repetitions(); repetition++) {
                if (column.score(item, repetition).isPresent()) {
                    cells.add(column.score(item, repetition).getAsDouble());
                } else {
                    cells.add(column.kind(item, repetition)
                            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                            .orElse(null));
                }
            }
        }
        return cells;
    }

    static RunScores read(JsonNode json) {
        try {
            return scores(json);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new GenAiOpsException("not the scores of a run: " + e.getMessage(), e);
        }
    }

    private static RunScores scores(JsonNode json) {
        if (!text(json, "format").equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "field 'format' must be '" + FORMAT + "'; found: " + json.path("format"));
        }
        List<String> ids = new ArrayList<>();
        array(json, "items").forEach(id -> ids.add(id.asText()));
        int repetitions = whole(json, "repetitions");
        List<ScoreColumn.Meaning> chain = new ArrayList<>();
        array(json, "evaluators").forEach(evaluator -> chain.add(meaning(evaluator)));
        Map<String, List<ScoreColumn>> variants = new LinkedHashMap<>();
        json.path("variants")
                .properties()
                .forEach(variant -> variants.put(
                        variant.getKey(), columns(variant.getValue(), chain, new int[] {ids.size(), repetitions})));
        Provenance provenance = new Provenance(
                text(json, "experiment"),
                Digest.parse(text(json, "dataset")),
                ids.size(),
                repetitions,
                chain.stream().map(ScoreColumn.Meaning::evaluator).toList(),
                Instant.parse(text(json, "finished")),
                json.has("stopped") ? Optional.of(text(json, "stopped")) : Optional.empty());
        return RunScores.of(provenance, ids, variants);
    }

    private static ScoreColumn.Meaning meaning(JsonNode json) {
        JsonNode held = json.path("threshold");
        return new ScoreColumn.Meaning(
                new EvaluatorId(text(json, "name"), text(json, "version"), Digest.parse(text(json, "configuration"))),
                new Scale(number(json, "min", Double.NEGATIVE_INFINITY), number(json, "max", Double.POSITIVE_INFINITY)),
                Direction.valueOf(text(json, "direction").toUpperCase(Locale.ROOT)),
                held.isMissingNode() ? Optional.empty() : Optional.of(threshold(held)));
    }

    private static Threshold threshold(JsonNode json) {
        return new Threshold(
                number(json, "from", Double.NEGATIVE_INFINITY),
                json.path("fromIncluded").asBoolean(),
                number(json, "to", Double.POSITIVE_INFINITY),
                json.path("toIncluded").asBoolean());
    }

    private static List<ScoreColumn> columns(JsonNode json, List<ScoreColumn.Meaning> chain, int[] size) {
        if (json.size() != chain.size()) {
            throw new IllegalArgumentException(
                    "a variant needs scores of the " + chain.size() + " evaluators; found: " + json.size());
        }
        List<ScoreColumn> columns = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            ScoreColumn column = ScoreColumn.of(chain.get(i), size[0], size[1]);
            fill(column, json.get(i));
            columns.add(column);
        }
        return columns;
    }

    private static void fill(ScoreColumn column, JsonNode cells) {
        int repetitions = column.repetitions();
        if (cells.size() != column.items() * repetitions) {
            throw new IllegalArgumentException(
                    "evaluator '" + column.evaluator().name() + "' needs " + column.items() * repetitions
                            + " outcomes; found: " + cells.size());
        }
        for (int i = 0; i < cells.size(); i++) {
            JsonNode cell = cells.get(i);
            if (cell.isNumber()) {
                column.set(i / repetitions, i % repetitions + 1, cell.doubleValue());
            } else if (!cell.isNull()) {
                Outcome.Kind kind = Outcome.Kind.valueOf(cell.asText().toUpperCase(Locale.ROOT));
                column.set(i / repetitions, i % repetitions + 1, kind);
            }
        }
    }

    private static JsonNode array(JsonNode json, String field) {
        if (!json.path(field).isArray()) {
            throw new IllegalArgumentException("field '" + field + "' must be a list; found: " + json.path(field));
        }
        return json.path(field);
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("field '" + field + "' must be text; found: " + json.path(field));
        }
        return json.path(field).textValue();
    }

    private static int whole(JsonNode json, String field) {
        if (!json.path(field).isInt()) {
            throw new IllegalArgumentException(
                    "field '" + field + "' must be a whole number; found: " + json.path(field));
        }
        return json.path(field).intValue();
    }

    private static double number(JsonNode json, String field, double ifAbsent) {
        if (json.path(field).isMissingNode()) {
            return ifAbsent;
        }
        if (!json.path(field).isNumber()) {
            throw new IllegalArgumentException("field '" + field + "' must be a number; found: " + json.path(field));
        }
        return json.path(field).doubleValue();
    }
}
