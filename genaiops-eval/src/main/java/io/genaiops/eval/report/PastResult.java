package io.genaiops.eval.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures of a result that was written as JSON before; its samples are not read.
 *
 * @param experiment the name of the experiment
 * @param finished when it ended
 * @param dataset the name of the dataset
 * @param digest the digest of the dataset
 * @param samples how many samples it has
 * @param figures the figures of each variant and evaluator
 */
record PastResult(
        String experiment, Instant finished, String dataset, String digest, int samples, List<Figure> figures) {

    /**
     * What one evaluator found of one variant.
     *
     * @param variant the name of the variant
     * @param evaluator the name of the evaluator
     * @param identity its version and configuration
     * @param threshold what passes, in words; empty if scores are only observed
     * @param mean the mean of the scores
     * @param passRate the share of samples that passed
     * @param coverage the share of outcomes that are scores
     */
    record Figure(
            String variant,
            String evaluator,
            String identity,
            String threshold,
            Estimate mean,
            Estimate passRate,
            double coverage) {}

    /** A figure with the ends of its interval, each as far as there is one. */
    record Estimate(OptionalDouble value, OptionalDouble low, OptionalDouble high) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the head of a file that {@code Report.json} wrote.
     *
     * @throws GenAiOpsException if it is anything else
     */
    static PastResult read(Path file) {
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            return parse(head(parser));
        } catch (JsonProcessingException e) {
            throw refusal(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("report cannot be read from " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refusal(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static GenAiOpsException refusal(Path file, String why, Exception cause) {
        return new GenAiOpsException(
                "a trend is read from files that Report.json(result) wrote, schema " + JsonReport.SCHEMA + "; found in "
                        + file + ": " + why,
                cause);
    }

    /** Returns all fields in front of the samples. */
    private static ObjectNode head(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("no JSON object");
        }
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals("samples")) {
                return head;
            }
            head.set(field, JSON.readTree(parser));
        }
        return head;
    }

    private static PastResult parse(JsonNode head) {
        String schema = head.path("schema").asText();
        if (!schema.equals(JsonReport.SCHEMA)) {
            throw new IllegalArgumentException("schema '" + schema + "'");
        }
        JsonNode dataset = head.required("dataset");
        List<Figure> figures = new ArrayList<>();
        for (JsonNode variant : head.required("variants")) {
            for (int i = 0; i < head.required("evaluators").size(); i++) {
                figures.add(figure(variant, head.required("evaluators").get(i), i));
            }
        }
        return new PastResult(
                text(head, "experiment"),
                Instant.parse(text(head, "finished")),
                text(dataset, "name"),
                text(dataset, "digest"),
                dataset.required("samples").intValue(),
                figures);
    }

    private static Figure figure(JsonNode variant, JsonNode evaluator, int place) {
        JsonNode measurement = variant.required("measurements").required(place);
        return new Figure(
                text(variant, "name"),
                text(evaluator, "name"),
                text(evaluator, "version") + " " + text(evaluator, "configuration"),
                evaluator.path("threshold").path("words").asText(),
                estimate(measurement.path("mean")),
                estimate(measurement.path("passRate")),
                measurement.required("coverage").doubleValue());
    }

    private static Estimate estimate(JsonNode json) {
        return new Estimate(number(json, "value"), number(json, "low"), number(json, "high"));
    }

    private static OptionalDouble number(JsonNode json, String field) {
        JsonNode number = json.path(field);
        return number.isNumber() ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    private static String text(JsonNode json, String field) {
        JsonNode text = json.required(field);
        if (!text.isTextual()) {
            throw new IllegalArgumentException("field '" + field + "' must be text; found: " + text);
        }
        return text.textValue();
    }
}
