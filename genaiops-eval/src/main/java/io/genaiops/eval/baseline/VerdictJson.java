package io.genaiops.eval.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.baseline.BaselineVerdict.Difference;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.BaselineVerdict.Measure;
import io.genaiops.eval.baseline.BaselineVerdict.Reason;
import io.genaiops.eval.baseline.BaselineVerdict.Row;
import io.genaiops.eval.statistics.Verdict;
import java.util.Collection;
import java.util.OptionalDouble;

/** Writes a verdict as JSON; a figure that there is none of is left out. */
final class VerdictJson {

    static final String SCHEMA = "genaiops.baseline-verdict/1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private VerdictJson() {}

    static String of(BaselineVerdict verdict) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("schema", SCHEMA)
                .put("verdict", Words.name(verdict.conclusion()))
                .put("exit_code", verdict.exitCode());
        ArrayNode reasons = json.putArray("reasons");
        for (Reason reason : verdict.reasons()) {
            reasons.addObject()
                    .put("speaks_for", Words.name(reason.conclusion()))
                    .put("words", reason.words());
        }
        run(verdict.baseline(), json.putObject("baseline"));
        run(verdict.candidate(), json.putObject("candidate"));
        rule(verdict.rule(), json.putObject("rule"));
        ArrayNode evaluators = json.putArray("evaluators");
        verdict.rows().forEach(row -> row(row, evaluators.addObject()));
        ArrayNode falls = json.putArray("falls");
        verdict.falls().forEach(fall -> fall(fall, falls.addObject()));
        ArrayNode differences = json.putArray("differences");
        for (Difference difference : verdict.differences()) {
            differences
                    .addObject()
                    .put("what", difference.what())
                    .put("baseline", difference.before())
                    .put("candidate", difference.now())
                    .put("standing", BaselineWriter.word(difference.standing()));
        }
        texts(verdict.newSamples(), json.putArray("new_samples"));
        texts(verdict.vanishedSamples(), json.putArray("vanished_samples"));
        texts(verdict.changedSamples(), json.putArray("changed_samples"));
        return text(json);
    }

    private static void run(Baseline run, ObjectNode json) {
        json.put("experiment", run.experiment())
                .put("variant", run.variant())
                .put("dataset", run.facts().dataset())
                .put("dataset_digest", run.datasetDigest().value())
                .put("samples", run.size())
                .put("repetitions", run.facts().repetitions())
                .put("seed", run.facts().seed())
                .put("finished", run.finished().toString());
        ArrayNode prompts = json.putArray("prompts");
        for (Baseline.PromptVersion prompt : run.facts().prompts()) {
            prompts.addObject()
                    .put("name", prompt.name())
                    .put("version", prompt.version().toString())
                    .put("digest", prompt.digest().value());
        }
        texts(run.facts().models(), json.putArray("models"));
    }

    private static void rule(RegressionRule rule, ObjectNode json) {
        json.set("relevant", BaselineWriter.number(rule.relevant()));
        json.set("coverage", BaselineWriter.number(rule.coverage()));
        number(json, "detecting", rule.detecting());
        ArrayNode excused = json.putArray("excused");
        rule.excused().forEach(kind -> excused.add(BaselineWriter.word(kind)));
        texts(rule.criticalEvaluators(), json.putArray("critical_evaluators"));
        texts(rule.criticalTags(), json.putArray("critical_tags"));
        number(json, "critical_fall", rule.criticalFall());
        json.put("tolerated_falls", rule.toleratedFalls())
                .put("other_dataset", rule.allowsOtherDataset())
                .put("other_evaluators", rule.allowsOtherEvaluators());
    }

    private static void row(Row row, ObjectNode json) {
        json.put("name", row.name())
                .put("evaluator", row.evaluator().name())
                .put("version", row.evaluator().version())
                .put("configuration", row.evaluator().configuration().value())
                .put("verdict", Words.name(row.conclusion()))
                .put("paired", row.paired());
        json.set("coverage_before", BaselineWriter.number(row.coverageBefore()));
        json.set("coverage_now", BaselineWriter.number(row.coverageNow()));
        row.passes().ifPresent(measure -> measure("pass rate", measure, json.putObject("pass_rate")));
        row.scores().ifPresent(measure -> measure("mean score", measure, json.putObject("mean_score")));
    }

    private static void measure(String what, Measure measure, ObjectNode json) {
        Verdict verdict = measure.verdict();
        json.put("words", Words.sentence(what, measure)).put("samples", verdict.items());
        number(json, "before", measure.before());
        number(json, "now", measure.now());
        number(json, "improvement", verdict.difference());
        number(json, "p", verdict.pValue());
        verdict.interval().ifPresent(interval -> {
            number(json, "low", interval.low());
            number(json, "high", interval.high());
            number(json, "level", interval.level());
        });
        number(json, "detectable", verdict.detectable());
        number(json, "relevant", verdict.relevant());
        verdict.itemsNeeded().ifPresent(needed -> json.put("samples_needed", needed));
    }

    private static void fall(Fall fall, ObjectNode json) {
        json.put("sample", fall.sample()).put("evaluator", fall.evaluator());
        number(json, "score_before", fall.scoreBefore());
        number(json, "score_now", fall.scoreNow());
        number(json, "passes_before", fall.passesBefore());
        number(json, "passes_now", fall.passesNow());
        json.put("failed", fall.failed()).put("critical", fall.critical()).put("same_answer", fall.sameAnswer());
    }

    private static void number(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(number -> number(json, name, number));
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.set(name, BaselineWriter.number(value));
        }
    }

    private static void texts(Collection<String> values, ArrayNode json) {
        values.forEach(json::add);
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new GenAiOpsException("the verdict is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
