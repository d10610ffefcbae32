package io.genaiops.eval.performance;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/read-the-cost-of-a-call.md shows of answers and experiments. */
class CostOfAnswersPageTest {

    /** A model that says who sells it and under which name, and uses 10,000 tokens in and 1,000 out. */
    private record Fake(ModelProvider provider, String name) implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Pack a map."))
                    .modelName(name)
                    .tokenUsage(new TokenUsage(10_000, 1_000))
                    .build();
        }
    }

    private final AssetRegistry registry = AssetRegistry.memory();
    private final Models models = Models.of("small", new Fake(ModelProvider.OPEN_AI, "our-deployment"))
            .and("large", new Fake(ModelProvider.OPEN_AI, "gpt-99"));
    private final Price ours =
            Price.of("azure", "gpt-4o-mini", Rates.usd().input("0.15").output("0.60"));

    @BeforeEach
    void publish() {
        for (String name : List.of("trail-guide", "guide")) {
            String input = name.equals("guide") ? "q" : "question";
            registry.publish(
                    AssetFile.parse(
                            AssetId.prompt(name),
                            Version.of(1, 0, 0),
                            "file",
                            "---\nname: " + name + "\nversion: 1.0.0\nmodel: small\ninputs:\n  " + input
                                    + ": string\n---\n{{" + input + "}}"),
                    "ada");
            registry.label(name, "production").moveTo("1.0.0", "ada", "first");
        }
    }

    @Test
    void an_answer_carries_its_cost() {
        String question = "Do I need crampons?";
        PromptCalls calls = PromptCalls.builder(registry, models)
                .prices(PriceList.shipped().with(ours))
                .pricedAs("small", "azure", "gpt-4o-mini") // what a gateway or a deployment hides
                .build();
        Answer answer = calls.prompt("trail-guide").with("question", question).send();

        answer.cost(); // 0.0021 USD, or unpriced with the reason
        answer.cost().unpricedModel(); // the name that no price is known of
        assertThat(answer.cost()).isEqualTo(usd("0.0021"));
    }

    @Test
    void costs_are_compared() {
        Dataset dataset = Dataset.of("questions", List.of(Sample.of("one"), Sample.of("two")));
        PromptCalls calls = PromptCalls.builder(registry, models)
                .prices(PriceList.of(ours))
                .pricedAs("small", "azure", "gpt-4o-mini")
                .build();
        EvaluatorChain chain = EvaluatorChain.of(
                PerformanceEvaluators.latency().under(Duration.ofSeconds(2)),
                PerformanceEvaluators.timeToFirstToken().observed(),
                PerformanceEvaluators.cost().under(usd("0.01")));
        ExperimentResult result = Experiment.named("cheaper")
                .over(dataset)
                .variant(
                        "small",
                        sample -> calls.prompt("guide")
                                .onModel("small")
                                .with("q", sample.input())
                                .send())
                .variant(
                        "large",
                        sample -> calls.prompt("guide")
                                .onModel("large")
                                .with("q", sample.input())
                                .send())
                .evaluatedBy(chain)
                .measuredBy(
                        PerformanceEvaluators.latencyPercentile(0.95),
                        PerformanceEvaluators.costPerRequest(),
                        PerformanceEvaluators.errorRate(),
                        PerformanceEvaluators.throughput())
                .run();

        result.variant("small").cost().callCoverage(); // the share of its answers that is priced
        result.variant("small").cost().unpricedModels(); // and the names that are not
        assertThat(result.variant("small").cost().cost()).isEqualTo(usd("0.0042"));
        assertThat(result.variant("large").cost().callCoverage()).hasValue(0);
        assertThat(result.variant("large").cost().unpricedModels()).isEqualTo(Map.of("OPEN_AI gpt-99", 2L));
        assertThat(result.variant("large").measurements().get(2).aggregate().mean())
                .isEmpty();
        assertThat(result.variant("large").runOutcomes().values())
                .anyMatch(outcome -> outcome.explanation().contains("no price is known of [OPEN_AI gpt-99]"));
        assertThat(Cost.usd("0.01")).isEqualTo(usd("0.010"));
    }
}
