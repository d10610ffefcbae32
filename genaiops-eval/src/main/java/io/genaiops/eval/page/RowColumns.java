package io.genaiops.eval.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Row;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ids, tags, outcomes, scores and latencies of some rows, by column. A column of answers has a place for each repetition
 * of each row; an outcome is a letter, and only outcomes that are scores have a number. Not thread-safe.
 */
final class RowColumns {

    private static final char NO_TRIAL = '-';

    private final int repetitions;
    private final List<EvaluatorId> evaluators;
    private final List<Column> variants = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final List<List<String>> tags = new ArrayList<>();
    private int from;

    RowColumns(ExperimentResult result) {
        this.repetitions = result.repetitions();
        this.evaluators = evaluators(result);
        result.variants().forEach(variant -> variants.add(new Column()));
    }

    /** Returns the evaluators that the columns stand for, in their order. */
    static List<EvaluatorId> evaluators(ExperimentResult result) {
        VariantResult first = result.variants().get(0);
        return first.measurements().stream().map(Measurement::evaluator).toList();
    }

    void add(Row row) {
        ids.add(row.sample().id());
        tags.add(List.copyOf(row.sample().tags()));
        for (int i = 0; i < variants.size(); i++) {
            variants.get(i).add(row.items().get(i));
        }
    }

    int size() {
        return ids.size();
    }

    /** Forgets the rows; the next one follows them. */
    void clear() {
        from += ids.size();
        ids.clear();
        tags.clear();
        variants.replaceAll(column -> new Column());
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("from", from);
        strings("ids", ids, json);
        json.writeArrayFieldStart("tags");
        for (List<String> each : tags) {
            json.writeStartArray();
            for (String tag : each) {
                json.writeString(tag);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("variants");
        for (Column variant : variants) {
            variant.write(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void strings(String field, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** What one variant made of the rows. */
    private final class Column {

        private final StringBuilder answered = new StringBuilder();
        private final List<Optional<Duration>> latencies = new ArrayList<>();
        private final List<StringBuilder> states = new ArrayList<>();
        private final List<List<Double>> scores = new ArrayList<>();

        Column() {
            for (int i = 0; i < evaluators.size(); i++) {
                states.add(new StringBuilder());
                scores.add(new ArrayList<>());
            }
        }

        void add(ItemResult item) {
            int next = 1;
            for (Trial trial : item.trials()) {
                if (trial.repetition() < next || trial.repetition() > repetitions) {
                    throw new IllegalStateException("the repetitions of sample '"
                            + item.sample().id() + "' must be in order and " + repetitions + " at most; found "
                            + trial.repetition() + " after " + (next - 1));
                }
                for (; next < trial.repetition(); next++) {
                    skip();
                }
                add(trial);
                next++;
            }
            for (; next <= repetitions; next++) {
                skip();
            }
        }

        private void skip() {
            answered.append(NO_TRIAL);
            latencies.add(Optional.empty());
            states.forEach(state -> state.append(NO_TRIAL));
        }

        private void add(Trial trial) {
            answered.append(trial.isAnswered() ? '1' : '0');
            latencies.add(trial.evaluation().sample().latency());
            for (int i = 0; i < evaluators.size(); i++) {
                Evaluation.Result result = result(trial.evaluation(), evaluators.get(i));
                states.get(i).append(letter(result));
                List<Double> column = scores.get(i);
                result.outcome().score().ifPresent(column::add);
            }
        }

        void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("answered", answered.toString());
            json.writeArrayFieldStart("latencies");
            for (Optional<Duration> latency : latencies) {
                if (latency.isPresent()) {
                    json.writeNumber(Figures.seconds(latency.get()));
                } else {
                    json.writeNull();
                }
            }
            json.writeEndArray();
            strings("states", states.stream().map(StringBuilder::toString).toList(), json);
            json.writeArrayFieldStart("scores");
            for (List<Double> column : scores) {
                json.writeStartArray();
                for (double score : column) {
                    json.writeNumber(score);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static Evaluation.Result result(Evaluation evaluation, EvaluatorId evaluator) {
        return evaluation.results().stream()
                .filter(result -> result.evaluator().equals(evaluator))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "sample '" + evaluation.sample().id() + "' has no result of the evaluator " + evaluator));
    }

    /** P and F are judged scores, O is a score that is only observed, and the others are no scores. */
    private static char letter(Evaluation.Result result) {
        return switch (result.outcome().kind()) {
            case NOT_APPLICABLE -> 'N';
            case UNSCORED -> 'U';
            case ERRORED -> 'E';
            case SKIPPED -> 'S';
            case SCORED ->
                switch (result.judgement()) {
                    case PASSED -> 'P';
                    case FAILED -> 'F';
                    case INCONCLUSIVE -> 'O';
                };
        };
    }
}
