package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.trial.Trial;
import io.genaiops.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void every_report_fits_the_schema() throws IOException {
        JsonSchema schema = schema();
        for (ExperimentResult result : List.of(Specimens.small(), Specimens.hostile(), Specimens.large(50, 3))) {
            String text = Report.json(result).text();
            assertThat(schema.validate(JSON.readTree(text))).as(result.name()).isEmpty();
            assertThat(text).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void the_schema_refuses_what_is_not_a_report() throws IOException {
        JsonSchema schema = schema();
        String text = Report.json(Specimens.small()).text();
        for (String field : List.of("schema", "dataset", "evaluators", "variants", "samples", "latencies")) {
            assertThat(schema.accepts(JSON.readTree(text.replace("\"" + field + "\":", "\"another\":"))))
                    .as(field)
                    .isFalse();
        }
        assertThat(schema.accepts(JSON.readTree(text.replace("\"coverage\":0", "\"coverage\":7"))))
                .isFalse();
        assertThat(schema.accepts(JSON.readTree(text.replace("\"outcome\":\"unscored\"", "\"outcome\":\"lost\""))))
                .isFalse();
    }

    @Test
    void the_head_says_how_the_result_came_to_be() throws IOException {
        JsonNode json = JSON.readTree(Report.json(Specimens.small()).text());
        assertThat(json.path("schema").asText()).isEqualTo("genaiops.report/1");
        assertThat(json.path("experiment").asText()).isEqualTo("winter trial");
        assertThat(json.path("finished").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(json.path("repetitions").asInt()).isEqualTo(2);
        assertThat(json.at("/dataset/digest").asText())
                .isEqualTo(Specimens.small().datasetDigest().value());
        assertThat(json.at("/evaluators/0/threshold/words").asText()).isEqualTo("at least 4");
        assertThat(json.at("/evaluators/0/threshold").has("to")).isFalse();
        assertThat(json.at("/evaluators/1").has("threshold")).isFalse();
        assertThat(json.at("/latencies/0/p50/value").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/latencies/1/answers").asInt()).isEqualTo(4);
    }

    @Test
    void figures_are_those_of_the_result() throws IOException {
        ExperimentResult result = Specimens.large(40, 1);
        Measurement measurement = result.variants().get(0).measurements().get(0);
        JsonNode json = JSON.readTree(Report.json(result).text()).at("/variants/0/measurements/0");
        assertThat(json.at("/mean/value").asDouble())
                .isEqualTo(measurement.mean().orElseThrow().value());
        assertThat(json.at("/mean/low").asDouble())
                .isEqualTo(measurement.interval().orElseThrow().low());
        assertThat(json.at("/passRate/high").asDouble())
                .isEqualTo(measurement.passRate().orElseThrow().interval().high());
        assertThat(json.at("/outcomes/unscored").asInt())
                .isEqualTo(measurement.aggregate().count(Outcome.Kind.UNSCORED))
                .isPositive();
    }

    @Test
    void what_is_missing_is_left_out_and_never_a_figure() throws IOException {
        JsonNode json = JSON.readTree(Report.json(Specimens.small()).text());
        JsonNode errored = json.at("/samples/2/answers/2");
        assertThat(errored.path("variant").asInt()).isEqualTo(1);
        assertThat(errored.path("error").asText()).contains("model is down");
        assertThat(errored.has("response")).isFalse();
        assertThat(errored.has("latency")).isFalse();
        assertThat(errored.has("cost")).isFalse();
        assertThat(errored.has("tokens")).isFalse();
        assertThat(errored.path("judgement").asText()).isEqualTo("inconclusive");
        JsonNode unscored = json.at("/samples/1/answers/0/results/0");
        assertThat(unscored.path("judgement").asText()).isEqualTo("inconclusive");
        assertThat(unscored.path("outcome").has("value")).isFalse();
        assertThat(json.at("/samples/1").has("references")).isFalse();
    }

    @Test
    void outcomes_come_back_as_they_were() throws IOException {
        ExperimentResult result = Specimens.small();
        JsonNode json = JSON.readTree(Report.json(result).text());
        for (int sample = 0; sample < 3; sample++) {
            List<Trial> trials = result.variants().get(0).items().get(sample).trials();
            for (int trial = 0; trial < trials.size(); trial++) {
                for (int evaluator = 0; evaluator < 2; evaluator++) {
                    JsonNode outcome =
                            json.at("/samples/" + sample + "/answers/" + trial + "/results/" + evaluator + "/outcome");
                    assertThat(Outcome.fromJson(outcome))
                            .isEqualTo(trials.get(trial)
                                    .evaluation()
                                    .results()
                                    .get(evaluator)
                                    .outcome());
                }
            }
        }
    }

    @Test
    void texts_come_back_but_for_halves_of_characters() throws IOException {
        JsonNode json = JSON.readTree(Report.json(Specimens.hostile()).text());
        for (int i = 0; i < Specimens.HOSTILE.size(); i++) {
            String expected = Specimens.HOSTILE
                    .get(i)
                    .replace("\ud83d\ude00", "\ud83e\uddf3")
                    .replace('\ud83d', '\ufffd')
                    .replace('\ude00', '\ufffd')
                    .replace("\ud83e\uddf3", "\ud83d\ude00");
            JsonNode sample = json.at("/samples/" + i);
            assertThat(sample.path("input").asText()).isEqualTo(expected);
            assertThat(sample.path("references").path(0).asText()).isEqualTo(expected);
            assertThat(sample.path("tags").path(0).asText()).isEqualTo(expected);
            assertThat(sample.path("attributes").path(expected).asText()).isEqualTo(expected);
            assertThat(sample.at("/answers/0/response").asText()).isEqualTo(expected);
            assertThat(sample.at("/answers/1/error").asText()).contains(expected);
        }
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream stream = Objects.requireNonNull(Report.class.getResourceAsStream("report.schema.json"))) {
            return JsonSchema.of(JSON.readTree(stream));
        }
    }
}
