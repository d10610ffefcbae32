package io.genaiops.eval.experiment;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.NonInferiority;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.planning.ExperimentPlan;
import io.genaiops.eval.progress.ProgressLine;
import io.genaiops.eval.provenance.RunScores;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.report.Report;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.tradeoff.Tradeoff;
import io.genaiops.eval.variant.TrailGuide;
import io.genaiops.eval.variant.Variants;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/pick-a-model.md and docs/compare-two-prompts.md show. */
class ComparisonPagesTest {

    private final TrailGuide guide = new TrailGuide();
    private final AssetRegistry registry = guide.registry;
    private final ScriptedChatModel small = TrailGuide.model("small-1", "Take a map.", 50);
    private final ChatModel large = TrailGuide.model("large-1", "Take a map and a torch.", 100);
    private final PriceList prices = PriceList.of(
            Price.of("openai", "small-1", Rates.usd().input("1").output("2")),
            Price.of("openai", "large-1", Rates.usd().input("10").output("20")));
    private final Dataset questions = Dataset.of(
            "questions",
            IntStream.range(0, 24)
                    .mapToObj(i -> Sample.of("What do I need on trail " + i + "?")
                            .withId("q" + i)
                            .tagged(i % 2 == 0 ? "winter" : "summer")
                            .expecting("Take a map and a torch."))
                    .toList());

    @TempDir
    Path folder;

    @Test
    void pick_a_model() {
        PromptCalls calls = PromptCalls.builder(
                        registry, Models.of("small", small).and("large", large))
                .prices(prices)
                .build();

        Experiment experiment = Experiment.named("which model")
                .over(questions)
                .variants(Variants.of(calls)
                        .prompts("trail-guide:1.1.0", "trail-guide:2.0.0")
                        .models("small", "large")
                        .asking((call, sample) -> call.with("question", sample.input())))
                .evaluatedBy(EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.6)))
                .concurrency(8)
                .journal(folder.resolve("which-model.journal"))
                .reporting(ProgressLine.to(System.out));

        ExperimentPlan plan = experiment.expectingOutputTokens(60).plan();
        System.out.println(plan.describe());

        experiment.approvedBy(seen -> seen.toAsk() < 10_000).costAtMost(usd("5"));

        assertThat(plan.toAsk()).isEqualTo(96);
        assertThat(plan.cost().isPriced()).isTrue();
        assertThat(small.requests()).isEmpty();

        ExperimentResult result = experiment.run();
        Tradeoff tradeoff = result.tradeoff("token_f1");
        System.out.println(tradeoff.recommendation());
        Report.html(result).writeTo(folder.resolve("which-model.html"));

        assertThat(result.variants()).hasSize(4);
        assertThat(result.stopped()).isEmpty();
        assertThat(tradeoff.recommendation()).contains("trail-guide");
        assertThat(folder.resolve("which-model.html")).isNotEmptyFile();
        NonInferiority goodEnough = result.compare("trail-guide:2.0.0 large", "trail-guide:2.0.0 small")
                .passRateNoWorse("token_f1", 0.05);
        assertThat(goodEnough.conclusion()).isEqualTo(NonInferiority.Conclusion.CANNOT_TELL);
        assertThat(result.ratios("trail-guide:2.0.0 small", "trail-guide:2.0.0 large")
                        .ratio(Quantity.COST)
                        .value())
                .hasValueCloseTo(10.0, offset(1e-9));
        assertThat(result.slices("trail-guide:2.0.0 large", "trail-guide:2.0.0 small")
                        .reversals())
                .isEmpty();
        assertThat(small.requests()).hasSize(48);

        experiment.run();
        assertThat(small.requests()).hasSize(48);
    }

    /** Each question of the table in docs/compare-two-prompts.md, on a run in which every third answer of 2.0.0 is good. */
    @Test
    void compare_two_prompts() {
        ExperimentResult result = versions(3);
        ExperimentResult last = versions(2);
        RunScores earlier = RunScores.fromJson(last.scores().toJson());
        VariantResult variant = result.variant("2.0.0");

        assertThat(result.compare("1.1.0", "2.0.0").describe()).contains("relevance");
        assertThat(result.compareAll().corrected(Correction.HOLM).describe()).contains("1.1.0", "2.0.0", "production");
        assertThat(result.compare("1.1.0", "2.0.0")
                        .passRateNoWorse("relevance", 0.05)
                        .conclusion())
                .isEqualTo(NonInferiority.Conclusion.NO_WORSE);
        assertThat(result.ratios("1.1.0", "2.0.0").ratio(Quantity.LATENCY).unknown())
                .isZero();
        assertThat(result.tradeoff("relevance").recommendation()).contains("2.0.0");
        assertThat(result.slices("1.1.0", "2.0.0").reversals()).isEmpty();
        assertThat(result.flips("1.1.0", "2.0.0", "relevance").worse()).isEmpty();
        assertThat(result.flips("1.1.0", "2.0.0", "relevance").better()).hasSize(8);
        assertThat(result.promptChange(registry, "1.1.0", "2.0.0").describe()).contains("Answer briefly");
        assertThat(result.at("relevance", Threshold.atLeast(4.5))
                        .variant("2.0.0")
                        .measurement("relevance")
                        .passRate())
                .hasValueSatisfying(rate -> assertThat(rate.rate()).isEqualTo(8 / 24.0));
        assertThat(variant.thresholdCurve("relevance").points()).isNotEmpty();
        assertThat(result.tagged("winter").dataset().size()).isEqualTo(12);
        assertThat(result.byTag()).containsOnlyKeys("summer", "winter");
        assertThat(result.scores().toJson()).isNotEqualTo(last.scores().toJson());
        assertThat(result.against(earlier).compare("production").describe()).contains("production");
    }

    private ExperimentResult versions(int everyGood) {
        PromptCalls calls = guide.calls();
        Evaluator relevance = Evaluator.builder("relevance")
                .scale(Scale.of(1, 5))
                .scoring(sample -> isBrief(sample) && number(sample) % everyGood == 0 ? 5 : 3);
        return Experiment.named("versions")
                .over(questions)
                .variant("1.1.0", sample -> ask(calls, "trail-guide:1.1.0", sample))
                .variant("2.0.0", sample -> ask(calls, "trail-guide:2.0.0", sample))
                .variant("production", sample -> ask(calls, "trail-guide:2.0.0", sample))
                .evaluatedBy(EvaluatorChain.of(relevance.atLeast(4)))
                .run();
    }

    private static Answer ask(PromptCalls calls, String prompt, Sample sample) {
        return calls.prompt(prompt)
                .onModel("small")
                .with("question", sample.input())
                .send();
    }

    private static boolean isBrief(Sample sample) {
        return sample.prompt().orElseThrow().version().equals(Version.of(2, 0, 0));
    }

    private static int number(Sample sample) {
        return Integer.parseInt(sample.id().substring(1));
    }
}
