package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Evaluator LENGTH = Evaluator.builder("length")
            .scoring(sample -> sample.response().orElseThrow().length() / 10.0);
    private static final Evaluator GAPS = Evaluator.builder("gaps")
            .evaluating(sample -> sample.input().endsWith("0")
                    ? Outcome.unscored("the judge said nothing", "")
                    : Outcome.scored(
                            1, io.genaiops.eval.Scale.UNIT, io.genaiops.eval.Direction.HIGHER_IS_BETTER, "fine"));

    private final PromptCalls calls = PromptCalls.of(AssetRegistry.memory(), Models.of("echo", new Echo()));
    private final Prompt first = prompt("1.0.0", "{{q}}");
    private final Prompt second = prompt("2.0.0", "Hm. {{q}}");
    private final Dataset dataset = Dataset.of(
            "rows",
            IntStream.range(0, 20)
                    .mapToObj(i -> Sample.of("x".repeat(i % 5 + 1) + i % 10).withId("i" + i))
                    .toList());

    @Test
    void evidence_names_version_digest_dataset_model_and_time() {
        Evidence evidence = run(LENGTH.atLeast(0.3)).evidence().get(0);

        assertThat(evidence.id().name()).isEqualTo("trail-guide");
        assertThat(evidence.version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(evidence.digest()).isEqualTo(first.resolution().digest());
        assertThat(evidence.dataset()).isEqualTo(dataset.digest());
        assertThat(evidence.model()).isEqualTo("echo");
        assertThat(evidence.at()).isEqualTo(CLOCK.instant());
    }

    @Test
    void figures_are_those_of_the_measurements_with_their_intervals() {
        ExperimentResult result = run(LENGTH.atLeast(0.3));
        Measurement measured = result.variants().get(0).measurements().get(0);

        Figure mean =
                result.evidence().get(0).figure("length", Figure.Kind.MEAN).orElseThrow();
        Figure rate =
                result.evidence().get(0).figure("length", Figure.Kind.PASS_RATE).orElseThrow();

        assertThat(mean.value()).isEqualTo(measured.mean().orElseThrow().value());
        assertThat(mean.low()).isEqualTo(measured.interval().orElseThrow().low());
        assertThat(mean.evaluator()).isEqualTo(LENGTH.id().configuration());
        assertThat(mean.items()).isEqualTo(20);
        assertThat(mean.scored()).isEqualTo(20);
        assertThat(rate.value()).isEqualTo(measured.passRate().orElseThrow().rate());
    }

    @Test
    void items_without_a_score_lower_the_coverage_and_equal_scores_carry_the_whole_scale() {
        Figure mean = run(GAPS.observed())
                .evidence()
                .get(0)
                .figure("gaps", Figure.Kind.MEAN)
                .orElseThrow();

        assertThat(mean.value()).isEqualTo(1);
        assertThat(mean.low()).isZero();
        assertThat(mean.high()).isEqualTo(1);
        assertThat(mean.coverage()).isEqualTo(0.9);
    }

    @Test
    void a_variant_of_two_versions_or_of_no_prompt_is_evidence_of_nothing() {
        ExperimentResult result = Experiment.named("mixed")
                .over(dataset)
                .variant(
                        "both",
                        sample -> calls.prompt(sample.input().endsWith("0") ? first : second)
                                .with("q", sample.input())
                                .send())
                .textVariant("text", Sample::input)
                .evaluatedBy(EvaluatorChain.of(LENGTH.atLeast(0.3)))
                .run();

        assertThat(result.evidence()).isEmpty();
    }

    @Test
    void a_sample_variant_keeps_what_it_learned() {
        ExperimentResult result = Experiment.named("context")
                .over(dataset)
                .sampleVariant(
                        "grounded", sample -> sample.groundedIn("a document").answered("an answer"))
                .evaluatedBy(EvaluatorChain.of(LENGTH.atLeast(0.3)))
                .run();

        assertThat(result.variants().get(0).items())
                .allSatisfy(item -> assertThat(
                                item.trials().get(0).evaluation().sample().context())
                        .extracting(Sample.Document::text)
                        .containsExactly("a document"));
    }

    private ExperimentResult run(Check check) {
        return Experiment.named("one")
                .over(dataset)
                .variant(
                        "v1",
                        sample -> calls.prompt(first).with("q", sample.input()).send())
                .evaluatedBy(EvaluatorChain.of(List.of(check)))
                .clock(CLOCK)
                .run();
    }

    private static Prompt prompt(String version, String body) {
        return Prompt.builder("trail-guide", Version.parse(version), body)
                .inputs("q")
                .build();
    }

    private static final class Echo implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            String text = ((dev.langchain4j.data.message.UserMessage)
                            request.messages().get(0))
                    .singleText();
            return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
        }
    }
}
