package io.genaiops.eval.junit;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;
import static io.genaiops.eval.junit.GenAiAssertions.assertThatExperiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.call.Answer;
import io.genaiops.call.Answers;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Cost;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult.Status;

/** What docs/my-first-evaluation.md shows, run. */
class FirstEvaluationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "my-first-evaluation.md");

    /** Says what the context says, but for two answers that it makes up. */
    private static final ChatModel model = new Guide(Map.of(
            "winter", "Yes, it is open all year.",
            "dogs", "No, dogs are not allowed on the trail."));

    /** Finds what was made up. */
    private static final ChatModel better = ScriptedChatModel.builder()
            .whenAsked("s1: Yes, it is open all year.")
            .reply("{\"s1\": {\"reason\": \"The source says it is closed from November to March.\","
                    + " \"score\": \"contradicted\"}}")
            .whenAsked("s1: No, dogs are not allowed")
            .reply("{\"s1\": {\"reason\": \"The source welcomes dogs on a lead.\", \"score\": \"contradicted\"}}")
            .whenAsked("s1: ")
            .reply("{\"s1\": {\"reason\": \"The source says so.\", \"score\": \"supported\"}}")
            .otherwise("{\"reason\": \"It answers the question.\", \"score\": 5}")
            .build();

    static class TrailGuideTest {

        @RegisterExtension
        static final GenAiOps genai = GenAiOps.testing()
                .registry(AssetRegistry.classpath("genaiops"))
                .models(Models.of("small", model).and("large", better))
                .judge("large")
                .build();

        @GenAiTest(dataset = "classpath:trail-guide.jsonl", passRate = 0.9)
        void answers_are_good(Sample sample, PromptCalls calls) {
            Answer answer = calls.prompt("trail-guide:1.0.0")
                    .with("question", sample.input())
                    .send();
            assertThatAnswer(answer).to(sample).isGrounded().isRelevant();
        }
    }

    @Test
    void the_page_shows_what_a_failing_run_says() throws IOException {
        Ran ran = Ran.tests(TrailGuideTest.class);

        String names = ran.ends().stream()
                .map(end -> sign(end.status()) + " " + end.name())
                .collect(Collectors.joining("\n"));
        String page = withoutDigests(Files.readString(PAGE));
        assertThat(page).contains("```\n" + names + "\n```");
        assertThat(page).contains("```\n" + withoutDigests(ran.ends().get(2).message()) + "\n```");
        assertThat(page).contains("```\n" + ran.last().message() + "\n```");
    }

    /** What a judge is made of may change without anybody writing the page anew. */
    private static String withoutDigests(String text) {
        return text.replaceAll("\\([0-9a-f]{12}\\)", "(digest)");
    }

    private static String sign(Status status) {
        return switch (status) {
            case SUCCESSFUL -> "passed ";
            case ABORTED -> "aborted";
            case FAILED -> "FAILED ";
        };
    }

    @Test
    void other_assertions_of_the_page() {
        Answer answer = Answers.saying("Pack a map.");
        Sample sample = Sample.of("What do I pack?");

        assertThatAnswer(answer).to(sample).softly(all -> all.contains("map").costsAtMost(Cost.usd("0.01")));

        ExperimentResult result = Experiment.named("winter trial")
                .over(Dataset.classpath("trail-guide.jsonl"))
                .textVariant("1.0.0", s -> "Nobody knows that.")
                .textVariant("1.1.0", s -> s.context().get(0).text())
                .evaluatedBy(EvaluatorChain.of(
                        RetrievalEvaluators.extractiveGroundedness().atLeast(0.8)))
                .run();
        assertThatExperiment(result)
                .hasCoverage(0.95)
                .variant("1.1.0")
                .hasPassRate("extractive_groundedness", 0.9)
                .isBetterThan("1.0.0");
    }
}
