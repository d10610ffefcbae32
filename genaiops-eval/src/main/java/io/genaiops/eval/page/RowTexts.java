package io.genaiops.eval.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import io.genaiops.eval.outline.JsonOutput;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.outline.RowJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of some rows as JSON: what the dataset says of them, then the origins of their answers, the answers and the
 * reasons. Like stands beside like, which deflate makes a tenth smaller. Not thread-safe.
 */
final class RowTexts {

    private final List<EvaluatorId> evaluators;
    private final Map<String, Array> arrays = new LinkedHashMap<>();
    private final Array samples;
    private final Array origins;
    private final Array responses;
    private final Array reasons;
    private int from;
    private int rows;

    RowTexts(ExperimentResult result) throws IOException {
        this.evaluators = RowColumns.evaluators(result);
        this.samples = array("samples");
        this.origins = array("origins");
        this.responses = array("responses");
        this.reasons = array("reasons");
    }

    private Array array(String name) throws IOException {
        Array array = new Array();
        arrays.put(name, array);
        return array;
    }

    /** Returns the number of the first row. */
    int from() {
        return from;
    }

    /** Returns how long the texts have become. */
    int bytes() throws IOException {
        int sum = 0;
        for (Array array : arrays.values()) {
            array.json.flush();
            sum += array.bytes.size();
        }
        return sum;
    }

    void add(Row row) throws IOException {
        samples.json.writeStartObject();
        RowJson.sample(row.sample(), samples.json);
        samples.json.writeEndObject();
        List<Array> byVariant = List.of(origins, responses, reasons);
        starts(byVariant);
        for (ItemResult item : row.items()) {
            starts(byVariant);
            for (Trial trial : item.trials()) {
                add(trial);
            }
            ends(byVariant);
        }
        ends(byVariant);
        rows++;
    }

    private static void starts(List<Array> arrays) throws IOException {
        for (Array array : arrays) {
            array.json.writeStartArray();
        }
    }

    private static void ends(List<Array> arrays) throws IOException {
        for (Array array : arrays) {
            array.json.writeEndArray();
        }
    }

    private void add(Trial trial) throws IOException {
        origins.json.writeStartObject();
        origins.json.writeNumberField("repetition", trial.repetition());
        if (!trial.isAnswered()) {
            origins.json.writeStringField("error", trial.error());
        }
        RowJson.origin(trial.evaluation().sample(), origins.json);
        origins.json.writeEndObject();
        Optional<String> response = trial.evaluation().sample().response();
        if (response.isPresent()) {
            responses.json.writeString(response.get());
        } else {
            responses.json.writeNull();
        }
        reasons.json.writeStartArray();
        for (EvaluatorId evaluator : evaluators) {
            reason(trial.evaluation().outcome(evaluator));
        }
        reasons.json.writeEndArray();
    }

    /** A text or, with what a judge said instead of a score, two. */
    private void reason(Optional<Outcome> outcome) throws IOException {
        if (outcome.isPresent() && outcome.get() instanceof Outcome.Unscored unscored) {
            reasons.json.writeStartArray();
            reasons.json.writeString(unscored.why());
            reasons.json.writeString(unscored.raw());
            reasons.json.writeEndArray();
        } else {
            reasons.json.writeString(outcome.map(Outcome::explanation).orElse(""));
        }
    }

    /** Returns all of it and forgets the rows; the next one follows them. */
    byte[] take() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(("{\"from\":" + from).getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, Array> array : arrays.entrySet()) {
            all.write((",\"" + array.getKey() + "\":").getBytes(StandardCharsets.UTF_8));
            array.getValue().moveTo(all);
        }
        all.write('}');
        from += rows;
        rows = 0;
        return all.toByteArray();
    }

    /** A JSON array that grows. */
    private static final class Array {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private JsonGenerator json;

        Array() throws IOException {
            json = begin();
        }

        private JsonGenerator begin() throws IOException {
            JsonGenerator array = JsonOutput.to(bytes);
            array.writeStartArray();
            return array;
        }

        void moveTo(ByteArrayOutputStream all) throws IOException {
            json.writeEndArray();
            json.close();
            bytes.writeTo(all);
            bytes.reset();
            json = begin();
        }
    }
}
