package io.genaiops.eval.prompttest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.junit.GenAiAssertions;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class PromptTestRunTest {

    private static final String ROWS = """
            {"id": "r1", "question": "When does the hut open?", "reference": "June", "season": "summer"}
            {"id": "r2", "question": "How far is the hut?", "reference": "12 km", "season": "summer"}
            """;
    private static final AssetId DATASET = new AssetId(AssetKind.DATASET, "trail-questions");

    @TempDir
    Path folder;

    private AssetRegistry registry = AssetRegistry.memory();

    @BeforeEach
    void describe_the_rows() throws IOException {
        publishRows(ROWS, "question", "reference", "season", "id");
    }

    private void publishRows(String rows, String... fields) throws IOException {
        registry = AssetRegistry.memory();
        Path file = Files.writeString(folder.resolve("questions.jsonl"), rows);
        Dataset dataset = Dataset.read(file);
        DatasetDefinition.Builder definition = DatasetDefinition.builder(DATASET.name(), Version.of(1, 0, 0))
                .file("questions.jsonl")
                .format(DatasetFormat.JSONL)
                .rows(dataset.size(), dataset.digest());
        for (String field : fields) {
            definition.field(field, "the " + field);
        }
        registry.publish(AssetFile.of(definition.build()), "ann");
        registry.label(DATASET, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
    }

    private void publish(String version, String inputs, String tests) {
        registry.publish(prompt("guide", version, inputs, tests), "ann");
    }

    private static AssetFile prompt(String name, String version, String inputs, String tests) {
        String promised = tests.isEmpty() ? "" : "tests: {dataset: trail-questions, thresholds: {" + tests + "}}\n";
        String tags = inputs.replaceAll(": [^,]*", "");
        StringBuilder body = new StringBuilder();
        for (String tag : tags.split(", ", -1)) {
            body.append("{{").append(tag).append("}}\n");
        }
        return AssetFile.parse(
                AssetKind.PROMPT,
                "f",
                "---\nname: " + name + "\nversion: " + version + "\ninputs: {" + inputs + "}\n" + promised + "---\n"
                        + body);
    }

    private PromptTestRun run(ChatModel model) {
        return GenAiAssertions.promptTests(registry).models(Models.of(model)).datasets(folder);
    }

    /** Runs every test and returns what each threw, by its name below that of its container. */
    private static Map<String, @Nullable Throwable> outcomes(Iterable<DynamicNode> nodes) {
        Map<String, @Nullable Throwable> outcomes = new LinkedHashMap<>();
        nodes.forEach(node -> execute("", node, outcomes));
        return outcomes;
    }

    private static void execute(String path, DynamicNode node, Map<String, @Nullable Throwable> outcomes) {
        String name = path + node.getDisplayName();
        if (node instanceof DynamicContainer container) {
            container.getChildren().forEach(child -> execute(name + " > ", child, outcomes));
        } else if (node instanceof DynamicTest test) {
            outcomes.put(name, thrown(test));
        }
    }

    private static @Nullable Throwable thrown(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private Throwable only(PromptTestRun run) {
        List<Throwable> thrown = new ArrayList<>();
        outcomes(run).values().forEach(each -> thrown.add(each == null ? new AssertionError("it passed") : each));
        assertThat(thrown).hasSize(1);
        return thrown.get(0);
    }

    @Test
    void a_promise_that_is_kept_passes_and_one_that_is_not_fails() {
        publish("1.0.0", "question: string", "overlap.token_f1: '>= 0.9', text.words: '<= 0.5'");
        registry.label("guide", "production").moveTo("1.0.0", "ann", "first");
        ScriptedChatModel model = ScriptedChatModel.replying("June", "12 km");

        Map<String, @Nullable Throwable> outcomes = outcomes(run(model));

        assertThat(outcomes.keySet())
                .containsExactly(
                        "guide 1.0.0 (production, latest) > overlap.token_f1 >= 0.9 on trail-questions@production",
                        "guide 1.0.0 (production, latest) > text.words <= 0.5 on trail-questions@production");
        assertThat(outcomes.values()).first().isNull();
        assertThat(model.requests())
                .as("the rows are answered once for both tests")
                .hasSize(2);
        assertThat(outcomes.values().stream().skip(1).findFirst().orElseThrow())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContainingAll(
                        "prompt 'guide' 1.0.0 does not keep text.words <= 0.5 on dataset 'trail-questions@production'",
                        "measure:   text.words",
                        "required:  at most 0.5",
                        "found:     mean 1.5 over 2 rows",
                        "coverage:  1",
                        "row:       'r2' 2",
                        "input:     How far is the hut?",
                        "output:    12 km");
    }

    @Test
    void nothing_is_called_before_a_test_runs() {
        publish("1.0.0", "question: string", "text.words: '<= 5'");
        ScriptedChatModel model = ScriptedChatModel.builder().build();

        assertThat(StreamSupport.stream(run(model).spliterator(), false)).hasSize(1);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void a_registry_without_promises_is_never_green() {
        publish("1.0.0", "question: string", "");

        assertThat(only(run(ScriptedChatModel.builder().build())))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContainingAll("no prompt promises anything", "prompt 'guide'");
        assertThat(only(GenAiAssertions.promptTests(AssetRegistry.memory())))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("found prompts []");
    }

    @Test
    void tested_are_the_labelled_versions_the_latest_and_the_draft_above_it() throws IOException {
        AssetStore store = AssetStore.directory(folder.resolve("assets"));
        AssetRegistry directory = AssetRegistry.of(store);
        for (String version : List.of("1.0.0", "1.1.0", "1.2.0")) {
            directory.publish(prompt("guide", version, "question: string", "text.words: '<= 5'"), "ann");
        }
        directory.label("guide", "production").moveTo("1.0.0", "ann", "live");
        Files.writeString(
                folder.resolve("assets/prompts/guide/2.0.0.prompt.md"),
                prompt("guide", "2.0.0", "question: string", "text.words: '<= 5'")
                        .text());

        assertThat(names(directory))
                .containsExactly("guide 1.0.0 (production)", "guide 1.2.0 (latest)", "guide 2.0.0 (draft)");
        assertThat(names(AssetRegistry.builder(store).production().build()))
                .containsExactly("guide 1.0.0 (production)", "guide 1.2.0 (latest)");
    }

    private static List<String> names(AssetRegistry prompts) {
        return StreamSupport.stream(GenAiAssertions.promptTests(prompts).spliterator(), false)
                .map(DynamicNode::getDisplayName)
                .toList();
    }

    @Test
    void an_unknown_measure_fails_its_own_test_and_names_the_known_ones() {
        publish(
                "1.0.0",
                "question: string",
                "text.wordz: '<= 5', brevity: '>= 1', relevance: '>= 4', words: '<= 5', judge.relevance: '>= 4'");
        Map<String, @Nullable Throwable> outcomes = outcomes(run(ScriptedChatModel.replying("June", "12 km")));

        List<String> messages = new ArrayList<>();
        outcomes.values()
                .forEach(thrown -> messages.add(thrown == null ? "passed" : String.valueOf(thrown.getMessage())));
        assertThat(messages.get(0)).contains("there is no such evaluator; did you mean text.words?");
        assertThat(messages.get(1))
                .contains("measure 'brevity' must be the name of one evaluator; known are p50, p95, p99 and [claims.");
        assertThat(messages.get(2)).contains("found: [judge.relevance, semantic.relevance]");
        assertThat(messages.get(3)).isEqualTo("passed");
        assertThat(messages.get(4)).contains("needs a judge; give it with judge(…)");
    }

    @Test
    void a_limit_has_the_unit_of_its_measure() {
        publish(
                "1.0.0",
                "question: string",
                "p95: '<= 60 s', performance.latency: '<= 60', cost_per_request: '<= 1 USD'");

        List<String> messages = new ArrayList<>();
        outcomes(run(ScriptedChatModel.replying("June", "12 km")))
                .values()
                .forEach(thrown -> messages.add(thrown == null ? "passed" : String.valueOf(thrown.getMessage())));

        assertThat(messages.get(0)).isEqualTo("passed");
        assertThat(messages.get(1)).contains("expected a time such as '2 s'");
        assertThat(messages.get(2)).contains("write performance.cost");
    }

    @Test
    void what_was_not_scored_is_neither_kept_nor_broken() {
        publish("1.0.0", "question: string", "text.words: '<= 5', error_rate: '<= 0.1', p95: '<= 60 s'");
        PromptTestRun run = run(ScriptedChatModel.builder()
                .reply("June")
                .thenFail(new IllegalStateException("no line"))
                .build());

        List<@Nullable Throwable> thrown = new ArrayList<>(outcomes(run).values());

        assertThat(thrown.get(0))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContainingAll("inconclusive: prompt 'guide' 1.0.0", "coverage:  0.5", "row:       'r2'");
        assertThat(thrown.get(1)).isInstanceOf(AssertionFailedError.class).hasMessageContaining("found:     0.5");
        assertThat(thrown.get(2))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContainingAll("answered:  1 of 2 rows", "no line");
        assertThat(outcomes(run.whenInconclusive(Inconclusive.FAILS)).values())
                .first()
                .isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void fields_go_to_the_inputs_of_their_names_and_the_input_to_the_one_that_is_left() {
        publish("1.0.0", "topic: string, season: string", "text.words: '<= 5'");
        ScriptedChatModel model = ScriptedChatModel.replying("June", "12 km");

        assertThat(outcomes(run(model)).values()).containsOnlyNulls();
        assertThat(model.requests().get(0).messages().toString()).contains("When does the hut open?\nsummer");
    }

    @Test
    void a_row_that_lacks_an_input_is_named_before_anything_is_called() {
        publish("1.0.0", "question: string, altitude: string, language: string", "text.words: '<= 5'");
        ScriptedChatModel model = ScriptedChatModel.builder().build();

        assertThat(only(run(model)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContainingAll(
                        "prompt 'guide' 1.0.0 cannot be tested on dataset 'trail-questions@production': 2 of 2 rows do not"
                                + " fit its inputs",
                        "row 'r1': ",
                        "altitude",
                        "the row has the fields [input, reference, season]");
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void what_stands_in_the_way_of_a_run_fails_with_its_cause() {
        publish("1.0.0", "question: string", "text.words: '<= 5'");

        assertThat(only(GenAiAssertions.promptTests(registry).datasets(folder)))
                .hasMessageContaining("no models are given; give them with promptTests(registry).models(models)");
        assertThat(only(run(ScriptedChatModel.builder().build()).datasets(folder.resolve("elsewhere"))))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("elsewhere");
    }

    @Test
    void judges_own_evaluators_and_checks_of_suites_measure_too() {
        registry.publish(AssetFile.parse(AssetKind.SUITE, "f", """
                        name: quality
                        version: 1.0.0
                        checks:
                          - {evaluator: text.contains_any, with: {phrases: [June, km]}, named: fact, atLeast: 1}
                          - {evaluator: text.words}
                        """), "ann");
        registry.label(new AssetId(AssetKind.SUITE, "quality"), Label.PRODUCTION)
                .moveTo("1.0.0", "ann", "first");
        publish(
                "1.0.0",
                "question: string",
                "judge.relevance: '>= 4', my.short: '>= 1', quality/fact: '>= 1', quality/none: '>= 1'");
        Judge judge = Judge.of(
                "large",
                ScriptedChatModel.replying("{\"reason\": \"a\", \"score\": 5}", "{\"reason\": \"b\", \"score\": 4}"));
        PromptTestRun run = run(ScriptedChatModel.replying("June", "12 km"))
                .judge(judge)
                .evaluators(suite -> suite.with("my.short", parameters -> TextEvaluators.containsNone("long")));

        List<@Nullable Throwable> thrown = new ArrayList<>(outcomes(run).values());

        assertThat(thrown.subList(0, 3)).containsOnlyNulls();
        assertThat(thrown.get(3))
                .hasMessageContaining(
                        "measure 'quality/none' must name one check of suite 'quality' 1.0.0; found 0 among"
                                + " [fact, text.words]");
    }

    @Test
    void a_prompt_that_cannot_be_read_is_a_test_that_fails() throws IOException {
        Path file =
                Files.createDirectories(folder.resolve("assets/prompts/guide")).resolve("1.0.0.prompt.md");
        Files.writeString(file, "---\nname: guide\nversion: 1.0.0\ntests: 5\n---\nHi\n");

        assertThat(only(GenAiAssertions.promptTests(AssetRegistry.directory(folder.resolve("assets")))))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("prompt 'guide' 1.0.0 cannot be tested: ");
    }

    @Test
    void concurrency_is_one_or_more() {
        assertThatThrownBy(() -> GenAiAssertions.promptTests(registry).concurrency(0))
                .hasMessage("concurrency must be 1 or more; found: 0");
    }
}
