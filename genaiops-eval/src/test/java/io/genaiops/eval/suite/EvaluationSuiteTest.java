package io.genaiops.eval.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.judge.Scorecard;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.panel.Panel;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.semantic.SemanticEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationSuiteTest {

    private static final Sample SAMPLE = Sample.of("When does the hut open?")
            .expecting("The hut opens in June.")
            .groundedIn("The hut opens in June.")
            .answered("The hut opens in June.")
            .took(Duration.ofMillis(300))
            .costing(Cost.usd("0.002"));
    private static final String VOICE = """
            ---
            name: voice
            version: %s
            inputs: {answer: string}
            output:
              type: object
              required: [score]
              properties: {score: {type: integer, minimum: 1, maximum: 5}}
            ---
            %s {{answer}}
            """;

    private static SuiteDefinition definition(String yaml) {
        return (SuiteDefinition) AssetFile.parse(AssetKind.SUITE, "f", "name: quality\nversion: 1.0.0\n" + yaml)
                .asset();
    }

    private static EvaluationSuite suite(String yaml) {
        return EvaluationSuite.of(definition(yaml));
    }

    private static EvaluationSuite one(String check) {
        return suite("checks:\n  - {evaluator: " + check + "}\n");
    }

    private static ChatModel grading(int... grades) {
        ScriptedChatModel.Builder script = ScriptedChatModel.builder();
        for (int grade : grades) {
            script.reply("{\"reason\": \"so\", \"score\": " + grade + "}");
        }
        return script.build();
    }

    @Test
    void a_suite_gives_the_digest_and_the_outcomes_of_the_fluent_chain() {
        EvaluatorChain chain = suite("""
                checks:
                  - evaluator: text.contains_none
                    with: {phrases: [as an AI]}
                    required: true
                    atLeast: 1
                  - {evaluator: overlap.token_f1, named: like the reference, atLeast: 0.5}
                  - {evaluator: judge.relevance, atLeast: 4}
                  - {evaluator: performance.latency, below: 2s}
                  - {evaluator: performance.cost, atMost: 0.01 USD}
                  - {evaluator: text.words}
                """).judge(Judge.of("large", grading(5))).chain();
        Judge judge = Judge.of("large", grading(5));
        EvaluatorChain fluent = EvaluatorChain.of(
                TextEvaluators.containsNone("as an AI").atLeast(1).required(),
                OverlapEvaluators.tokenF1().atLeast(0.5).named("like the reference"),
                JudgeEvaluators.relevance(judge).atLeast(4),
                PerformanceEvaluators.latency().under(Duration.ofSeconds(2)),
                PerformanceEvaluators.cost().atMost(Cost.usd("0.01")),
                TextEvaluators.words().observed());

        Evaluation evaluation = chain.evaluate(SAMPLE);

        assertThat(chain.digest()).isEqualTo(fluent.digest());
        assertThat(chain.checks())
                .extracting(Object::toString)
                .isEqualTo(fluent.checks().stream().map(Object::toString).toList());
        assertThat(evaluation).isEqualTo(fluent.evaluate(SAMPLE));
        assertThat(evaluation.passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text.contains, atLeast: 1|there is no such evaluator; did you mean text.contains_all or text.contains_any"
                        + " or text.contains_none?",
                "judge.relevanse|there is no such evaluator; did you mean judge.relevance",
                "relevance.judge|there is no such evaluator; expected a name that begins with one of [claims., combined.,"
                        + " fabrication., judge., overlap., panel., performance., ranking., retrieval., semantic., text.]",
                "overlap.similar|there is no such evaluator; expected one of [overlap.bleu, overlap.chrf,",
                "overlap.corpus_bleu|it is measured of a whole run, not of one answer; write it under 'measures'",
                "text.contains_all|expected the parameter 'phrases', a list of texts; found only []",
                "text.contains_all, with: {phrase: [a]}|expected the parameter 'phrases', a list of texts; found only"
                        + " [phrase]",
                "text.contains_all, with: {phrases: [a], ignorecase: true}|unknown parameter 'ignorecase'; did you mean"
                        + " ignoringCase?",
                "text.contains_all, with: {phrases: [1]}|parameter 'phrases' must be a list of texts; found: [1]",
                "text.contains_all, with: {phrases: []}|at least one phrase is needed; found: none",
                "text.contains_all, with: {phrases: [a], wholeWords: 1}|parameter 'wholeWords' must be true or false;"
                        + " found: 1",
                "text.length, with: {k: 1}|unknown parameter 'k'; this evaluator has none",
                "text.matches, with: {pattern: '('}|Unclosed group near index 1",
                "text.matches, with: {pattern: a, flags: [case]}|flag 'case' is not known; did you mean",
                "text.fits_schema, with: {schema: {type: objekt}}|not a JSON Schema",
                "text.number_within, with: {distance: -1}|distance must be positive and finite; found: -1.0",
                "text.number_within, with: {distance: 1 m}|parameter 'distance' must be a number; found: `\"1 m\"`",
                "ranking.recall, with: {k: 1.5}|parameter 'k' must be an integer; found: 1.5",
                "ranking.recall, with: {k: 0}|k must be 1 or more documents; found: 0",
                "ranking.context_noise, with: {emptyIsWorst: true}|nothing retrieved has no context_noise_by_id",
                "overlap.bleu, with: {tokenizer: v13b}|parameter 'tokenizer' must be one of [none, v13a, intl,"
                        + " character]; found: `\"v13b\"`",
                "overlap.bleu, with: {smoothing: {floor: 0.1, add: 1}}|unknown parameter 'add'; expected one of [floor]",
                "overlap.bleu, with: {smoothing: floor}|value of smoothing FLOOR must be",
                "overlap.meteor, with: {weights: {alpha: 1}}|expected the parameter 'beta', a number; found only [alpha]",
                "overlap.meteor, with: {synonyms: [a]}|parameter 'synonyms' must be a map of lists of texts; found: [`\"a\"`]",
                "semantic.similarity, with: {inScripts: Latein}|script must be of Unicode, such as Latin",
                "text.length, judge: large|'judge' must be left out: this evaluator has no use for it",
                "text.length, embeddings: minilm|'embeddings' must be left out: this evaluator has no use for it",
                "text.length, rubric: voice|'rubric' must be left out: this evaluator has no use for it",
                "`text.length, of: [{evaluator: text.words}]`|'of' must be left out: this evaluator has no use for it",
                "text.length, negated: true|evaluator 'length' scores on",
                "text.valid_json, atLeast: 0|threshold 'at least 0' can never fail",
                "text.valid_json, atLeast: 2|threshold 'at least 2' can never be passed",
                "text.valid_json, atLeast: 1 s|expected a number without a unit; found: '1 s'",
                "performance.latency, below: 2|expected a time such as '2 s', '500 ms' or '1 min'; found: '2'",
                "performance.latency, below: 2 USD|expected a time such as '2 s', '500 ms' or '1 min'; found: '2 USD'",
                "performance.cost, below: 2|expected an amount with its currency such as '0.01 USD'; found: '2'",
                "performance.cost, below: 2 s|expected an amount with its currency such as '0.01 USD'; found: '2 s'",
                "claims.by_sentence, with: {score: recall}|parameter 'score' must be one of [groundedness, fabrication,"
                        + " contradiction]; found: `\"recall\"`",
                "claims.by_sentence, with: {perCall: 51}|claims in a call must be 1 to 50; found: 51",
                "claims.against_reference, with: {similarity: 1}|share of the similarity must be above 0 and below 1",
                "judge.criterion, with: {name: tone}|expected the parameter 'criterion', a text; found only [name]",
                "judge.rubric|expected one reference to a prompt under 'rubric'; found: 0",
                "judge.scorecard, with: {criteria: [relevance, coherance], score: relevance}|there is no shipped criterion"
                        + " 'coherance' (rubrics of your own are named under 'rubric'); did you mean coherence?",
                "judge.scorecard, with: {criteria: [relevance], score: relevance}|a scorecard needs two rubrics at least",
                "judge.scorecard, with: {criteria: [relevance, fluency], score: coherence}|the scorecard has no criterion",
                "`panel.repeated, of: [{evaluator: text.words}]`|expected the parameter 'times', an integer; found only []",
                "panel.repeated, with: {times: 2}|expected one member under 'of'; found: 0",
                "panel.mean|a panel needs two members at least",
                "`panel.cascade, of: [{evaluator: text.words}]`|expected two members under 'of'",
                "`panel.cascade, of: [{evaluator: text.words}, {evaluator: text.length}]`|member 'text.words' must have a"
                        + " limit that says which scores are doubtful; found none",
                "`panel.mean, of: [{evaluator: text.words, atLeast: 1}, {evaluator: text.length}]`|member 'text.words"
                        + " atLeast 1' must have no limit here",
                "`panel.mean, of: [{evaluator: text.words, weight: 1}, {evaluator: text.length}]`|member 'text.words'"
                        + " must have no weight here",
                "`combined.all_of, of: [{evaluator: text.words, weight: 1}]`|member 'text.words' must have no weight here",
                "`combined.all_of, of: [{evaluator: text.words}, {evaluator: text.length}]`|a combined check needs a"
                        + " threshold",
                "`combined.weighted_mean, of: [{evaluator: text.valid_json}]`|member 'text.valid_json' must have a weight;"
                        + " found none"
            })
    void what_a_suite_gets_wrong_is_said_when_the_chain_is_built(String check, String problem) {
        EvaluationSuite suite = one(check)
                .judge(Judge.of("large", grading()))
                .embeddings(new SuiteModels.Letters())
                .detector(LanguageDetector.of("none", text -> Optional.empty()));
        String name = check.split("[, ]", 2)[0];

        assertThatThrownBy(suite::chain)
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("suite 'quality' 1.0.0, check 1 (" + name + "): " + problem.replace("`", ""));
    }

    @Test
    void a_place_within_a_place_is_named() {
        assertThatThrownBy(() -> suite("""
                        checks:
                          - {evaluator: text.words}
                          - evaluator: combined.any_of
                            of:
                              - {evaluator: text.words, atMost: 5}
                              - {evaluator: text.lenght, atMost: 5}
                        """).chain())
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage(
                        "suite 'quality' 1.0.0, check 2 (combined.any_of), member 2 (text.lenght): there is no such evaluator; did you"
                                + " mean text.length?");
        assertThatThrownBy(() -> suite("""
                        checks: [{evaluator: text.words}]
                        measures: [{evaluator: performance.error_rates}]
                        """).measures())
                .hasMessageStartingWith("suite 'quality' 1.0.0, measure 1 (performance.error_rates): there is no such"
                        + " measure of a run; did you mean performance.error_rate?");
        assertThatThrownBy(() -> suite("""
                        checks: [{evaluator: text.words}]
                        measures: [{evaluator: text.words}]
                        """).measures())
                .hasMessageContaining("it scores one answer, not a whole run; write it under 'checks'");
    }

    @Test
    void two_checks_of_one_identity_are_refused() {
        assertThatThrownBy(() -> suite("""
                        checks:
                          - {evaluator: text.words, atMost: 5}
                          - {evaluator: text.words, atLeast: 2}
                        """).chain())
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("suite 'quality' 1.0.0: two checks of the chain have the evaluator words");
    }

    @Test
    void what_the_host_has_not_given_is_said_when_the_chain_is_built() {
        assertThatThrownBy(() -> one("judge.relevance").chain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "suite 'quality' 1.0.0, check 1 (judge.relevance) needs a judge; give it with judge(…), or name a"
                                + " model under 'judge' in the suite and give models(…)");
        assertThatThrownBy(() -> one("judge.relevance, judge: large")
                        .judge(Judge.of("other", grading()))
                        .models(Models.of("small", grading()))
                        .chain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "suite 'quality' 1.0.0, check 1 (judge.relevance) needs a judge on the model 'large'; give it"
                                + " with judge(\"large\", …), or with models(…) that have this name");
        assertThatThrownBy(() -> one("semantic.similarity").chain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "suite 'quality' 1.0.0, check 1 (semantic.similarity) needs an embedding model; give"
                                + " it with embeddings(…)");
        assertThatThrownBy(() -> one("text.language, with: {languages: en}").chain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("suite 'quality' 1.0.0, check 1 (text.language) needs a language detector; give it with"
                        + " detector(…)");
        assertThatThrownBy(() -> one("judge.rubric, rubric: voice")
                        .judge(Judge.of("large", grading()))
                        .chain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("suite 'quality' 1.0.0, check 1 (judge.rubric) needs the prompt 'voice@production' as its"
                        + " rubric; give the registry that has it: EvaluationSuite.of(definition, registry)");
    }

    @Test
    void models_are_found_by_the_names_that_the_suite_gives_them() {
        ChatModel small = grading(4);
        ChatModel large = grading(4);
        SuiteModels.Letters letters = new SuiteModels.Letters();
        EvaluationSuite suite =
                suite("""
                judge: large@production
                embeddings: minilm:1.0.0
                checks:
                  - evaluator: panel.mean
                    of:
                      - {evaluator: judge.relevance}
                      - {evaluator: judge.relevance, judge: small}
                  - {evaluator: semantic.similarity}
                  - {evaluator: semantic.relevance}
                """).models(Models.of("small", small).and("large", large).and("minilm", letters));
        EvaluatorChain fluent = EvaluatorChain.of(
                Panel.mean(
                                JudgeEvaluators.relevance(Judge.of("a", large)),
                                JudgeEvaluators.relevance(Judge.of("b", small)))
                        .observed(),
                SemanticEvaluators.similarity(letters).observed(),
                SemanticEvaluators.relevance(letters).observed());

        EvaluatorChain named = suite.judge("large", Judge.of("a", large))
                .judge("small", Judge.of("b", small))
                .chain();
        Evaluation evaluation = named.evaluate(SAMPLE);

        assertThat(named.digest()).isEqualTo(fluent.digest());
        assertThat(evaluation.results())
                .allSatisfy(result -> assertThat(result.outcome().isScored()).isTrue());
        assertThat(letters.calls()).as("both checks embed the answer once").isEqualTo(2);
        assertThatThrownBy(suite::chain)
                .as("scripted models of one name are one judge, which a panel refuses")
                .hasMessageContaining("members of a panel must differ");
    }

    @Test
    void a_model_of_the_suite_that_no_check_asks_is_refused() {
        assertThatThrownBy(() -> suite("judge: large\nchecks: [{evaluator: text.words}]\n")
                        .chain())
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage("suite 'quality' 1.0.0: 'judge' must be left out: no check takes it from the suite");
        assertThatThrownBy(() -> suite("embeddings: minilm\nchecks: [{evaluator: text.words}]\n")
                        .chain())
                .hasMessage("suite 'quality' 1.0.0: 'embeddings' must be left out: no check takes it from the suite");
        assertThatThrownBy(() -> suite("judge: large\nchecks: [{evaluator: judge.relevance, judge: small}]\n")
                        .models(Models.of(grading()))
                        .chain())
                .hasMessageContaining("'judge' must be left out");
    }

    @Test
    void checks_of_one_group_share_its_evaluation() {
        ScriptedChatModel model = ScriptedChatModel.replying("{\"relevance\": {\"reason\": \"a\", \"score\": 5},"
                + " \"coherence\": {\"reason\": \"b\", \"score\": 4}}");
        EvaluatorChain chain = suite("""
                checks:
                  - evaluator: judge.scorecard
                    with: {criteria: [relevance, coherence], score: relevance}
                    atLeast: 4
                  - evaluator: judge.scorecard
                    with: {criteria: [relevance, coherence], score: coherence}
                    atLeast: 3
                """).judge(Judge.of("large", model)).chain();
        Scorecard card = Scorecard.of(
                Judge.of("large", model), Rubric.shipped("judge-relevance"), Rubric.shipped("judge-coherence"));

        Evaluation evaluation = chain.evaluate(SAMPLE);

        assertThat(evaluation.passed()).as(evaluation.describe()).isTrue();
        assertThat(model.requests()).hasSize(1);
        assertThat(chain.digest())
                .isEqualTo(EvaluatorChain.of(
                                card.evaluator("relevance").atLeast(4),
                                card.evaluator("coherence").atLeast(3))
                        .digest());

        Evaluator[] claims = suite("""
                checks:
                  - {evaluator: retrieval.claims, with: {score: groundedness}}
                  - {evaluator: retrieval.claims, with: {score: contradiction}}
                  - {evaluator: retrieval.contradiction, named: asked apart}
                """).judge(Judge.of("large", model)).chain().checks().stream()
                .map(check -> check.evaluator())
                .toArray(Evaluator[]::new);
        assertThat(claims[0].membership().orElseThrow().group())
                .isSameAs(claims[1].membership().orElseThrow().group())
                .isNotSameAs(claims[2].membership().orElseThrow().group());
        assertThat(claims[1].id())
                .isEqualTo(RetrievalEvaluators.contradiction(Judge.of("large", model))
                        .id());
    }

    @Test
    void an_evaluator_of_the_host_has_a_name_and_typed_parameters() {
        EvaluationSuite suite = one("""
                my.brand_voice, with: {tone: warm, words: [hut], atMost: 3, share: 0.5, limit: 500 ms, price: 0.01 USD,\
                 strict: true, levels: {a: 1}}, atLeast: 1""").with("my.brand_voice", EvaluationSuiteTest::voice);

        EvaluatorChain chain = suite.chain();

        assertThat(chain.evaluate(SAMPLE).passed()).isTrue();
        assertThat(chain.checks().get(0).evaluator().id().name())
                .isEqualTo("warm [hut] 3 0.5 PT0.5S 0.01 USD true {\"a\":1} none 7");
        assertThatThrownBy(() -> one("my.brand_voice, with: {tone: warm, colour: red}, atLeast: 1")
                        .with("my.brand_voice", parameters -> TextEvaluators.startsWith(parameters.text("tone")))
                        .chain())
                .hasMessage(
                        "suite 'quality' 1.0.0, check 1 (my.brand_voice): unknown parameter 'colour'; expected one of"
                                + " [tone]");
        assertThatThrownBy(() -> one("my.brand_voices")
                        .with("my.brand_voice", EvaluationSuiteTest::voice)
                        .chain())
                .hasMessageContaining("did you mean my.brand_voice?");
        assertThatThrownBy(() -> suite.with("text.words", EvaluationSuiteTest::voice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'text.words' is an evaluator of genaiops; give yours a name such as my.words");
        assertThatThrownBy(() -> suite.with("my.brand_voice", EvaluationSuiteTest::voice))
                .hasMessage("'my.brand_voice' was given before; give it once");
    }

    private static Evaluator voice(Parameters p) {
        String name = p.text("tone") + " " + p.texts("words") + " " + p.integer("atMost") + " " + p.number("share")
                + " "
                + p.duration("limit") + " " + p.cost("price") + " " + p.flag("strict") + " " + p.json("levels") + " "
                + p.text("absent", "none") + " " + p.integer("none", 7);
        return Evaluator.builder(name).scoring(sample -> p.number("missing", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit: 5|parameter 'limit' must be a time such as '2 s'; found: 5",
                "limit: 5 USD|parameter 'limit' must be a time such as '2 s'; found: \"5 USD\"",
                "price: 5|parameter 'price' must be an amount such as '0.01 USD'; found: 5",
                "price: 5 s|parameter 'price' must be an amount such as '0.01 USD'; found: \"5 s\"",
                "price: -5 USD|parameter 'price' must be an amount such as '0.01 USD'; found: \"-5 USD\""
            })
    void a_parameter_with_a_unit_is_read_strictly(String parameter, String problem) {
        EvaluationSuite suite = one("my.own, with: {" + parameter + "}").with("my.own", parameters -> {
            String ignored = parameters.has("limit")
                    ? parameters.duration("limit").toString()
                    : parameters.cost("price").toString();
            return TextEvaluators.startsWith(ignored);
        });

        assertThatThrownBy(suite::chain).hasMessage("suite 'quality' 1.0.0, check 1 (my.own): " + problem);
    }

    @Test
    void what_is_given_twice_or_without_a_name_is_refused() {
        Judge judge = Judge.of("large", grading());

        assertThatThrownBy(() -> one("text.words").judge(judge).judge(judge))
                .hasMessage("it was given before; give it once");
        assertThatThrownBy(() -> one("text.words").judge(" ", judge))
                .hasMessage("the name of a model must not be blank; found: ' '");
    }

    @Test
    void a_published_suite_grades_by_the_rubric_that_it_was_published_with() {
        AssetRegistry registry = AssetRegistry.memory();
        publishVoice(registry, "1.0.0", "Warm?");
        AssetId id = new AssetId(AssetKind.SUITE, "quality");
        String yaml = "checks: [{evaluator: judge.rubric, rubric: voice, atLeast: 3}]\n";
        registry.publish(AssetFile.of(definition(yaml)), "ann");
        registry.label(id, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
        Judge judge = Judge.of("large", grading());
        Rubric first = Rubric.of(registry.prompt("voice"));
        Rubric second = publishVoice(registry, "2.0.0", "Cold?");

        EvaluatorChain published =
                EvaluationSuite.load(registry, "quality").judge(judge).chain();
        EvaluatorChain draft = EvaluationSuite.of(definition(yaml.replace("atLeast: 3", "atLeast: 4")), registry)
                .judge(judge)
                .chain();
        EvaluatorChain elsewhere = EvaluationSuite.of(definition(yaml), withVoice("2.0.0", "Cold?"))
                .judge(judge)
                .chain();

        assertThat(published.digest())
                .isEqualTo(
                        EvaluatorChain.of(JudgeEvaluators.rubric(judge, first).atLeast(3))
                                .digest());
        assertThat(draft.digest())
                .isEqualTo(
                        EvaluatorChain.of(JudgeEvaluators.rubric(judge, second).atLeast(4))
                                .digest());
        assertThat(elsewhere.digest())
                .isEqualTo(
                        EvaluatorChain.of(JudgeEvaluators.rubric(judge, second).atLeast(3))
                                .digest());
        assertThat(EvaluationSuite.load(registry, "quality:1.0.0").definition().version())
                .isEqualTo(Version.of(1, 0, 0));
    }

    private static AssetRegistry withVoice(String version, String body) {
        AssetRegistry registry = AssetRegistry.memory();
        publishVoice(registry, version, body);
        return registry;
    }

    private static Rubric publishVoice(AssetRegistry registry, String version, String body) {
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "f", VOICE.formatted(version, body)), "ann");
        registry.label("voice", "production").moveTo(version, "ann", "new");
        return Rubric.of(registry.prompt(AssetRef.parse("voice")));
    }

    @Test
    void the_names_of_the_catalogue_are_listed() {
        assertThat(EvaluationSuite.evaluators()).contains("text.words", "judge.rubric", "claims.by_claim");
        assertThat(EvaluationSuite.runEvaluators()).contains("overlap.corpus_bleu", "ranking.mean_ndcg");
        assertThatThrownBy(() -> EvaluationSuite.evaluators().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(suite("checks: [{evaluator: text.words}]\n")).hasToString("EvaluationSuite[suite 'quality' 1.0.0]");
    }
}
