package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.eval.claim.Claims;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.semantic.SemanticEvaluators;
import io.genaiops.eval.suite.EvaluationSuite;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that the doors offer can be written in a suite, and is the same there as in Java. */
class EverySuiteEvaluatorTest {

    /** What no suite has, and why. A method that is new on a door is in the table or here. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "DecisionTree.evaluator", "a tree is a program of branches: the host builds it and gives it a name",
            "SemanticEvaluators.cache[String, EmbeddingModel]", "makes no evaluator: a suite caches what it embeds",
            "DecisionTree.ask[Check]", "a tree, see above",
            "DecisionTree.score[double]", "a tree, see above",
            "Claims.cosines[EmbeddingModel, String, List]", "makes no evaluator",
            "Claims.isRefusal[String]", "makes no evaluator",
            "Claims.shipped[String]", "makes no evaluator: it is a prompt",
            "Claims.verdicts[Prompt]", "makes no evaluator: it asks a judge about items of the host",
            "Claims.toString[]", "makes no evaluator");

    /** How each way through the door Claims is written. */
    private static final Map<String, List<String>> CLAIMS = Map.ofEntries(
            Map.entry("Claims.of[Judge]", List.of("claims.by_sentence")),
            Map.entry("Claims.perCall[int]", List.of("claims.by_sentence, with: {perCall: 3}")),
            Map.entry("Claims.atMost[int]", List.of("claims.by_sentence, with: {atMost: 7}")),
            Map.entry("Claims.bySentence[]", List.of("claims.by_sentence, with: {score: contradiction}")),
            Map.entry("Claims.byJudgedSentence[]", List.of("claims.by_judged_sentence")),
            Map.entry(
                    "Claims.byClaim[]", List.of("claims.by_claim, with: {perCall: 3, atMost: 7, score: fabrication}")),
            Map.entry(
                    "Claims.againstReference[]",
                    List.of(
                            "claims.against_reference, with: {score: precision}",
                            "claims.against_reference, with: {similarity: 0.5}")),
            Map.entry("Claims.contextRecall[]", List.of("claims.context_recall")),
            Map.entry("Claims.noiseSensitivity[]", List.of("claims.noise_sensitivity, with: {perCall: 3}")),
            Map.entry("Claims.extractive[int]", List.of("claims.extractive, with: {length: 4}")));

    private static final List<String> CATALOGUED_DOORS = List.of(
            "TextEvaluators=text",
            "OverlapEvaluators=overlap",
            "SemanticEvaluators=semantic",
            "RankingEvaluators=ranking",
            "FabricationEvaluators=fabrication",
            "RetrievalEvaluators=retrieval",
            "JudgeEvaluators=judge",
            "PerformanceEvaluators=performance",
            "Panel=panel",
            "Combined=combined");

    private static final AssetRegistry REGISTRY = AssetRegistry.memory();

    @BeforeAll
    static void publish_a_rubric() {
        REGISTRY.publish(AssetFile.of(Rubric.shippedPrompt("judge-relevance")), "ann");
    }

    private final ChatModel model = ScriptedModels.obedient();
    private final Judge judge = Judge.of("judge a", model);
    private final EmbeddingModel embeddings = SemanticEvaluators.cache("embedder a", ScriptedModels.letters());

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        try (InputStream stream = Objects.requireNonNull(
                EverySuiteEvaluatorTest.class.getResourceAsStream("/suites/every-evaluator.txt"))) {
            new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] parts = line.split(" => ", 2);
                assertThat(table.put(parts[0], parts[1])).as(line).isNull();
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return table;
    }

    /** Returns a suite of the checks, in the words of its file. */
    private EvaluationSuite suite(List<String> checks, List<String> measures) {
        StringBuilder yaml = new StringBuilder("name: every\nversion: 1.0.0\nchecks:\n");
        (checks.isEmpty() ? List.of("{evaluator: text.length}") : checks)
                .forEach(check -> yaml.append("  - ").append(check).append('\n'));
        if (!measures.isEmpty()) {
            yaml.append("measures:\n");
            measures.forEach(measure -> yaml.append("  - ").append(measure).append('\n'));
        }
        SuiteDefinition definition = (SuiteDefinition)
                AssetFile.parse(AssetKind.SUITE, "f", yaml.toString()).asset();
        return EvaluationSuite.of(definition, REGISTRY)
                .judge(judge)
                .embeddings(embeddings)
                .detector(LanguageDetector.of("fixed", text -> Optional.of("en")));
    }

    private Object written(Object fluent, String check) {
        return fluent instanceof Evaluator
                ? suite(List.of(check), List.of()).chain().checks().get(0).evaluator()
                : suite(List.of(), List.of(check)).measures().get(0);
    }

    private Map<String, Object> fluent() {
        return EveryEvaluator.all(model, ScriptedModels.letters());
    }

    @Test
    void every_method_and_option_of_every_door_is_written_in_the_table_or_excused() {
        Set<String> expected = new LinkedHashSet<>(fluent().keySet());
        expected.removeAll(EXCEPTIONS.keySet());

        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(EveryEvaluator.DOORS)
                .flatExtracting(door -> EveryEvaluator.methods(door)
                        .map(EveryEvaluator::signature)
                        .filter(method -> table().keySet().stream().noneMatch(key -> key.startsWith(method)))
                        .toList())
                .allSatisfy(method -> assertThat(EXCEPTIONS).containsKey(method));
        assertThat(Arrays.stream(Claims.class.getDeclaredMethods())
                        .filter(EverySuiteEvaluatorTest::isOffered)
                        .map(EveryEvaluator::signature)
                        .filter(method -> !EXCEPTIONS.containsKey(method)))
                .containsExactlyInAnyOrderElementsOf(CLAIMS.keySet());
    }

    private static boolean isOffered(Method method) {
        return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
    }

    @Test
    void the_catalogue_has_no_name_that_no_test_writes() {
        Set<String> written = new TreeSet<>();
        table().values().forEach(check -> written.add(name(check)));
        CLAIMS.values().forEach(checks -> checks.forEach(check -> written.add(name("{evaluator: " + check))));
        Set<String> known = new TreeSet<>(EvaluationSuite.evaluators());
        known.addAll(EvaluationSuite.runEvaluators());

        assertThat(known).isEqualTo(written).hasSizeGreaterThan(150);
        assertThat(EvaluationSuite.evaluators()).doesNotContainAnyElementsOf(EvaluationSuite.runEvaluators());
    }

    private static String name(String check) {
        return check.substring("{evaluator: ".length()).split("[,}]", 2)[0];
    }

    @Test
    void a_name_is_that_of_the_door_and_of_the_method() {
        Set<String> others = new TreeSet<>();
        table().forEach((key, check) -> {
            String door = key.substring(0, key.indexOf('.'));
            String method = key.substring(key.indexOf('.') + 1, key.indexOf('['));
            String room = CATALOGUED_DOORS.stream()
                    .filter(entry -> entry.startsWith(door + "="))
                    .findFirst()
                    .orElseThrow()
                    .substring(door.length() + 1);
            String expected = room + "." + method.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (!name(check).equals(expected)) {
                others.add(key + " is " + name(check));
            }
        });

        assertThat(others)
                .containsExactlyInAnyOrder(
                        "JudgeEvaluators.pairwise[Judge] is judge.preference",
                        "JudgeEvaluators.rubric[Judge, String, String] is judge.criterion",
                        "OverlapEvaluators.bleu[].corpus is overlap.corpus_bleu",
                        "OverlapEvaluators.chrf[].corpus is overlap.corpus_chrf",
                        "OverlapEvaluators.chrfPlusPlus[].corpus is overlap.corpus_chrf",
                        "OverlapEvaluators.gleu[].corpus is overlap.corpus_gleu",
                        "OverlapEvaluators.ter[].corpus is overlap.corpus_ter",
                        "RankingEvaluators.averagePrecision[].mean is ranking.mean_average_precision",
                        "RankingEvaluators.averagePrecision[int].mean is ranking.mean_average_precision",
                        "RankingEvaluators.contextNoise[].mean is ranking.mean_context_noise",
                        "RankingEvaluators.contextPrecision[].mean is ranking.mean_context_precision",
                        "RankingEvaluators.contextRecall[].mean is ranking.mean_context_recall",
                        "RankingEvaluators.hitRate[int].mean is ranking.mean_hit_rate",
                        "RankingEvaluators.ndcg[int, Gain].mean is ranking.mean_ndcg",
                        "RankingEvaluators.ndcg[int].mean is ranking.mean_ndcg",
                        "RankingEvaluators.precision[int].mean is ranking.mean_precision",
                        "RankingEvaluators.rPrecision[].mean is ranking.mean_r_precision",
                        "RankingEvaluators.recall[int].mean is ranking.mean_recall",
                        "RankingEvaluators.reciprocalRank[].mean is ranking.mean_reciprocal_rank",
                        "RankingEvaluators.reciprocalRank[int].mean is ranking.mean_reciprocal_rank");
    }

    @Test
    void what_a_suite_writes_has_the_identity_and_the_outcomes_of_the_call() {
        Map<String, String> table = table();
        SoftAssertions softly = new SoftAssertions();
        fluent().forEach((key, made) -> {
            String check = table.get(key);
            if (check != null) {
                same(softly, key, made, written(made, check));
            }
        });
        softly.assertAll();
    }

    @Test
    void claims_of_a_suite_are_those_of_the_door() {
        Map<String, Evaluator> fluent = Map.ofEntries(
                Map.entry("claims.by_sentence", Claims.of(judge).bySentence().groundedness()),
                Map.entry(
                        "claims.by_sentence, with: {perCall: 3}",
                        Claims.of(judge).perCall(3).bySentence().groundedness()),
                Map.entry(
                        "claims.by_sentence, with: {atMost: 7}",
                        Claims.of(judge).atMost(7).bySentence().groundedness()),
                Map.entry(
                        "claims.by_sentence, with: {score: contradiction}",
                        Claims.of(judge).bySentence().contradiction()),
                Map.entry(
                        "claims.by_judged_sentence",
                        Claims.of(judge).byJudgedSentence().groundedness()),
                Map.entry(
                        "claims.by_claim, with: {perCall: 3, atMost: 7, score: fabrication}",
                        Claims.of(judge).perCall(3).atMost(7).byClaim().fabrication()),
                Map.entry(
                        "claims.against_reference, with: {score: precision}",
                        Claims.of(judge).againstReference().precision()),
                Map.entry(
                        "claims.against_reference, with: {similarity: 0.5}",
                        Claims.of(judge)
                                .againstReference()
                                .weightedWith(embeddings, 0.5)
                                .correctness()),
                Map.entry("claims.context_recall", Claims.of(judge).contextRecall()),
                Map.entry(
                        "claims.noise_sensitivity, with: {perCall: 3}",
                        Claims.of(judge).perCall(3).noiseSensitivity()),
                Map.entry("claims.extractive, with: {length: 4}", Claims.extractive(4)));
        assertThat(fluent.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        CLAIMS.values().stream().flatMap(List::stream).toList());
        SoftAssertions softly = new SoftAssertions();
        fluent.forEach((check, made) -> same(softly, check, made, written(made, "{evaluator: " + check + "}")));
        softly.assertAll();
    }

    private static void same(SoftAssertions softly, String key, Object fluent, Object written) {
        softly.assertThat(EveryEvaluator.idOf(written)).as(key).isEqualTo(EveryEvaluator.idOf(fluent));
        for (Sample sample : List.of(
                HostileSamples.GOOD,
                HostileSamples.GOOD.answered("The hut opens in June. ".repeat(30)),
                HostileSamples.GOOD.unanswered(),
                HostileSamples.GOOD.groundedIn().expecting())) {
            softly.assertThat(EveryEvaluator.outcome(written, sample))
                    .as(key)
                    .isEqualTo(EveryEvaluator.outcome(fluent, sample));
        }
        if (fluent instanceof Evaluator evaluator) {
            Evaluator other = (Evaluator) written;
            softly.assertThat(other.scale()).as(key).isEqualTo(evaluator.scale());
            softly.assertThat(other.direction()).as(key).isEqualTo(evaluator.direction());
            softly.assertThat(other.effort()).as(key).isEqualTo(evaluator.effort());
            softly.assertThat(other.languages()).as(key).isEqualTo(evaluator.languages());
        }
    }

    @Test
    void a_chain_of_everything_has_one_digest_and_one_evaluation_however_it_is_written() {
        List<Check> checks = new ArrayList<>();
        List<String> written = new ArrayList<>();
        Set<EvaluatorId> seen = new LinkedHashSet<>();
        Map<String, String> table = table();
        fluent().forEach((key, made) -> {
            if (made instanceof Evaluator evaluator && table.containsKey(key) && seen.add(evaluator.id())) {
                checks.add(evaluator.observed());
                written.add(table.get(key));
            }
        });
        EvaluatorChain fluent = EvaluatorChain.of(checks);
        EvaluatorChain chain = suite(written, List.of()).chain();

        assertThat(checks).hasSizeGreaterThan(150);
        assertThat(chain.digest()).isEqualTo(fluent.digest());
        assertThat(chain.evaluate(HostileSamples.GOOD)).isEqualTo(fluent.evaluate(HostileSamples.GOOD));
        assertThat(reversed(chain)).isNotEqualTo(fluent.digest());
    }

    private static Digest reversed(EvaluatorChain chain) {
        List<Check> checks = new ArrayList<>(chain.checks());
        Collections.reverse(checks);
        return EvaluatorChain.of(checks).digest();
    }

    @Test
    void every_suite_of_the_table_is_written_and_read_back_as_it_was() {
        table().values().forEach(check -> {
            boolean one = EvaluationSuite.evaluators().contains(name(check));
            SuiteDefinition definition = suite(one ? List.of(check) : List.of(), one ? List.of() : List.of(check))
                    .definition();
            SuiteDefinition again = (SuiteDefinition) AssetFile.of(definition).asset();

            assertThat(again.sourceDigest()).as(check).isEqualTo(definition.sourceDigest());
            assertThat(again.checks()).as(check).isEqualTo(definition.checks());
            assertThat(again.measures()).as(check).isEqualTo(definition.measures());
        });
    }
}
