package io.genaiops.eval.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.asset.AssetKind;
import io.genaiops.cost.Cost;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.fabrication.CitationSupport;
import io.genaiops.eval.fabrication.FabricationEvaluators;
import io.genaiops.eval.fabrication.NumberFabrication;
import io.genaiops.eval.fabrication.QuoteFabrication;
import io.genaiops.eval.fabrication.UrlFabrication;
import io.genaiops.eval.figure.NumberStyle;
import io.genaiops.eval.overlap.Bleu;
import io.genaiops.eval.overlap.Bleu.Smoothing;
import io.genaiops.eval.overlap.Chrf;
import io.genaiops.eval.overlap.EditDistance;
import io.genaiops.eval.overlap.Gleu;
import io.genaiops.eval.overlap.Meteor;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.overlap.OverlapTokenizer;
import io.genaiops.eval.overlap.Rouge;
import io.genaiops.eval.overlap.Ter;
import io.genaiops.eval.overlap.TokenF1;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.ranking.Gain;
import io.genaiops.eval.ranking.RankingEvaluator;
import io.genaiops.eval.ranking.RankingEvaluators;
import io.genaiops.eval.semantic.EmbeddingSimilarity;
import io.genaiops.eval.semantic.SemanticEvaluators;
import io.genaiops.eval.semantic.TokenMatching;
import io.genaiops.eval.text.PhraseEvaluator;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.format.AssetFile;
import java.lang.Character.UnicodeScript;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options with a value, limits and names are in a suite what they are in Java. */
class SuiteOptionsTest {

    private static final EmbeddingModel LETTERS = SemanticEvaluators.cache("letters", new SuiteModels.Letters());

    /** A check as a suite writes it, and the same in Java. */
    record Pair(String written, Check fluent) {
        @Override
        public String toString() {
            return written;
        }
    }

    private static Pair option(String written, Evaluator fluent) {
        return new Pair(written, fluent.observed());
    }

    private static Pair limit(String written, Check fluent) {
        return new Pair(written, fluent);
    }

    static Stream<Pair> options() {
        Bleu bleu = OverlapEvaluators.bleu();
        return Stream.of(
                option("overlap.bleu, with: {tokenizer: intl}", bleu.tokenizer(OverlapTokenizer.INTL)),
                option("overlap.bleu, with: {smoothing: none}", bleu.smoothing(Smoothing.none())),
                option("overlap.bleu, with: {smoothing: exponential}", bleu.smoothing(Smoothing.exponential())),
                option("overlap.bleu, with: {smoothing: {floor: 0.1}}", bleu.smoothing(Smoothing.floor(0.1))),
                option("overlap.bleu, with: {smoothing: {add: 1}}", bleu.smoothing(Smoothing.add(1))),
                option(
                        "overlap.bleu, with: {maxOrder: 2, lowercased: true, percent: false}",
                        bleu.maxOrder(2).lowercased()),
                option(
                        "overlap.gleu, with: {tokenizer: character, maxOrder: 3}",
                        OverlapEvaluators.gleu()
                                .tokenizer(OverlapTokenizer.CHARACTER)
                                .maxOrder(3)),
                option(
                        "overlap.meteor, with: {tokenizer: none, synonyms: {hut: [cabin, lodge]}}",
                        OverlapEvaluators.meteor()
                                .tokenizer(OverlapTokenizer.NONE)
                                .synonyms(Map.of("hut", List.of("cabin", "lodge")))),
                option(
                        "overlap.meteor, with: {weights: {alpha: 0.8, beta: 2, gamma: 0.4}}",
                        OverlapEvaluators.meteor().weights(0.8, 2, 0.4)),
                option(
                        "overlap.chrf, with: {charOrder: 5, wordOrder: 1, beta: 1.5}",
                        OverlapEvaluators.chrf().charOrder(5).wordOrder(1).beta(1.5)),
                option(
                        "semantic.similarity, with: {inScripts: [Latin, Greek]}",
                        SemanticEvaluators.similarity(LETTERS).inScripts(UnicodeScript.LATIN, UnicodeScript.GREEK)),
                option(
                        "semantic.token_matching, with: {window: 3, weightedBy: [one text, two texts], inScripts: Latin}",
                        SemanticEvaluators.tokenMatching(LETTERS)
                                .window(3)
                                .weightedBy(List.of("one text", "two texts"))
                                .inScripts(UnicodeScript.LATIN)),
                option(
                        "ranking.recall, with: {k: 5, attribute: judged, relevantFrom: 2}",
                        RankingEvaluators.recall(5).attribute("judged").relevantFrom(2)),
                option("ranking.ndcg, with: {k: 5, gain: linear}", RankingEvaluators.ndcg(5, Gain.LINEAR)),
                option(
                        "fabrication.numbers, with: {style: decimal_comma, within: 0.02}",
                        FabricationEvaluators.numbers()
                                .style(NumberStyle.DECIMAL_COMMA)
                                .within(0.02)),
                option(
                        "fabrication.numbers, with: {style: decimal-comma}",
                        FabricationEvaluators.numbers().style(NumberStyle.DECIMAL_COMMA)),
                option(
                        "fabrication.citation_support, with: {length: 2, supportedFrom: 0.4}",
                        FabricationEvaluators.citationSupport().length(2).supportedFrom(0.4)),
                option(
                        "fabrication.quotes, with: {leastWords: 5}",
                        FabricationEvaluators.quotes().leastWords(5)),
                option(
                        "text.matches, with: {pattern: 'Hut', flags: [case_insensitive, dotall]}",
                        TextEvaluators.matches(Pattern.compile("Hut", Pattern.CASE_INSENSITIVE | Pattern.DOTALL))),
                option("text.contains_any, with: {phrases: hut}", TextEvaluators.containsAny("hut")));
    }

    static Stream<Pair> limits() {
        Evaluator words = TextEvaluators.words();
        Evaluator json = TextEvaluators.validJson();
        return Stream.of(
                limit("text.words, atMost: 50", words.atMost(50)),
                limit("text.words, below: 50.5", words.below(50.5)),
                limit("text.words, above: 3", words.above(3)),
                limit("text.words, between: [3, 50]", words.between(3, 50)),
                limit("text.valid_json, atLeast: 1.0", json.atLeast(1)),
                limit(
                        "text.valid_json, atLeast: 1, required: true",
                        json.atLeast(1).required()),
                limit(
                        "text.valid_json, negated: true, atLeast: 1",
                        json.negated().atLeast(1)),
                limit(
                        "text.valid_json, negated: true, named: prose, atLeast: 1",
                        json.negated().named("prose").atLeast(1)),
                limit("text.valid_json, negated: false, required: false", json.observed()),
                limit(
                        "performance.latency, below: 2s",
                        PerformanceEvaluators.latency().under(Duration.ofSeconds(2))),
                limit(
                        "performance.latency, below: 1500 ms",
                        PerformanceEvaluators.latency().under(Duration.ofMillis(1500))),
                limit(
                        "performance.time_to_first_token, atMost: 0.3 s",
                        PerformanceEvaluators.timeToFirstToken().atMost(0.3)),
                limit(
                        "performance.cost, below: 0.01 USD",
                        PerformanceEvaluators.cost().under(Cost.usd("0.01"))),
                limit(
                        "performance.cost, atMost: 0.02 EUR",
                        PerformanceEvaluators.cost()
                                .atMost(Cost.of(new BigDecimal("0.02"), Currency.getInstance("EUR")))),
                limit("performance.cost", PerformanceEvaluators.cost().observed()));
    }

    private static EvaluationSuite suite(String checks) {
        String yaml = "name: a\nversion: 1.0.0\nchecks:\n" + checks;
        return EvaluationSuite.of((SuiteDefinition)
                        AssetFile.parse(AssetKind.SUITE, "f", yaml).asset())
                .embeddings(LETTERS);
    }

    @ParameterizedTest
    @MethodSource({"options", "limits"})
    void what_is_written_is_the_same_check(Pair pair) {
        EvaluatorChain chain =
                suite("  - {evaluator: " + pair.written() + "}\n").chain();
        Check check = chain.checks().get(0);

        assertThat(check.evaluator().id()).isEqualTo(pair.fluent().evaluator().id());
        assertThat(check.threshold()).isEqualTo(pair.fluent().threshold());
        assertThat(check.isRequired()).isEqualTo(pair.fluent().isRequired());
        assertThat(chain.digest()).isEqualTo(EvaluatorChain.of(pair.fluent()).digest());
    }

    /** An option that is new on an evaluator is refused by every suite until it is written above. */
    @Test
    void every_option_with_a_value_is_tested() {
        Set<String> known = new TreeSet<>();
        for (Class<?> type : List.of(
                PhraseEvaluator.class,
                TokenF1.class,
                Bleu.class,
                Gleu.class,
                Rouge.class,
                Meteor.class,
                Chrf.class,
                Ter.class,
                EditDistance.class,
                EmbeddingSimilarity.class,
                TokenMatching.class,
                RankingEvaluator.class,
                NumberFabrication.class,
                UrlFabrication.class,
                CitationSupport.class,
                QuoteFabrication.class)) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> isOption(type, method))
                    .forEach(method -> known.add(type.getSimpleName() + "." + method.getName()));
        }
        String written = options().map(Pair::written).toList().toString();

        assertThat(known)
                .hasSizeGreaterThan(20)
                .allSatisfy(option -> assertThat(written).contains(option.substring(option.indexOf('.') + 1) + ": "));
    }

    private static boolean isOption(Class<?> type, Method method) {
        return method.getReturnType() == type
                && method.getParameterCount() > 0
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers());
    }

    @Test
    void measures_of_a_run_take_the_options_of_their_evaluator() {
        EvaluationSuite suite = suite("""
                  - {evaluator: text.words}
                measures:
                  - {evaluator: overlap.corpus_bleu, with: {maxOrder: 2, tokenizer: intl}}
                  - {evaluator: ranking.mean_ndcg, with: {k: 10, relevantFrom: 2}}
                  - {evaluator: performance.latency_percentile, with: {percentile: 0.95}}
                """);

        assertThat(suite.measures())
                .extracting(RunEvaluator::id)
                .containsExactly(
                        OverlapEvaluators.bleu()
                                .maxOrder(2)
                                .tokenizer(OverlapTokenizer.INTL)
                                .corpus()
                                .id(),
                        RankingEvaluators.ndcg(10).relevantFrom(2).mean().id(),
                        PerformanceEvaluators.latencyPercentile(0.95).id());
        assertThat(suite.chain().checks()).hasSize(1);
    }
}
