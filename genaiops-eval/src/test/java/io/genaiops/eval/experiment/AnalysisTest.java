package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.asset.Version;
import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.provenance.IncomparableRunsException;
import io.genaiops.eval.provenance.PromptChange;
import io.genaiops.eval.provenance.RunScores;
import io.genaiops.eval.slice.Flip;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {

    private static final AtomicInteger JUDGED = new AtomicInteger();
    private static final Evaluator NUMBER = Evaluator.builder("number").scoring(sample -> {
        JUDGED.incrementAndGet();
        return Double.parseDouble(sample.response().orElse(""));
    });
    private static final EvaluatorChain CHAIN = EvaluatorChain.of(NUMBER.atLeast(0.5));

    @TempDir
    Path folder;

    @Test
    void a_part_of_a_result_is_a_result_of_its_own_without_a_new_judge_call() {
        ExperimentResult result = seasons().run();
        int judged = JUDGED.get();
        ExperimentResult winter = result.tagged("winter");

        assertThat(winter.dataset().size()).isEqualTo(20);
        assertThat(winter.datasetDigest())
                .isEqualTo(result.dataset().tagged("winter").digest());
        assertThat(winter.variant("v1").items()).hasSize(20);
        assertThat(winter.variant("v1").items())
                .allSatisfy(item -> assertThat(item.sample().tags()).contains("winter"));
        assertThat(winter.variant("v1").items().get(3).sample().id())
                .isEqualTo(ids(winter).get(3));
        assertThat(winter.variant("v1")
                        .measurement("number")
                        .mean()
                        .orElseThrow()
                        .value())
                .isEqualTo(result.variant("v1").items().stream()
                        .filter(item -> item.sample().tags().contains("winter"))
                        .flatMapToDouble(item -> item.score(NUMBER.id()).stream())
                        .average()
                        .orElseThrow());
        assertThat(JUDGED).hasValue(judged);
    }

    @Test
    void errors_and_costs_of_a_part_are_those_of_its_items() {
        ExperimentResult result = seasons().run();
        ExperimentResult hard = result.tagged("hard");

        assertThat(result.variant("v1").errors()).isEqualTo(4);
        assertThat(hard.variant("v1").items()).hasSize(4);
        assertThat(hard.variant("v1").errors()).isEqualTo(4);
        assertThat(hard.variant("v1").cost().calls()).isZero();
        assertThat(hard.variant("v2").cost().cost()).isEqualTo(Cost.usd("0.016"));
        assertThat(result.tagged("winter").variant("v1").cost().calls()).isEqualTo(18);
        assertThat(hard.variant("v1").runOutcomes().values())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SKIPPED));
        assertThat(hard.variant("v1").quantities().column(Quantity.COST).unknown())
                .isEqualTo(4);
    }

    @Test
    void every_tag_has_its_part() {
        ExperimentResult result = seasons().run();

        assertThat(result.byTag().keySet()).containsExactly("hard", "summer", "winter");
        result.byTag().forEach((tag, part) -> {
            assertThat(part.compare("v1", "v2").rows())
                    .isEqualTo(result.tagged(tag).compare("v1", "v2").rows());
            assertThat(part.describe()).startsWith("tagged '" + tag + "': only the items tagged '" + tag + "', ");
        });
        assertThatThrownBy(() -> result.tagged("spring"))
                .hasMessage("no item is tagged 'spring'; tags are [hard, summer, winter]");
    }

    @Test
    void a_part_of_a_part_and_another_threshold_go_together() {
        ExperimentResult result = seasons().run();
        ExperimentResult part = result.tagged("winter")
                .filter("with an even number", sample -> Integer.parseInt(sample.input()) % 4 == 0)
                .at("number", Threshold.atLeast(0.9));

        List<String> expected = result.dataset().samples().stream()
                .filter(sample -> sample.tags().contains("winter") && Integer.parseInt(sample.input()) % 4 == 0)
                .map(Sample::id)
                .toList();
        assertThat(ids(part)).isEqualTo(expected);
        assertThat(part.dataset().samples()).extracting(Sample::id).isEqualTo(expected);
        assertThat(part.variant("v2").measurement("number").threshold()).contains(Threshold.atLeast(0.9));
        assertThat(part.compare("v1", "v2").describe())
                .startsWith(
                        "tagged 'winter', with an even number: only the items tagged 'winter', with an even number, "
                                + expected.size() + " of 40\n")
                .endsWith(" [tagged 'winter', with an even number]");
        assertThatThrownBy(() -> part.filter("of nobody", sample -> false))
                .hasMessage("a part needs an item; found none of nobody");
    }

    @Test
    void parts_of_a_journaled_result_read_their_own_texts() {
        ExperimentResult result =
                seasons().journal(folder.resolve("run.journal")).run();
        ExperimentResult winter = result.tagged("winter");

        for (ItemResult item : winter.variant("v2").items()) {
            assertThat(item.trials().get(0).evaluation().sample().input())
                    .isEqualTo(item.sample().input());
        }
        assertThat(ids(winter)).isEqualTo(ids(seasons().run().tagged("winter")));
    }

    @Test
    void all_pairs_ratios_and_the_trade_off_are_a_dot_away() {
        ExperimentResult result = seasons().run();

        assertThat(result.compareAll().pairs()).hasSize(1);
        assertThat(result.compareAll().between("v1", "v2").rows())
                .isEqualTo(result.compare("v1", "v2").rows());
        assertThat(result.ratios("v1", "v2").ratio(Quantity.COST).value().orElseThrow())
                .isCloseTo(2, within(1e-9));
        assertThat(result.ratios("v1", "v2").ratio(Quantity.COST).unknown()).isEqualTo(4);
        assertThat(result.tradeoff("number").options()).hasSize(2);
        assertThat(result.tradeoff("number").recommended()).isEmpty();
        assertThat(result.variant("v1").thresholdCurve("number").points()).isNotEmpty();
        assertThat(result.slices("v1", "v2", 10).all()).hasSize(2);
        assertThat(result.slices("v1", "v2").tooSmall()).containsKey("hard");
    }

    @Test
    void flips_name_items_and_ids() {
        ExperimentResult result = seasons().run();
        List<Flip> worse = result.flips("v1", "v2", "number").worse();

        assertThat(worse).isNotEmpty().allSatisfy(flip -> {
            ItemResult item = result.variant("v1").items().get(flip.item());
            assertThat(item.sample().id()).isEqualTo(flip.id());
            assertThat(item.score(NUMBER.id())).isEqualTo(flip.before());
        });
        assertThat(result.flips("v1", "v2", "number").gained()).hasSize(4);
    }

    @Test
    void figures_in_words_name_every_kind_of_outcome() {
        String words = seasons().run().describe();

        assertThat(words.lines().toList())
                .startsWith("seasons: 40 items x 1", "v1: 40 items, 4 answers failed")
                .anyMatch(line -> line.startsWith("  number: mean 0.4") && line.endsWith("36 scored, 4 errored"))
                .contains(
                        "  error_rate: 0.1",
                        "  input tokens: mean 100, p50 100 (100 to 100), p95 100, p99 100; unknown of 4 of 40 answers",
                        "  cost in USD: mean 0.002, p50 0.002 (0.002 to 0.002), p95 0.002,"
                                + " p99 0.002; unknown of 4 of 40 answers")
                .anyMatch(line -> line.startsWith("  in total: 0.072 USD for 36 of 36 calls"));
    }

    @Test
    void an_early_stop_is_said_by_every_comparison() {
        ExperimentResult result = Experiment.named("stopped")
                .over(BrokenScoreTest.numbered(60))
                .textVariant("low", sample -> "0.25")
                .textVariant("high", sample -> "0.75")
                .evaluatedBy(CHAIN)
                .stoppingWhenSettledBy("number")
                .run();

        assertThat(result.stopped()).isPresent();
        List<String> words = new ArrayList<>(List.of(
                result.compare("low", "high").describe(),
                result.compareAll().describe(),
                result.tradeoff("number").describe(),
                result.flips("low", "high", "number").describe(),
                result.ratios("low", "high").describe(),
                result.describe()));
        assertThat(words)
                .allMatch(text -> text.startsWith("stopped early: the run ended before every trial was run: settled"));
        assertThat(result.compare("low", "high").describe().lines().skip(1))
                .allMatch(line -> line.endsWith(" [stopped early]"));
        assertThat(result.slices("low", "high").describe()).contains("[stopped early]");
        assertThat(result.compare("low", "high").passRateNoWorse("number", 0.1).words())
                .endsWith("[stopped early]");
    }

    @Test
    void an_earlier_result_is_compared_by_item() {
        ExperimentResult earlier = seasons().run();
        ExperimentResult later = seasons().run();
        Comparison comparison = later.against(earlier).compare("v1");

        assertThat(comparison.row("number").scoreEffect().orElseThrow().tied()).isEqualTo(36);
        assertThat(comparison.caveats()).isEmpty();
        assertThat(later.against(RunScores.fromJson(earlier.scores().toJson()))
                        .compare("v1", "v2")
                        .rows())
                .isEqualTo(later.against(earlier).compare("v1", "v2").rows());
        ExperimentResult winter = later.tagged("winter");
        assertThatThrownBy(() -> winter.against(earlier).compare("v1")).isInstanceOf(IncomparableRunsException.class);
        assertThat(winter.against(earlier).evenThoughTheyDiffer().compare("v1").describe())
                .contains("20 items have their id in both, 0 only now, 20 only then")
                .endsWith("[forced]");
        assertThat(earlier.provenance().toString()).isEqualTo("seasons of 2026-11-01T10:00:00Z");
    }

    @Test
    void the_prompts_are_diffed_beside_the_scores() {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.of(prompt("1.0.0", "Answer briefly.\n{{q}}\n")), "ada");
        registry.publish(AssetFile.of(prompt("2.0.0", "Answer at length.\n{{q}}\n")), "ada");
        ExperimentResult result = prompted(registry, "1.0.0", "2.0.0");
        PromptChange change = result.promptChange(registry, "v1", "v2");

        assertThat(change.first()).hasSize(1);
        assertThat(change.first().get(0).answers()).isEqualTo(8);
        assertThat(change.diffs())
                .singleElement()
                .satisfies(diff -> assertThat(diff.text()).contains("-Answer briefly.", "+Answer at length."));
        assertThat(change.remarks()).isEmpty();
        assertThat(change.describe())
                .startsWith("number, pass rate: ")
                .contains("\n--- prompt 'trail-guide' 1.0.0\n+++ prompt 'trail-guide' 2.0.0\n");
        assertThat(change.toString()).doesNotContain("briefly");
    }

    @Test
    void prompts_that_cannot_be_shown_are_explained() {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.of(prompt("1.0.0", "Answer briefly.\n{{q}}\n")), "ada");
        registry.publish(AssetFile.of(prompt("2.0.0", "Answer at length.\n{{q}}\n")), "ada");
        AssetRegistry other = AssetRegistry.memory();
        other.publish(AssetFile.of(prompt("1.0.0", "Something else.\n{{q}}\n")), "ada");

        assertThat(prompted(registry, "1.0.0", "1.0.0")
                        .promptChange(registry, "v1", "v2")
                        .remarks())
                .singleElement()
                .asString()
                .startsWith("both used trail-guide:1.0.0 (");
        PromptChange elsewhere = prompted(registry, "1.0.0", "2.0.0").promptChange(other, "v1", "v2");
        assertThat(elsewhere.diffs()).isEmpty();
        assertThat(elsewhere.remarks())
                .hasSize(2)
                .anyMatch(remark -> remark.startsWith("the registry holds another text of trail-guide:1.0.0 ("))
                .anyMatch(remark -> remark.startsWith("the registry does not hold trail-guide:2.0.0 ("));
        assertThat(seasonsOfText().promptChange(registry, "v1", "v2").remarks())
                .containsExactly("no answer of v1 tells which prompt it came from");
    }

    private static ExperimentResult prompted(AssetRegistry registry, String first, String second) {
        return Experiment.named("prompted")
                .over(BrokenScoreTest.numbered(8))
                .sampleVariant("v1", sample -> sample.answered("0.25").promptedBy(identity(registry, first)))
                .sampleVariant("v2", sample -> sample.answered("0.75").promptedBy(identity(registry, second)))
                .evaluatedBy(CHAIN)
                .run();
    }

    private static PromptIdentity identity(AssetRegistry registry, String version) {
        return registry.prompt("trail-guide:" + version).identity();
    }

    private static ExperimentResult seasonsOfText() {
        return Experiment.named("texts")
                .over(BrokenScoreTest.numbered(8))
                .textVariant("v1", sample -> "0.25")
                .textVariant("v2", sample -> "0.75")
                .evaluatedBy(CHAIN)
                .run();
    }

    private static Prompt prompt(String version, String body) {
        return Prompt.builder("trail-guide", Version.parse(version), body)
                .inputs("q")
                .build();
    }

    /** 20 items of winter and of summer in turn; the first variant fails on four hard ones, two of each. */
    private static Experiment seasons() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Sample sample = Sample.of(Integer.toString(i)).withId("s" + i).tagged(i % 2 == 0 ? "winter" : "summer");
            samples.add(i < 4 ? sample.tagged("hard") : sample);
        }
        return Experiment.named("seasons")
                .over(Dataset.of("seasons", samples))
                .variant("v1", sample -> {
                    if (sample.tags().contains("hard")) {
                        throw new IllegalStateException("too hard");
                    }
                    return Answers.saying(Double.toString(Integer.parseInt(sample.input()) % 10 / 10.0));
                })
                .variant(
                        "v2",
                        sample -> Answers.costing(
                                Double.toString(Integer.parseInt(sample.input()) * 7 % 10 / 10.0), Cost.usd("0.004")))
                .evaluatedBy(CHAIN)
                .measuredBy(PerformanceEvaluators.errorRate())
                .clock(Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC));
    }

    private static List<String> ids(ExperimentResult result) {
        return result.variants().get(0).items().stream()
                .map(item -> item.sample().id())
                .toList();
    }
}
