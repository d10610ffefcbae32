package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import io.genaiops.asset.AssetId;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Scale.Severity;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.registry.AssetRegistry;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeEvaluatorsTest {

    private static final List<String> ATTRIBUTES = List.of(
            "instructions",
            "tool_calls",
            "tools",
            "conversation",
            "plan",
            "role",
            "topics",
            "counterpart_question",
            "counterpart_answer");

    private static final Set<String> NO_EVALUATORS = Set.of("pairwise", "protocol", "scorecard", "steps");

    private static final Set<String> HARMS =
            Set.of("toxicity", "hate", "violence", "sexual", "selfHarm", "offensiveLanguage");

    /** What {@code RetrievalEvaluators} measures as a share of claims or documents, under these names. */
    private static final Set<String> COUNTED_ELSEWHERE =
            Set.of("groundedness", "faithfulness", "fabrication", "context-relevance", "context-recall");

    private static final Map<String, Rubric> RUBRICS = new ConcurrentHashMap<>();

    /** The evaluators of one judge without further arguments, except for the one that asks twice. */
    static Stream<Method> shipped() {
        return Arrays.stream(JudgeEvaluators.class.getMethods())
                .filter(method -> method.getReturnType() == Evaluator.class && method.getParameterCount() == 1)
                .filter(method -> !method.getName().equals("preference"))
                .sorted(Comparator.comparing(Method::getName));
    }

    @Test
    void the_sample_of_the_page_holds_harms_against_bands() {
        Judge judge = Judge.of(ScriptedModel.replying("{\"score\": 1}", "{\"score\": 1}"));
        EvaluatorChain harmless = EvaluatorChain.of(
                JudgeEvaluators.violence(judge).atMost(Severity.LOW),
                JudgeEvaluators.selfHarm(judge).atMost(Severity.VERY_LOW).required());
        assertThat(harmless.evaluate(without("nothing")).results())
                .extracting(result -> result.evaluator().name() + " " + result.judgement())
                .containsExactlyInAnyOrder("violence PASSED", "self_harm PASSED");
    }

    @Test
    void autocomplete_lists_every_rubric_that_is_shipped() {
        Set<String> methods = shipped()
                .map(method -> promptOf(method).replaceFirst("^judge-", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        try (AssetRegistry registry = AssetRegistry.classpath("genaiops/judges")) {
            Set<String> rubrics = registry.prompts().stream()
                    .map(AssetId::name)
                    .map(name -> name.replaceFirst("^judge-", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            rubrics.removeAll(NO_EVALUATORS);
            assertThat(methods).hasSizeGreaterThanOrEqualTo(39).isEqualTo(rubrics);
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_evaluator_scores_a_sample_that_has_all_it_reads(Method method) throws ReflectiveOperationException {
        Map<String, Double> entries = rubric(method).menu().entries();
        ScriptedModel model = ScriptedModel.replying(entries.keySet().stream()
                .map(entry -> "{\"reason\": \"so\", \"score\": \"" + entry + "\"}")
                .toArray(String[]::new));
        Evaluator evaluator = evaluator(method, model);
        for (double value : entries.values()) {
            assertThat(evaluator.evaluate(without("nothing")))
                    .isEqualTo(Outcome.scored(
                            value,
                            evaluator.scale(),
                            evaluator.direction(),
                            HARMS.contains(method.getName()) ? Severity.of(value) + " severity: so" : "so"));
        }
        assertThat(model.requests).hasSize(entries.size());
        assertThat(evaluator.id().name()).isEqualTo(rubric(method).name());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void harms_and_nothing_else_are_held_against_bands(Method method) throws ReflectiveOperationException {
        Evaluator evaluator = evaluator(method, ScriptedModel.replying());
        if (HARMS.contains(method.getName())) {
            assertThat(evaluator.scale()).isEqualTo(Scale.SEVERITY);
            assertThat(evaluator.atMost(Severity.LOW).threshold()).contains(Threshold.below(4));
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> evaluator.atMost(Severity.LOW));
        }
        assertThat(rubric(method).isSeverity()).isEqualTo(HARMS.contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void every_evaluator_shows_the_judge_all_that_it_reads(Method method) throws ReflectiveOperationException {
        ScriptedModel model = ScriptedModel.replying("", "", "");
        evaluator(method, model).evaluate(without("nothing"));
        String user = ((UserMessage) model.requests.get(0).messages().get(1)).singleText();
        String system = ((SystemMessage) model.requests.get(0).messages().get(0)).text();
        for (String input : rubric(method).inputs().keySet()) {
            assertThat(user).containsPattern("BEGIN DATA [0-9a-f]{32} \\(" + input + "\\)\n.*the " + input + " of it");
        }
        for (String entry : rubric(method).menu().entries().keySet()) {
            assertThat(system).as("an anchor for each entry").contains("\n" + entry + " - ");
        }
        assertThat(user).endsWith("\"score\": " + rubric(method).menu().describe() + "}");
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void what_the_sample_lacks_is_named_and_nobody_is_asked(Method method) throws ReflectiveOperationException {
        ScriptedModel model = ScriptedModel.replying();
        List<String> required = required(method);
        Evaluator evaluator = evaluator(method, model);
        assertThat(required).isNotEmpty();
        for (String input : required) {
            Outcome outcome = evaluator.evaluate(without(input));
            assertThat(outcome).isInstanceOf(Outcome.NotApplicable.class);
            assertThat(outcome.explanation()).contains(input.equals("answer") ? "response" : input);
        }
        assertThat(model.requests).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void an_optional_text_may_be_absent(Method method) throws ReflectiveOperationException {
        List<String> optional = new ArrayList<>(rubric(method).inputs().keySet());
        optional.removeAll(required(method));
        String entry = rubric(method).menu().entries().keySet().iterator().next();
        for (String input : optional) {
            ScriptedModel model = ScriptedModel.replying("{\"score\": \"" + entry + "\"}");
            assertThat(evaluator(method, model).evaluate(without(input)).isScored())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void a_blank_response_passes_nothing(Method method) throws ReflectiveOperationException {
        if (required(method).contains("answer")) {
            ScriptedModel model = ScriptedModel.replying();
            assertThat(evaluator(method, model).evaluate(without("nothing").answered(" \n\t")))
                    .isInstanceOf(Outcome.NotApplicable.class);
        }
    }

    @Test
    void honesty_of_an_answer_that_claims_nothing_is_not_applicable() {
        for (String rubric :
                List.of("judge-groundedness-grade", "judge-faithfulness-grade", "judge-fabrication-grade")) {
            ScriptedModel model = ScriptedModel.replying("{\"reason\": \"it refuses\", \"score\": \"n/a\"}");
            assertThat(JudgeEvaluators.rubric(Judge.of(model), Rubric.shipped(rubric))
                            .evaluate(without("nothing")))
                    .isEqualTo(Outcome.notApplicable("it refuses"));
        }
    }

    @Test
    void harm_is_a_severity_where_less_is_better() {
        Evaluator toxicity = JudgeEvaluators.toxicity(Judge.of(ScriptedModel.replying()));
        assertThat(toxicity.scale()).isEqualTo(Scale.of(0, 7));
        assertThat(toxicity.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(toxicity.atMost(1).threshold()).isPresent();
    }

    @Test
    void own_criteria_take_one_line() {
        ScriptedModel model = ScriptedModel.replying("{\"score\": 4}");
        Evaluator evaluator =
                JudgeEvaluators.rubric(Judge.of(model), "politeness", "whether the answer greets the reader");
        assertThat(evaluator.id().name()).isEqualTo("politeness");
        assertThat(evaluator.evaluate(without("nothing")).score()).hasValue(4);
        assertThat(((SystemMessage) model.requests.get(0).messages().get(0)).text())
                .contains("whether the answer greets the reader", "1 - not at all", "5 - entirely");
    }

    @Test
    void a_decision_is_no_or_yes() {
        ScriptedModel model = ScriptedModel.replying("Verdict: yes", "no");
        Evaluator evaluator = JudgeEvaluators.decision(Judge.of(model), "names_a_source", "Does it name a source?");
        assertThat(evaluator.id().name()).isEqualTo("names_a_source");
        assertThat(evaluator.evaluate(without("nothing")).score()).hasValue(1);
        assertThat(evaluator.evaluate(without("nothing")).score()).hasValue(0);
    }

    private static Evaluator evaluator(Method method, ScriptedModel model) throws ReflectiveOperationException {
        return (Evaluator) method.invoke(null, Judge.of(model));
    }

    private static Rubric rubric(Method method) {
        return RUBRICS.computeIfAbsent(promptOf(method), Rubric::shipped);
    }

    private static String promptOf(Method method) {
        String name = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return "judge-" + name + (COUNTED_ELSEWHERE.contains(name) ? "-grade" : "");
    }

    private static List<String> required(Method method) {
        return rubric(method).inputs().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns a sample that has everything but this. */
    private static Sample without(String absent) {
        Sample sample =
                Sample.of(absent.equals("question") ? "" : "the question of it").withId("1");
        sample = absent.equals("context") ? sample : sample.groundedIn("the context of it");
        sample = absent.equals("reference") ? sample : sample.expecting("the reference of it");
        for (String attribute : ATTRIBUTES) {
            sample = absent.equals(attribute)
                    ? sample
                    : sample.with(attribute, TextNode.valueOf("the " + attribute + " of it"));
        }
        return absent.equals("answer") ? sample : sample.answered("the answer of it");
    }
}
