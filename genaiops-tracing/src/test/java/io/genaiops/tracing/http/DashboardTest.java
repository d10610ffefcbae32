package io.genaiops.tracing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code docs/dashboards} ask for nothing that a real run did not export. */
class DashboardTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");
    private static final int WIDTH = 24;

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    private static PrometheusSeries series;
    private static JsonNode dashboard;
    private static JsonNode alerts;

    @BeforeAll
    static void run_once() throws IOException {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build()) {
            RealRun.through(sdk, SERVER);
            series = PrometheusSeries.of(reader.collectAllMetrics());
        }
        Path folder = dashboards();
        dashboard = JSON.readTree(Files.readString(folder.resolve("genai-calls.json")));
        alerts = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(folder.resolve("genai-alerts.yaml"))));
    }

    @Test
    void every_series_and_label_of_the_dashboard_was_exported_by_a_run() {
        List<String> findings = new ArrayList<>();
        targets()
                .forEach(target ->
                        findings.addAll(PromQl.findings(target.path("expr").asText(), series)));

        assertThat(findings).isEmpty();
        assertThat(targets()).hasSizeGreaterThan(20);
    }

    @Test
    void every_series_and_label_of_the_alerts_was_exported_by_a_run() {
        List<String> findings = new ArrayList<>();
        rules().forEach(rule ->
                findings.addAll(PromQl.findings(rule.path("expr").asText(), series)));

        assertThat(findings).isEmpty();
        assertThat(rules()).hasSizeGreaterThan(5);
    }

    @Test
    void every_choice_of_the_dashboard_is_a_label_of_a_series() {
        List<JsonNode> choices = list(dashboard.at("/templating/list")).stream()
                .filter(choice -> choice.path("type").asText().equals("query"))
                .toList();

        assertThat(choices).hasSize(2).allSatisfy(choice -> {
            String[] query = choice.path("definition").asText().split("[(,) ]+", -1);
            assertThat(query[0]).isEqualTo("label_values");
            assertThat(series.labels()).containsKey(query[1]);
            assertThat(series.labels().get(query[1])).contains(query[2]);
        });
    }

    @Test
    void legends_and_summaries_name_only_labels_that_results_have() {
        for (JsonNode target : targets()) {
            assertThat(placeholders(target.path("legendFormat").asText()))
                    .isSubsetOf(PromQl.grouping(target.path("expr").asText()));
        }
        for (JsonNode rule : rules()) {
            assertThat(placeholders(rule.path("annotations").toString()))
                    .isSubsetOf(PromQl.grouping(rule.path("expr").asText()));
        }
    }

    @Test
    void every_metric_of_prompts_and_inferences_is_on_the_dashboard() {
        String all = targets().toString();
        Set<String> metrics = new HashSet<>();
        series.labels().keySet().forEach(name -> metrics.add(name.replaceAll("_(bucket|sum|count)$", "")));

        assertThat(metrics).allSatisfy(metric -> assertThat(all).contains(metric));
    }

    @Test
    void the_dashboard_has_the_structure_that_grafana_reads() {
        assertThat(dashboard.path("title").asText()).isNotBlank();
        assertThat(dashboard.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.path("time").path("from").asText()).isNotBlank();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : list(dashboard.path("panels"))) {
            assertThat(ids.add(panel.path("id").asInt())).as("id of %s", panel).isTrue();
            assertThat(panel.path("title").asText()).isNotBlank();
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isBetween(1, WIDTH);
            assertThat(place.path("h").asInt()).isPositive();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("type").asText()).isIn("timeseries", "stat");
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(panel.path("targets")).isNotEmpty();
            }
        }
    }

    @Test
    void no_two_panels_share_a_place() {
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : list(dashboard.path("panels"))) {
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    String cell = (place.path("x").asInt() + x) + ","
                            + (place.path("y").asInt() + y);
                    assertThat(taken.add(cell))
                            .as("%s at %s", panel.path("title"), cell)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void every_alert_has_a_name_of_its_own_a_severity_and_a_summary() {
        Set<String> names = new HashSet<>();
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(names.add(rule.path("alert").asText())).isTrue();
            assertThat(rule.path("alert").asText()).matches("GenAi[A-Za-z]+");
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.path("expr").asText()).containsPattern("[<>] [0-9.]+\\s*$|> 3 \\* sum");
            assertThat(rule.path("for").asText("1m")).matches("\\d+[mh]");
        });
    }

    @Test
    void a_wrong_series_or_label_would_be_found() {
        assertThat(PromQl.findings("sum(rate(gen_ai_client_inference_duration_count[5m]))", series))
                .containsExactly("no run exported the series gen_ai_client_inference_duration_count");
        assertThat(PromQl.findings("sum by (model) (genaiops_prompt_tokens_total{version=\"1\"})", series))
                .containsExactly(
                        "the series genaiops_prompt_tokens_total has no label version",
                        "the series genaiops_prompt_tokens_total has no label model");
        assertThat(PromQl.findings("smu(genaiops_prompt_tokens_total)", series))
                .containsExactly("no run exported the series smu");
    }

    private static List<JsonNode> targets() {
        return list(dashboard.path("panels")).stream()
                .flatMap(panel -> list(panel.path("targets")).stream())
                .toList();
    }

    private static List<JsonNode> rules() {
        return list(alerts.path("groups")).stream()
                .flatMap(group -> list(group.path("rules")).stream())
                .toList();
    }

    private static List<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static Path dashboards() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("docs/dashboards"))) {
            folder = folder.getParent();
        }
        assertThat(folder)
                .as("folder with docs/dashboards above %s", Path.of("").toAbsolutePath())
                .isNotNull();
        return folder.resolve("docs/dashboards");
    }
}
