package io.genaiops.eval.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import io.genaiops.eval.calibration.StudyPlan.Yardstick;
import io.genaiops.eval.calibration.StudyRow.Given;
import io.genaiops.eval.calibration.StudyRow.Orders;
import io.genaiops.eval.calibration.TrustRule.Demands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads and writes a study as JSON: how it was set up and its rows, from which the figures follow. */
final class StudyFile {

    private static final String SCHEMA = "genaiops.judge-study/1";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StudyFile() {}

    static JsonNode write(StudyResult study, StudyPlan plan, List<StudyRow> rows) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
        json.put("trust", study.trust().words());
        json.putObject("evaluator")
                .put("name", study.evaluator().name())
                .put("version", study.evaluator().version())
                .put("configuration", study.evaluator().configuration().value());
        json.set("judge", yardstick(plan.judge()));
        json.set("humans", yardstick(plan.humans()));
        ObjectNode adjudication = json.putObject("adjudication");
        adjudication.put("rule", plan.adjudication().rule().name());
        plan.adjudication().arbiter().ifPresent(rater -> adjudication.put("arbiter", rater));
        json.put("repetitions", plan.repetitions()).put("seed", plan.seed());
        ObjectNode rule = json.putObject("rule");
        rule.set("gate", demands(plan.rule().gate()));
        rule.set("watch", demands(plan.rule().watch()));
        json.put("material", study.material().value()).put("made", study.made().toString());
        ArrayNode array = json.putArray("rows");
        rows.forEach(row -> write(row, array.addObject()));
        return json;
    }

    static StudyResult read(JsonNode json) {
        if (!json.path("schema").asText().equals(SCHEMA)) {
            throw new GenAiOpsException(
                    "a judge study must have the schema '" + SCHEMA + "'; found: " + json.path("schema"));
        }
        StudyResult study;
        try {
            study = parse(json);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new GenAiOpsException("judge study is not as it was written: " + e.getMessage(), e);
        }
        if (!study.trust().words().equals(json.path("trust").asText())) {
            throw new GenAiOpsException(
                    "judge study says that the judge " + json.path("trust") + "; its rows say that it "
                            + study.trust().words() + ". Was the file changed by hand? Make the study anew");
        }
        return study;
    }

    static void write(Path file, JsonNode json) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("judge study cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new GenAiOpsException("judge study in " + file + " must be JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("judge study cannot be read from " + file + ": " + e.getMessage(), e);
        }
    }

    private static StudyResult parse(JsonNode json) {
        JsonNode evaluator = json.required("evaluator");
        JsonNode adjudication = json.required("adjudication");
        List<StudyRow> rows = new ArrayList<>();
        json.required("rows").forEach(row -> rows.add(row(row)));
        Optional<String> arbiter =
                Optional.ofNullable(adjudication.get("arbiter")).map(JsonNode::asText);
        StudyPlan plan = new StudyPlan(
                readYardstick(json.required("judge")),
                readYardstick(json.required("humans")),
                new Adjudication(Adjudication.Rule.valueOf(text(adjudication, "rule")), arbiter),
                json.required("repetitions").intValue(),
                json.required("seed").longValue(),
                new TrustRule(
                        readDemands(json.required("rule").required("gate")),
                        readDemands(json.required("rule").required("watch"))));
        return new StudyResult(
                new EvaluatorId(
                        text(evaluator, "name"),
                        text(evaluator, "version"),
                        Digest.parse(text(evaluator, "configuration"))),
                plan,
                rows,
                Digest.parse(text(json, "material")),
                Instant.parse(text(json, "made")));
    }

    private static ObjectNode yardstick(Yardstick yardstick) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "min", yardstick.scale().min());
        put(json, "max", yardstick.scale().max());
        json.put("direction", yardstick.direction().name());
        put(json, "from", yardstick.threshold().from());
        put(json, "to", yardstick.threshold().to());
        return json.put("from_included", yardstick.threshold().fromIncluded())
                .put("to_included", yardstick.threshold().toIncluded());
    }

    private static Yardstick readYardstick(JsonNode json) {
        return new Yardstick(
                new Scale(number(json, "min", Double.NEGATIVE_INFINITY), number(json, "max", Double.POSITIVE_INFINITY)),
                Direction.valueOf(text(json, "direction")),
                new Threshold(
                        number(json, "from", Double.NEGATIVE_INFINITY),
                        json.required("from_included").booleanValue(),
                        number(json, "to", Double.POSITIVE_INFINITY),
                        json.required("to_included").booleanValue()));
    }

    private static ObjectNode demands(Demands demands) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("of_each", demands.ofEach())
                .put("coverage", demands.coverage())
                .put("kappa", demands.kappa())
                .put("least_informedness", demands.leastInformedness())
                .put("self_consistency", demands.selfConsistency())
                .put("swap_consistency", demands.swapConsistency())
                .put("human_alpha", demands.humanAlpha());
    }

    private static Demands readDemands(JsonNode json) {
        return new Demands(
                json.required("of_each").intValue(),
                json.required("coverage").doubleValue(),
                json.required("kappa").doubleValue(),
                json.required("least_informedness").doubleValue(),
                json.required("self_consistency").doubleValue(),
                json.required("swap_consistency").doubleValue(),
                json.required("human_alpha").doubleValue());
    }

    private static void write(StudyRow row, ObjectNode json) {
        json.put("id", row.id());
        if (!row.system().isEmpty()) {
            json.put("system", row.system());
        }
        ObjectNode labels = json.putObject("labels");
        row.labels().forEach(labels::put);
        ArrayNode answers = json.putArray("answers");
        row.answers().forEach(given -> answers.add(given(given)));
        if (!row.orders().isEmpty()) {
            ArrayNode orders = json.putArray("orders");
            row.orders()
                    .forEach(
                            both -> orders.addArray().add(given(both.inOrder())).add(given(both.swapped())));
        }
    }

    private static StudyRow row(JsonNode json) {
        Map<String, Double> labels = new LinkedHashMap<>();
        json.required("labels").properties().forEach(field -> labels.put(field.getKey(), number(field.getValue())));
        List<Given> answers = new ArrayList<>();
        json.required("answers").forEach(answer -> answers.add(readGiven(answer)));
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("row " + json.required("id") + " has no answers");
        }
        List<Orders> orders = new ArrayList<>();
        json.path("orders")
                .forEach(both -> orders.add(new Orders(readGiven(both.required(0)), readGiven(both.required(1)))));
        return new StudyRow(text(json, "id"), json.path("system").asText(""), labels, answers, orders);
    }

    /** A score is a number, any other outcome its kind. */
    private static JsonNode given(Given given) {
        return given.score().isPresent()
                ? JsonNodeFactory.instance.numberNode(given.score().getAsDouble())
                : JsonNodeFactory.instance.textNode(given.kind().name().toLowerCase(Locale.ROOT));
    }

    private static Given readGiven(JsonNode json) {
        return json.isTextual()
                ? new Given(Outcome.Kind.valueOf(json.textValue().toUpperCase(Locale.ROOT)), OptionalDouble.empty())
                : new Given(Outcome.Kind.SCORED, OptionalDouble.of(number(json)));
    }

    private static void put(ObjectNode json, String field, double value) {
        if (Double.isFinite(value)) {
            json.put(field, value);
        }
    }

    private static double number(JsonNode json, String field, double ifAbsent) {
        return json.has(field) ? number(json.get(field)) : ifAbsent;
    }

    private static double number(JsonNode json) {
        if (!json.isNumber()) {
            throw new IllegalArgumentException("expected a number; found: " + json);
        }
        return json.doubleValue();
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.required(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field '" + field + "' must be text; found: " + value);
        }
        return value.textValue();
    }
}
