package io.genaiops.examples;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.approval.Actor;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.model.Models;
import io.genaiops.prompt.RenderedPrompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Holds every Java sample of the README, and runs it. */
class SnippetsTest {

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private static final String TEXT = "Pack a map and a lamp for the winter hike.";
    private static final Path ROOT = Repository.ROOT;

    private final OpenTelemetry openTelemetry = TELEMETRY.getOpenTelemetry();
    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from(TEXT)).build();
        }
    };
    private final String question = "What do I pack for a winter hike?";
    private final Sample sample =
            Sample.of(question).expecting(TEXT).groundedIn("In winter, pack a map and a lamp for the winter hike.");

    @Test
    void first_sample() {
        AssetRegistry registry = AssetRegistry.classpath("genaiops"); // versioned prompts, in your jar or a directory
        ChatModel traced =
                Tracing.create(openTelemetry).chatModel(model); // any LangChain4j model in, the same type out
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", traced));

        RenderedPrompt rendered = registry.prompt("trail-guide@production")
                .with("question", question)
                .render();
        Answer answer = calls.prompt("trail-guide@production")
                .with("question", question)
                .send();

        EvaluatorChain chain = EvaluatorChain.of(
                OverlapEvaluators.tokenF1().atLeast(0.5),
                RetrievalEvaluators.extractiveGroundedness().atLeast(0.8),
                PerformanceEvaluators.latency().under(Duration.ofSeconds(2)));

        assertThatAnswer(answer).to(sample).satisfies(chain); // in any JUnit test
        assertThat(rendered.messages()).hasSize(2);
        assertThat(TELEMETRY.getSpans()).hasSize(1);
    }

    @Test
    void second_sample(@TempDir Path folder) throws IOException {
        AssetRegistry registry = published(folder.resolve("genaiops"));
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", model));
        EvaluatorChain chain = EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5));
        Dataset rows = dataset(folder.resolve("trail-guide.jsonl"));
        ExperimentResult result = Experiment.named("winter trial")
                .over(rows)
                .variant(
                        "1.0.0",
                        s -> calls.prompt("trail-guide:1.0.0")
                                .with("question", s.input())
                                .send())
                .variant(
                        "1.1.0",
                        s -> calls.prompt("trail-guide:1.1.0")
                                .with("question", s.input())
                                .send())
                .evaluatedBy(chain)
                .run();
        result.compare("1.0.0", "1.1.0"); // paired tests, intervals, a verdict in words

        Governance governance = Governance.builder(registry)
                .gate("production", Gate.passRate("token_f1").items(40).atLeast(0.6))
                .build();
        Promotion promotion = governance
                .promote("trail-guide:1.1.0")
                .to("production")
                .with(result.evidence())
                .because("beats 1.0.0")
                .by(Actor.asserted("release-desk"))
                .submit();
        promotion.reasons(); // and promotion.rollback(…)
        assertThat(promotion.isPromoted()).as("%s", promotion).isTrue();
    }

    @Test
    void the_readme_has_code_by_line_20_and_stays_under_150_lines() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));

        assertThat(lines.subList(0, 20)).contains("```java");
        assertThat(lines).hasSizeLessThan(150);
    }

    private static AssetRegistry published(Path folder) throws IOException {
        Path shipped = ROOT.resolve("examples/src/test/resources/genaiops/prompts/trail-guide");
        Path target = Files.createDirectories(folder.resolve("prompts/trail-guide"));
        for (String version : List.of("1.0.0", "1.1.0")) {
            Files.copy(shipped.resolve(version + ".prompt.md"), target.resolve(version + ".prompt.md"));
        }
        AssetRegistry registry = AssetRegistry.directory(folder);
        registry.publish(
                registry.prompt("trail-guide:1.0.0").id(),
                registry.prompt("trail-guide:1.0.0").version(),
                "me");
        registry.publish(
                registry.prompt("trail-guide:1.1.0").id(),
                registry.prompt("trail-guide:1.1.0").version(),
                "me");
        return registry;
    }

    private static Dataset dataset(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("{\"id\": \"q" + i + "\", \"query\": \"What do I pack, number " + i + "?\", \"ground_truth\": \""
                    + TEXT + "\"}");
        }
        Files.write(file, lines);
        return Dataset.read(file);
    }
}
