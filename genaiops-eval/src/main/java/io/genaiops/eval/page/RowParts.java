package io.genaiops.eval.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.outline.JsonOutput;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.outline.RowJson;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Collects rows into two kinds of parts: {@code rows} with what filters and plots need, read at once, and {@code texts} of
 * about half a megabyte, read when a reader comes to them. Used once; not thread-safe.
 */
final class RowParts {

    private static final int MOST_ROWS = 8_192;
    private static final int MOST_BYTES = 512 * 1024;

    private final Page page;
    private final RowColumns columns;
    private final List<EvaluatorId> evaluators;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private JsonGenerator texts;
    private int textsFrom;
    private int rows;

    RowParts(Page page, ExperimentResult result) throws IOException {
        this.page = page;
        this.evaluators = RowColumns.evaluators(result);
        this.columns = new RowColumns(result);
        this.texts = begin();
    }

    void add(Row row) throws IOException {
        columns.add(row);
        texts(row);
        rows++;
        texts.flush();
        if (bytes.size() >= MOST_BYTES) {
            flushTexts();
        }
        if (columns.size() == MOST_ROWS) {
            page.part("rows", columns::write);
            columns.clear();
        }
    }

    void end() throws IOException {
        flushTexts();
        page.part("rows", columns::write);
    }

    private JsonGenerator begin() throws IOException {
        JsonGenerator json = JsonOutput.to(bytes);
        json.writeStartObject();
        json.writeNumberField("from", textsFrom);
        json.writeArrayFieldStart("rows");
        return json;
    }

    private void flushTexts() throws IOException {
        texts.writeEndArray();
        texts.writeEndObject();
        texts.close();
        page.part("texts", textsFrom, bytes);
        bytes.reset();
        textsFrom = rows;
        texts = begin();
    }

    private void texts(Row row) throws IOException {
        texts.writeStartObject();
        RowJson.sample(row.sample(), texts);
        texts.writeArrayFieldStart("variants");
        for (ItemResult item : row.items()) {
            texts.writeStartArray();
            for (Trial trial : item.trials()) {
                answer(trial);
            }
            texts.writeEndArray();
        }
        texts.writeEndArray();
        texts.writeEndObject();
    }

    private void answer(Trial trial) throws IOException {
        texts.writeStartObject();
        texts.writeNumberField("repetition", trial.repetition());
        if (!trial.isAnswered()) {
            texts.writeStringField("error", trial.error());
        }
        RowJson.answer(trial.evaluation().sample(), texts);
        texts.writeArrayFieldStart("reasons");
        for (EvaluatorId evaluator : evaluators) {
            reason(trial.evaluation().outcome(evaluator));
        }
        texts.writeEndArray();
        texts.writeEndObject();
    }

    /** A text or, with what a judge said instead of a score, two. */
    private void reason(Optional<Outcome> outcome) throws IOException {
        if (outcome.isPresent() && outcome.get() instanceof Outcome.Unscored unscored) {
            texts.writeStartArray();
            texts.writeString(unscored.why());
            texts.writeString(unscored.raw());
            texts.writeEndArray();
        } else {
            texts.writeString(outcome.map(Outcome::explanation).orElse(""));
        }
    }

    static Evaluation.Result result(Evaluation evaluation, EvaluatorId evaluator) {
        return evaluation.results().stream()
                .filter(result -> result.evaluator().equals(evaluator))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "sample '" + evaluation.sample().id() + "' has no result of the evaluator " + evaluator));
    }
}
