package io.genaiops.eval.baseline;

import static io.genaiops.eval.junit.GenAiAssertions.assertNoRegression;
import static io.genaiops.eval.junit.GenAiAssertions.assertThatVariant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/test-in-ci.md shows. Its Java is run against the baseline of this module; its shell commands are taken from the
 * page and run as they stand, but for those of Maven, which consumer/run runs in a project of its own.
 */
class TestInCiPageTest {

    private static final Path PAGE = Path.of("..", "docs", "test-in-ci.md");
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\\n(.*?)```");

    /** A forge whose comments are files: the name is the id. */
    private static final String FORGE = """
            list_comments() {
                for comment in comments/*; do
                    [ ! -f "$comment" ] || printf '%s\\t%s\\n' "$(basename "$comment")" "$(head -n 1 "$comment")"
                done
            }
            update_comment() { cp "$2" "comments/$1"; }
            create_comment() { cp "$1" "comments/$(ls comments | wc -l)"; }
            """;

    @TempDir
    private Path project;

    private static String answer(Sample sample) {
        return sample.reference().orElseThrow() + ".";
    }

    /** Answers each question with what is expected. */
    private static PromptCalls calls(Dataset dataset) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String question = ((UserMessage) request.messages().get(0)).singleText();
                String answer = dataset.samples().stream()
                        .filter(sample -> sample.input().equals(question))
                        .map(TestInCiPageTest::answer)
                        .collect(Collectors.joining());
                return ChatResponse.builder().aiMessage(AiMessage.from(answer)).build();
            }
        };
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(
                AssetFile.of(Prompt.builder("trail-guide", Version.of(1, 0, 0), "{{question}}")
                        .inputs("question")
                        .build()),
                "ada");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        assertThat(registry.describe(AssetId.prompt("trail-guide")).drafts()).isEmpty();
        return PromptCalls.of(registry, Models.of("guide", model));
    }

    @Test
    void the_test_of_the_page_passes_against_the_baseline_of_this_module() {
        PromptCalls calls = calls(Dataset.classpath("guide-questions.jsonl"));
        EvaluatorChain chain = EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5));
        ExperimentResult result = Experiment.named("trail guide")
                .over(Dataset.classpath("guide-questions.jsonl"))
                .variant(
                        "production",
                        sample -> calls.prompt("trail-guide")
                                .with("question", sample.input())
                                .send())
                .evaluatedBy(chain)
                .run();
        Baseline.of(result, "production").writeTo(Path.of("target", "trail-guide.candidate.jsonl"));
        assertNoRegression(result, Path.of("src", "test", "baselines", "trail-guide.jsonl"));

        assertThat(Baseline.read(Path.of("target", "trail-guide.candidate.jsonl")))
                .isEqualTo(Baseline.of(result, "production"));
    }

    @Test
    void the_rule_of_the_page_is_made_as_shown() {
        Dataset dataset = Dataset.classpath("guide-questions.jsonl");
        EvaluatorChain chain = EvaluatorChain.of(Runs.SAFE.atLeast(1));
        Path baseline = project.resolve("rule.jsonl");
        Baseline.of(named(dataset, chain, sample -> "5 ok"), "production").writeTo(baseline);
        ExperimentResult result = named(dataset, chain, sample -> sample.id().equals("bus") ? "5 bad" : "5 ok");
        assertThatVariant(result, "production")
                .ruledBy(RegressionRule.usual()
                        .critical("safe") // no sample may fall from pass to fail on it
                        .criticalTag("emergency") // nor a sample with this tag, on any evaluator
                        .criticalFall(0.25) // nor get worse by more than a quarter of the scale
                        .toleratingFalls(1) // but for one of them
                        .excusing(Outcome.Kind.NOT_APPLICABLE)) // outcomes that do not count against the coverage
                .whenInconclusive(Inconclusive.FAILS)
                .hasNotRegressedFrom(baseline);
    }

    private static ExperimentResult named(Dataset dataset, EvaluatorChain chain, Function<Sample, String> answers) {
        return Experiment.named("trail guide")
                .over(dataset)
                .textVariant("production", answers::apply)
                .evaluatedBy(chain)
                .run();
    }

    @Test
    void every_command_of_the_page_is_run_here_or_by_maven() throws IOException {
        assertThat(commands())
                .hasSize(4)
                .satisfiesExactly(
                        update -> assertThat(update).startsWith("mvn "),
                        test -> assertThat(test).isEqualTo("mvn -B test\n"),
                        classPath -> assertThat(classPath).startsWith("mvn ").contains("target/classpath"),
                        check -> assertThat(check).doesNotContain("mvn").contains("BaselineCheck"));
        assertThat(Files.readString(Path.of("..", "consumer", "run"))).contains("docs/test-in-ci.md");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
    void the_job_writes_one_comment_and_replaces_it() throws Exception {
        Files.createDirectories(project.resolve("comments"));
        Files.writeString(project.resolve("comments/other"), "Looks good to me.\n");
        prepare(sample -> answer(sample));

        assertThat(job()).as("passed").isZero();
        assertThat(comments()).hasSize(2);
        assertThat(comment()).contains("## PASSED: production of trail guide");

        candidate(sample -> sample.id().compareTo("m") < 0 ? "I do not know" : answer(sample));
        assertThat(job()).as("regressed").isEqualTo(1);
        assertThat(comments()).hasSize(2);
        assertThat(comment()).contains("## REGRESSED: production of trail guide", "sample bus on token");
        assertThat(project.resolve("target/verdict.json")).content().contains("\"verdict\" : \"regressed\"");

        candidate(sample -> {
            throw new IllegalStateException("the model is down");
        });
        assertThat(job()).as("inconclusive").isEqualTo(2);
        assertThat(comment()).contains("## INCONCLUSIVE: ", "gave no score at all now");
        assertThat(project.resolve("comments/other")).hasContent("Looks good to me.\n");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are for a POSIX shell")
    void a_job_without_a_candidate_writes_no_comment() throws Exception {
        Files.createDirectories(project.resolve("comments"));
        prepare(TestInCiPageTest::answer);
        Files.delete(project.resolve("target/trail-guide.candidate.jsonl"));

        assertThat(job()).isEqualTo(65);
        assertThat(comments()).isEmpty();
    }

    private static List<String> commands() throws IOException {
        return SHELL.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private void prepare(Function<Sample, String> answers) throws IOException {
        Files.createDirectories(project.resolve("target"));
        Files.writeString(project.resolve("target/classpath"), System.getProperty("java.class.path"));
        write("src/test/baselines/trail-guide.jsonl", answers);
        candidate(answers);
    }

    private void candidate(Function<Sample, String> answers) {
        write("target/trail-guide.candidate.jsonl", answers);
    }

    private void write(String file, Function<Sample, String> answers) {
        EvaluatorChain chain = EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5));
        Baseline.of(named(Dataset.classpath("guide-questions.jsonl"), chain, answers), "production")
                .writeTo(project.resolve(file));
    }

    /** Runs the last command of the page, in the manner of a job: it stops at the first failure. */
    private int job() throws Exception {
        String command = commands().get(3);
        Path java = Path.of(System.getProperty("java.home"), "bin");
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", FORGE + command)
                .directory(project.toFile())
                .redirectErrorStream(true);
        shell.environment().merge("PATH", java.toString(), (path, first) -> first + ":" + path);
        Process process = shell.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        assertThat(printed).as("what the job printed").isNotBlank();
        return exitCode;
    }

    private List<Path> comments() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("comments"))) {
            return files.toList();
        }
    }

    private String comment() throws IOException {
        for (Path file : comments()) {
            String text = Files.readString(file);
            if (text.startsWith("<!-- genaiops-baseline:trail%20guide%2Fproduction -->\n")) {
                return text;
            }
        }
        return "";
    }
}
