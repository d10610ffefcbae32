package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.evidence.Figure.Kind;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Gate;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What evidence says of two versions of one prompt, and of what answers take. */
class ComparisonEvidenceTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Evaluator LENGTH = Evaluator.builder("length")
            .scoring(sample -> sample.response().orElseThrow().length() / 100.0);
    private static final AssetId GUIDE = AssetId.prompt("trail-guide");
    private static final Digest ONE = Digest.ofText("one");
    private static final Digest TWO = Digest.ofText("two");

    private final Dataset dataset = Dataset.of(
            "rows",
            IntStream.range(0, 100)
                    .mapToObj(i -> Sample.of("x".repeat(i % 7 + 20)).withId("i" + i))
                    .toList());

    @Test
    void two_versions_of_one_prompt_on_one_model_are_compared_each_with_the_other() {
        ExperimentResult result = run();
        Evidence second = evidence(result, "2.0.0", "small");
        Evidence first = evidence(result, "1.0.0", "small");

        Figure difference = second.comparison("length", Kind.DIFFERENCE, ONE).orElseThrow();

        var measured = result.compare("v1", "v2").row("length").scores().orElseThrow();
        assertThat(difference.value()).isEqualTo(measured.difference());
        assertThat(difference.low())
                .isEqualTo(-result.compare("v1", "v2")
                        .scoreNoWorse("length", 0.1)
                        .largestLoss()
                        .orElseThrow());
        assertThat(difference.scored()).isEqualTo(100);
        assertThat(difference.evaluator()).isEqualTo(LENGTH.id().configuration());
        assertThat(first.comparison("length", Kind.DIFFERENCE, TWO)
                        .orElseThrow()
                        .value())
                .isCloseTo(-difference.value(), within(1e-12));
        assertThat(second.comparison("length", Kind.PASS_RATE_DIFFERENCE, ONE)).isPresent();
    }

    @Test
    void another_model_is_not_compared_with() {
        ExperimentResult result = run();

        Evidence large = evidence(result, "1.0.0", "large");

        assertThat(large.figures()).noneMatch(figure -> figure.kind().isComparison());
        assertThat(large.figure("length", Kind.MEAN)).isPresent();
    }

    @Test
    void cost_and_latency_are_compared_as_ratios() {
        ExperimentResult result = run();

        Evidence second = evidence(result, "2.0.0", "small");
        Figure latency = second.comparison("latency", Kind.RATIO, ONE).orElseThrow();

        assertThat(latency.value())
                .isEqualTo(result.ratios("v1", "v2")
                        .ratio(Quantity.LATENCY)
                        .value()
                        .orElseThrow());
        assertThat(latency.value()).isCloseTo(2, within(0.01));
        assertThat(second.comparison("cost", Kind.RATIO, ONE).orElseThrow().value())
                .isCloseTo(1, within(0.01));
    }

    @Test
    void what_an_answer_takes_is_told_in_a_unit_where_there_are_items_enough_for_an_interval() {
        Evidence first = evidence(run(), "1.0.0", "small");

        Figure p95 = first.figure("latency p95", Kind.AMOUNT).orElseThrow();
        assertThat(p95.unit()).isEqualTo("s");
        assertThat(p95.value()).isBetween(0.2, 0.3);
        assertThat(first.figure("latency p99", Kind.AMOUNT))
                .as("100 items are too few")
                .isEmpty();
        Figure cost = first.figure("cost per call", Kind.AMOUNT).orElseThrow();
        assertThat(cost.unit()).isEqualTo("USD");
        assertThat(cost.value()).isBetween(0.0095, 0.0105);
    }

    @Test
    void gates_read_it_also_from_a_file() {
        List<Evidence> evidence = Evidence.parse(Evidence.text(run().evidence()));
        Candidate candidate = Candidate.builder(GUIDE, Version.of(2, 0, 0), TWO)
                .holder(Version.of(1, 0, 0), ONE)
                .evidence(evidence)
                .at(NOW)
                .build();

        assertThat(Gate.score("length").noWorseThan(0.05).decide(candidate).isPass())
                .isTrue();
        assertThat(Gate.times("latency").atMost(2.1).decide(candidate).isPass()).isTrue();
        assertThat(Gate.times("latency").atMost(1.5).decide(candidate).isPass()).isFalse();
    }

    @Test
    void evidence_names_the_definition_of_the_model_that_the_registry_has() {
        AssetRegistry registry = AssetRegistry.memory();
        AssetId small = new AssetId(AssetKind.MODEL, "small");
        for (String version : List.of("1.0.0", "2.0.0")) {
            registry.publish(
                    AssetFile.parse(
                            AssetKind.PROMPT,
                            "test",
                            "---\nname: trail-guide\nversion: " + version + "\nmodel: small@beta\n---\nHike" + version),
                    "author");
        }
        registry.publish(
                AssetFile.parse(AssetKind.MODEL, "test", "name: small\nversion: 1.0.0\nprovider: openai\nmodel: m\n"),
                "author");
        registry.label(small, Label.of("beta")).moveTo("1.0.0", "author", "first");

        List<Evidence> pinned = run().evidence(registry);

        assertThat(pinned).hasSize(3);
        assertThat(pinned.get(0).modelDigest()).isEqualTo(registry.digest(small, AssetRef.parse("small:1.0.0")));
        assertThat(pinned.get(2).model()).isEqualTo("large");
        assertThat(pinned.get(2).modelDigest()).isNull();
        assertThat(run().evidence().get(0).modelDigest()).isNull();
    }

    private static Evidence evidence(ExperimentResult result, String version, String model) {
        return result.evidence().stream()
                .filter(each -> each.version().toString().equals(version)
                        && each.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    private ExperimentResult run() {
        return Experiment.named("two versions")
                .over(dataset)
                .sampleVariant("v1", answering("1.0.0", ONE, "small", text -> text, 1)::apply)
                .sampleVariant("v2", answering("2.0.0", TWO, "small", text -> text + text.substring(0, 5), 2)::apply)
                .sampleVariant("v1 large", answering("1.0.0", ONE, "large", text -> text, 1)::apply)
                .evaluatedBy(EvaluatorChain.of(LENGTH.atLeast(0.2)))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .run();
    }

    private static UnaryOperator<Sample> answering(
            String version, Digest digest, String model, UnaryOperator<String> answer, int slow) {
        PromptIdentity prompt =
                new PromptIdentity("trail-guide", Version.parse(version), Resolution.fresh(digest, null));
        return sample -> sample.answered(answer.apply(sample.input()))
                .from(model)
                .promptedBy(prompt)
                .took(Duration.ofMillis(slow * 10L * sample.input().length()))
                .costing(Cost.usd(sample.input().length() % 2 == 0 ? "0.009" : "0.011"));
    }
}
