package host;

import static io.genaiops.eval.junit.GenAiAssertions.assertNoRegression;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.baseline.Baseline;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The test of docs/test-in-ci.md, whose commands the script run executes: scores are the same below every host's libraries. */
class TrailGuideBaselineTest {

    @Test
    void answers_are_no_worse_than_the_baseline() {
        PromptCalls calls = PromptCalls.of(registry(), Models.of("guide", new Guide()));
        EvaluatorChain chain = EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5));
        ExperimentResult result = Experiment.named("trail guide")
                .over(Dataset.classpath("guide-questions.jsonl"))
                .variant("production", sample -> calls.prompt("trail-guide").with("question", sample.input()).send())
                .evaluatedBy(chain)
                .run();
        Baseline.of(result, "production").writeTo(Path.of("target", "trail-guide.candidate.jsonl"));
        assertNoRegression(result, Path.of("src", "test", "baselines", "trail-guide.jsonl"));
    }

    private static AssetRegistry registry() {
        AssetRegistry registry = AssetRegistry.memory();
        Version version = Version.of(1, 0, 0);
        registry.publish(
                AssetFile.of(Prompt.builder("trail-guide", version, "{{question}}").inputs("question").build()), "ada");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        return registry;
    }

    /** Knows every answer, unless host.worse is set. */
    private static final class Guide implements ChatModel {

        private final Map<String, String> answers = Dataset.classpath("guide-questions.jsonl").samples().stream()
                .collect(Collectors.toMap(Sample::input, sample -> sample.reference().orElseThrow() + "."));

        @Override
        public ChatResponse doChat(ChatRequest request) {
            String question = ((UserMessage) request.messages().get(0)).singleText();
            String answer = Boolean.getBoolean("host.worse") ? "I do not know." : answers.get(question);
            return ChatResponse.builder().aiMessage(AiMessage.from(answer)).build();
        }
    }
}
