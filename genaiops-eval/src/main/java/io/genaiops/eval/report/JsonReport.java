package io.genaiops.eval.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.JsonOutput;
import io.genaiops.eval.outline.Latencies;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.outline.RowJson;
import io.genaiops.eval.outline.Rows;
import io.genaiops.eval.outline.Summary;
import io.genaiops.eval.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a result as JSON, one sample on each line. The schema is the resource {@code report.schema.json} beside this
 * class, and is explained in {@code docs/report-json.md}.
 */
final class JsonReport {

    static final String SCHEMA = "genaiops.report/1";

    private final ExperimentResult result;
    private final Map<EvaluatorId, Integer> evaluators = new HashMap<>();

    JsonReport(ExperimentResult result) {
        this.result = result;
        result.variants()
                .get(0)
                .measurements()
                .forEach(measurement -> evaluators.put(measurement.evaluator(), evaluators.size()));
    }

    void write(OutputStream stream) throws IOException {
        try (JsonGenerator json = JsonOutput.to(stream)) {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            for (Map.Entry<String, JsonNode> field : Summary.of(result).properties()) {
                json.writeRaw('\n');
                json.writeObjectField(field.getKey(), field.getValue());
            }
            json.writeRaw('\n');
            Latencies latencies = samples(json);
            json.writeRaw('\n');
            json.writeObjectField("latencies", Summary.latencies(result, latencies));
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private Latencies samples(JsonGenerator json) throws IOException {
        Latencies latencies = new Latencies();
        json.writeArrayFieldStart("samples");
        for (Row row : Rows.of(result)) {
            latencies.add(row);
            json.writeRaw('\n');
            sample(row, json);
        }
        json.writeEndArray();
        return latencies;
    }

    private void sample(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        RowJson.sample(row.sample(), json);
        json.writeArrayFieldStart("answers");
        for (int variant = 0; variant < row.items().size(); variant++) {
            for (Trial trial : row.items().get(variant).trials()) {
                answer(variant, trial, json);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void answer(int variant, Trial trial, JsonGenerator json) throws IOException {
        Evaluation evaluation = trial.evaluation();
        json.writeStartObject();
        json.writeNumberField("variant", variant);
        json.writeNumberField("repetition", trial.repetition());
        if (!trial.isAnswered()) {
            json.writeStringField("error", trial.error());
        }
        if (evaluation.sample().response().isPresent()) {
            json.writeStringField("response", evaluation.sample().response().get());
        }
        RowJson.origin(evaluation.sample(), json);
        json.writeStringField("judgement", Figures.word(evaluation.judgement()));
        json.writeArrayFieldStart("results");
        for (Evaluation.Result each : evaluation.results()) {
            result(each, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void result(Evaluation.Result each, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("evaluator", evaluator(each.evaluator()));
        json.writeStringField("judgement", judgement(each));
        json.writeObjectField("outcome", each.outcome().toJson());
        json.writeEndObject();
    }

    private int evaluator(EvaluatorId id) {
        Integer place = evaluators.get(id);
        if (place == null) {
            throw new IllegalStateException(
                    "a sample was evaluated by " + id + ", which the result does not list: " + evaluators.keySet());
        }
        return place;
    }

    /** A score that nothing is held against is observed, not inconclusive. */
    private static String judgement(Evaluation.Result each) {
        boolean observed = each.threshold().isEmpty() && each.outcome().isScored();
        return observed ? "observed" : Figures.word(each.judgement());
    }
}
