package io.genaiops.eval.suite;

import static io.genaiops.eval.junit.GenAiAssertions.promptTests;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of {@code docs/keep-an-evaluation-suite.md} on the files that the page shows. */
class SuitePageTest {

    private static final Path PAGE = Path.of("..", "docs", "keep-an-evaluation-suite.md");

    @TempDir
    Path folder;

    private final AssetRegistry registry = AssetRegistry.memory();
    private Models models = Models.of("large", ScriptedChatModel.builder().build());

    private static String block(int number) throws IOException {
        String[] blocks = Files.readString(PAGE).split("```yaml\n", -1);
        return blocks[number].substring(0, blocks[number].indexOf("```"));
    }

    @BeforeEach
    void publish_the_files_of_the_page() throws IOException {
        registry.publish(AssetFile.parse(AssetKind.SUITE, "page", block(1)), "ada");
        publishThePromise();
    }

    @Test
    void keep_an_evaluation_suite() {
        EvaluationSuite suite = EvaluationSuite.load(registry, "trail-guide-quality:1.0.0")
                .models(models)
                .with("my.brand_voice", parameters -> TextEvaluators.containsAny(parameters.text("tone")));
        EvaluatorChain chain = suite.chain();
        chain.digest(); // that of the same chain in Java
        suite.measures(); // for Experiment.measuredBy(…)

        EvaluatorChain fluent = EvaluatorChain.of(
                TextEvaluators.containsNone("as an AI", "I cannot")
                        .ignoringCase()
                        .atLeast(1)
                        .named("no small talk")
                        .required(),
                OverlapEvaluators.tokenF1().atLeast(0.5),
                JudgeEvaluators.relevance(Judge.of(models.chat("large"))).atLeast(4),
                TextEvaluators.containsAny("warm").atLeast(1),
                PerformanceEvaluators.latency().under(Duration.ofSeconds(2)),
                PerformanceEvaluators.cost().atMost(Cost.usd("0.01")));
        assertThat(chain.digest()).isEqualTo(fluent.digest());
        assertThat(suite.measures())
                .extracting(measure -> measure.id())
                .containsExactly(PerformanceEvaluators.latencyPercentile(0.95).id());
    }

    @TestFactory
    Iterable<DynamicNode> prompts_keep_their_promises() {
        return promptTests(registry).models(models).datasets(folder); // GenAiAssertions
    }

    private void publishThePromise() throws IOException {
        AssetId quality = new AssetId(AssetKind.SUITE, "trail-guide-quality");
        registry.publish(
                AssetFile.parse(
                        AssetKind.SUITE,
                        "page",
                        "name: trail-guide-quality\nversion: 1.0.1\nchecks:\n  - {evaluator: text.contains_none, with: {phrases:"
                                + " [as an AI]}, named: no small talk, atLeast: 1}\n"),
                "ada");
        registry.label(quality, Label.PRODUCTION).moveTo("1.0.1", "ada", "no judge");
        Path rows = Files.writeString(
                folder.resolve("questions.jsonl"),
                "{\"question\": \"When does it open?\", \"reference\": \"In June.\"}\n");
        Dataset dataset = Dataset.read(rows);
        AssetId questions = new AssetId(AssetKind.DATASET, "trail-questions");
        registry.publish(
                AssetFile.of(DatasetDefinition.builder(questions.name(), Version.of(1, 0, 0))
                        .file("questions.jsonl")
                        .format(DatasetFormat.JSONL)
                        .rows(dataset.size(), dataset.digest())
                        .field("question", "what is asked")
                        .field("reference", "what is right")
                        .build()),
                "ada");
        registry.label(questions, Label.PRODUCTION).moveTo("1.0.0", "ada", "first");
        registry.publish(
                AssetFile.parse(
                        AssetKind.PROMPT,
                        "page",
                        "---\nname: trail-guide\nversion: 1.0.0\ninputs: {question: string}\n" + block(2)
                                + "---\n{{question}}\n"),
                "ada");
        models = Models.of("large", ScriptedChatModel.replying("In June."));
    }
}
