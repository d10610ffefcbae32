package io.genaiops.examples;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.ledger.Verification;
import io.genaiops.registry.AssetRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HandbookAssistantTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static final String COMPLETION = """
            {"id": "c1", "object": "chat.completion", "created": 1, "model": "test-model-2026",
             "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": %s}}],
             "usage": {"prompt_tokens": 120, "completion_tokens": 12, "total_tokens": 132}}""";

    /** A run of the data as they are shipped, and what it printed, for the tests that only look at it. */
    private static Workspace shipped;

    private static String printed;

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeAll
    static void run_the_shipped_data(@TempDir Path folder) {
        shipped = Workspace.shipped(folder.resolve("shipped"));
        printed = run(shipped, Map.of());
    }

    @BeforeEach
    void copy_the_shipped_data() {
        workspace = Workspace.shipped(folder.resolve("work"));
    }

    @Test
    void takes_every_version_through_the_four_loops() throws IOException {
        assertThat(printed)
                .contains("These are not language models")
                .containsSubsequence(
                        "1 explore: 3 versions x 2 models on 84 questions",
                        "504 answers = 84 rows x 6 variants",
                        "all answers to ask for: 504",
                        "504/504  100 %")
                .containsPattern("token_f1\\R +handbook-answer:1\\.0\\.0 quotes-two-no-llm +"
                        + "0\\.\\d+ \\(0\\.\\d+ to 0\\.\\d+\\), passed \\d+ %, scored 84 of 84")
                .contains("The items do not settle which variant to take")
                .containsSubsequence("2 build", "answers need a look", "report:")
                .contains("published as model 'assistant' 1.0.0, provider other")
                .containsPattern("ramp at  10 %: +\\d+ of 1000 customers get the new version, 0 of the first lose it")
                .contains("ramp at 100 %: 1000 of 1000")
                .contains("exposure: rollout 'handbook-answer-3.0.0', arm 'new' (RAMPED)")
                .containsSubsequence("4 operationalize", "question: ", "answer: ", "customer's question")
                .containsPattern("(?m)^customer's question +\\d[\\d.]* m?s$")
                .containsPattern("(?m)^\\+- find documents +\\d[\\d.]* m?s$")
                .containsPattern(
                        "(?m)^\\\\- chat .* ms \\| unpriced \\| stop \\| handbook-answer:3\\.0\\.0.* fresh.*$");
        assertThat(printed).doesNotContain("gen_ai.input.messages");
        assertThat(Files.readString(shipped.report())).contains("handbook-answer:3.0.0", "84 items");
        assertThat(shipped.page()).content().startsWith("<!doctype html>");
        assertThat(shipped.root()).isDirectoryContaining("glob:**/explore-*.journal");
    }

    @Test
    void a_worse_version_is_refused_and_better_ones_go_live_by_two_actors_and_back_in_one_step() {
        String output = managed(printed);

        assertThat(output)
                .containsSubsequence(
                        "handbook-answer:1.0.0 refused: mean of 'token_f1'",
                        "at least 0.300 required",
                        "handbook-answer:2.0.0 needs approval: 0 of 1 approvals that are at least authenticated",
                        "approved by quality-desk (authenticated)",
                        "promoted: production (none) -> 2.0.0",
                        "handbook-answer:3.0.0 needs approval",
                        "approved by quality-desk (authenticated)",
                        "promoted: production 2.0.0 -> 3.0.0",
                        "rolled back in one step: production 3.0.0 -> 2.0.0",
                        "promoted: production 2.0.0 -> 3.0.0",
                        "history: production (none) -> 2.0.0 by release-desk",
                        "labels, their histories and the ledger agree")
                .doesNotContain("not accounted for");
        assertThat(output.lines()).hasSizeLessThanOrEqualTo(25);
        assertThat(AssetRegistry.directory(shipped.root())
                        .prompt("handbook-answer@production")
                        .version())
                .hasToString("3.0.0");
    }

    @Test
    void an_edited_ledger_is_found_by_itself_and_one_that_was_cut_only_against_an_anchor() throws IOException {
        String output = managed(printed);

        assertThat(output)
                .contains("ledger: " + shipped.ledger())
                .containsPattern("verified: intact, entries 1 to 15 in order, signed up to 14, 1 anchor agrees")
                .containsPattern(
                        "a copy with 'why' edited in one entry: broken at entry 13 \\(\\d+\\.jsonl, line 13\\): "
                                + "the line does not fit its hash: it was edited")
                .contains("a copy without entry 13 and what follows: nothing is found from the file alone;"
                        + " against the anchor: the ledger ends with entry 12, and a checkpoint kept elsewhere covers"
                        + " entry 14: its end was cut off");
        assertThat(verified(shipped, anchor(output)).isIntact()).isTrue();
        assertThat(shipped.persons()).content().contains("release-desk", "quality-desk");
    }

    @Test
    void a_folder_that_was_used_before_is_gone_on_with() throws IOException {
        Workspace given = Workspace.given(workspace.root());
        Map<String, String> before = files(given);
        String anchor = anchor(run(given, Map.of()));

        String again = run(given, Map.of());

        assertThat(managed(again))
                .contains("handbook-answer:1.0.0 is older than 3.0.0, which is live")
                .contains("handbook-answer:3.0.0 is live\n")
                .contains("labels, their histories and the ledger agree", "verified: intact, entries 1 to 16 in order")
                .contains("a copy with 'why' edited in one entry: broken at entry 13")
                .doesNotContain("promoted: ", "rolled back");
        assertThat(again).contains("arm 'new' (RAMPED)", "4 operationalize");
        assertThat(verified(given, anchor, anchor(again)).anchors()).isEqualTo(2);
        assertThat(files(given)).isEqualTo(before);

        Path prompts = given.root().resolve("prompts/handbook-answer");
        String newest =
                Files.readString(prompts.resolve("3.0.0.prompt.md")).replace("version: 3.0.0", "version: 3.1.0");
        Files.writeString(prompts.resolve("3.1.0.prompt.md"), newest);

        assertThat(managed(run(given, Map.of())))
                .containsSubsequence(
                        "handbook-answer:3.1.0 needs approval",
                        "approved by quality-desk (authenticated)",
                        "promoted: production 3.0.0 -> 3.1.0",
                        "rolled back in one step: production 3.1.0 -> 3.0.0",
                        "promoted: production 3.0.0 -> 3.1.0",
                        "verified: intact");
        assertThat(verified(given, anchor, anchor(again)).isIntact()).isTrue();
    }

    @Test
    void nothing_is_released_by_a_ledger_that_was_edited_since() throws IOException {
        run(workspace, Map.of());
        Path file = workspace.ledger().resolve("0000000000000000001.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("evaluated on 84", "evaluated on 840"));
        List<String> edited = Files.readAllLines(file);

        String again = run(workspace, Map.of());

        assertThat(managed(again))
                .contains("is broken at entry 6 (0000000000000000001.jsonl, line 6)")
                .contains("nothing is released until it is restored")
                .doesNotContain("intact");
        assertThat(again).contains("4 operationalize", "from:     handbook-answer:3.0.0");
        assertThat(Files.readAllLines(file)).isEqualTo(edited);
    }

    @Test
    void versions_that_do_not_differ_are_said_not_to_differ() throws IOException {
        keep(12);
        Path prompts = workspace.root().resolve("prompts/handbook-answer");
        String twin = Files.readString(prompts.resolve("3.0.0.prompt.md")).replace("version: 3.0.0", "version: 3.0.1");
        Files.writeString(prompts.resolve("3.0.1.prompt.md"), twin.replace("You answer", "You kindly answer"));

        String output = run(workspace, Map.of());

        assertThat(output.lines()
                        .filter(line ->
                                line.contains("3.0.1 quotes-two") && line.contains("token_f1, score: cannot tell"))
                        .filter(line -> line.contains("from handbook-answer:3.0.0")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("cannot tell handbook-answer:3.0.1 quotes-two-no-llm from handbook-answer:3.0.0")
                        .contains("p = 1")
                        .containsPattern("could have seen \\d"));
    }

    @Test
    void scores_move_when_a_document_changes() throws IOException {
        keep(24);
        String before = figures(run(workspace, Map.of()));
        Workspace changed = Workspace.shipped(folder.resolve("changed"));
        workspace = changed;
        keep(24);
        List<Path> documents;
        try (Stream<Path> files = Files.list(changed.handbook())) {
            documents = files.toList();
        }
        for (Path document : documents) {
            Files.writeString(document, "# Nothing\n\nThis page was left empty on purpose.\n");
        }

        assertThat(figures(run(changed, Map.of()))).isNotEqualTo(before);
    }

    @Test
    void a_compatible_server_answers_and_judges_over_http() throws IOException {
        keep(4);
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .withRequestBody(containing("\"role\" : \"user\""))
                .willReturn(okJson(COMPLETION.formatted("\"It takes 5.5 hours.\""))));
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .withRequestBody(containing("score"))
                .willReturn(okJson(COMPLETION.formatted("\"{\\\"reason\\\": \\\"on topic\\\", \\\"score\\\": 4}\""))));

        String output = run(workspace, server());

        assertThat(output)
                .contains("models: test-model")
                .doesNotContain("not language models")
                .containsPattern("relevance\\R +handbook-answer:1\\.0\\.0 test-model +4\\.0.*scored 4 of 4")
                .containsPattern("tokens\\R +handbook-answer:1\\.0\\.0 test-model +132");
        SERVER.verify(postRequestedFor(urlEqualTo("/v1/chat/completions")).withRequestBody(containing("[document ")));
        SERVER.verify(
                12,
                postRequestedFor(urlEqualTo("/v1/chat/completions"))
                        .withRequestBody(containing("Question: "))
                        .withRequestBody(notContaining("score")));
    }

    @Test
    void two_models_of_a_server_are_both_asked() throws IOException {
        keep(2);
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(okJson(COMPLETION.formatted("\"{\\\"reason\\\": \\\"on topic\\\", \\\"score\\\": 4}\""))));

        String output = run(
                workspace,
                Map.of("OPENAI_BASE_URL", SERVER.baseUrl() + "/v1", "OPENAI_MODEL", "test-model, better-model"));

        assertThat(output).contains("models: test-model, better-model", "3 versions x 2 models on 2 questions");
        for (String model : List.of("test-model", "better-model")) {
            SERVER.verify(
                    6,
                    postRequestedFor(urlEqualTo("/v1/chat/completions"))
                            .withRequestBody(containing("Question: "))
                            .withRequestBody(notContaining("score"))
                            .withRequestBody(containing("\"" + model + "\"")));
        }
    }

    @Test
    void a_server_that_fails_gives_errors_that_are_counted_and_nothing_goes_live() throws IOException {
        keep(2);
        SERVER.stubFor(post(urlEqualTo("/v1/chat/completions"))
                .willReturn(aResponse().withStatus(500).withBody("{\"error\": {\"message\": \"overloaded\"}}")));

        String output = run(workspace, server());

        assertThat(output)
                .containsPattern("token_f1\\R +handbook-answer:1\\.0\\.0 test-model +no score.*scored 0 of 2")
                .contains("refused: ")
                .contains(
                        "no version may go live",
                        "verified: intact",
                        "a copy with 'why' edited in one entry: broken at")
                .doesNotContain("4 operationalize");
        assertThat(Files.readString(workspace.report())).contains("errored");
    }

    @Test
    void a_server_without_a_model_name_is_refused() {
        assertThatThrownBy(() -> run(workspace, Map.of("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OPENAI_MODEL must name the model");
    }

    @Test
    void recorded_answers_of_a_foreign_folder_are_scored_without_a_model() throws IOException {
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.createDirectories(foreign.resolve("handbook"));
        Files.writeString(foreign.resolve("handbook/a.md"), "Anything.");
        Files.writeString(foreign.resolve("dataset.jsonl"), """
                {"query": "How tall?", "response": "It is two metres tall.", "ground_truth": "Two metres."}
                {"query": "How wide?", "response": "One metre.", "ground_truth": "One metre."}
                """);

        String output = run(Workspace.given(foreign), Map.of());

        assertThat(output)
                .contains("no model is asked")
                .containsPattern("token_f1\\R +recorded +0\\.\\d+.*scored 2 of 2")
                .doesNotContain("models: ");
    }

    @Test
    void a_foreign_folder_with_input_and_expected_runs_unchanged() throws IOException {
        Files.writeString(workspace.dataset(), """
                {"input": "How long does the standard charger take?", "expected": "5.5 hours."}
                {"input": "How heavy is the battery?", "expected": "3.9 kilograms."}
                """);

        assertThat(run(workspace, Map.of()))
                .contains("3 versions x 2 models on 2 questions")
                .contains("scored 2 of 2");
    }

    @Test
    void a_folder_without_the_data_is_refused() {
        assertThatThrownBy(() -> Workspace.given(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found no handbook");
    }

    private static Map<String, String> server() {
        return Map.of("OPENAI_BASE_URL", SERVER.baseUrl() + "/v1", "OPENAI_MODEL", "test-model");
    }

    private void keep(int questions) throws IOException {
        List<String> lines = Files.readAllLines(workspace.dataset());
        Files.write(workspace.dataset(), lines.subList(0, questions));
    }

    private static String figures(String output) {
        return output.substring(output.indexOf("  token_f1\n"), output.indexOf("  rouge_l\n"));
    }

    private static String managed(String output) {
        int end = output.indexOf("\n4 operationalize");
        return output.substring(output.indexOf("3 manage"), end < 0 ? output.length() : end);
    }

    private static String anchor(String output) {
        return output.lines()
                .filter(line -> line.startsWith("  anchor, "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .findFirst()
                .orElseThrow();
    }

    private static Verification verified(Workspace workspace, String... anchors) {
        try (Ledger ledger = Ledger.directory(
                workspace.ledger(),
                LedgerSettings.builder()
                        .signedBy(KeyFile.read(workspace.signingKey()))
                        .build())) {
            return ledger.verify(anchors);
        }
    }

    /** Returns what the user has put into the folder. */
    private static Map<String, String> files(Workspace workspace) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(workspace.root())) {
            for (Path file : files.toList()) {
                boolean given = file.toString().endsWith(".md") || file.equals(workspace.dataset());
                if (given && !file.equals(workspace.report())) {
                    contents.put(file.toString(), Files.readString(file));
                }
            }
        }
        return contents;
    }

    private static String run(Workspace workspace, Map<String, String> environment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new HandbookAssistant(out, environment).run(workspace);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
