package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.rubric.Rubric;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScorecardTest {

    private static final Sample SAMPLE = Sample.of("How long is the trail?").answered("12 kilometres.");
    private static final Rubric RELEVANCE = Rubric.shipped("judge-relevance");
    private static final Rubric FLUENCY = Rubric.shipped("judge-fluency");
    private static final Rubric GROUNDEDNESS = Rubric.shipped("judge-groundedness-grade");
    private static final String BOTH =
            "{\"relevance\": {\"reason\": \"r\", \"score\": 4}, \"fluency\": {\"reason\": \"f\", \"score\": 2}}";

    @Test
    void one_call_yields_several_named_outcomes() {
        ScriptedModel model = ScriptedModel.replying(BOTH);
        Map<String, Outcome> outcomes = card(model).outcomes(SAMPLE);
        assertThat(outcomes).containsOnlyKeys("relevance", "fluency");
        assertThat(outcomes.get("relevance").score()).hasValue(4);
        assertThat(outcomes.get("fluency").explanation()).isEqualTo("f");
        assertThat(model.requests).hasSize(1);
        String system = ((SystemMessage) model.requests.get(0).messages().get(0)).text();
        assertThat(system)
                .contains("Criterion relevance\n", RELEVANCE.criterion(), "Criterion fluency\n", FLUENCY.criterion());
        assertThat(((UserMessage) model.requests.get(0).messages().get(1)).singleText())
                .contains("\"relevance\": {\"reason\"", "\"fluency\": {\"reason\"")
                .containsOnlyOnce("\nBEGIN DATA");
    }

    @Test
    void in_a_chain_the_criteria_share_the_call() {
        ScriptedModel model = ScriptedModel.replying(BOTH);
        Scorecard card = card(model);
        Evaluation evaluation = EvaluatorChain.of(
                        card.evaluator("relevance").atLeast(4),
                        card.evaluator("fluency").named("style").atLeast(3))
                .evaluate(SAMPLE);
        assertThat(model.requests).hasSize(1);
        assertThat(evaluation.results())
                .extracting(result -> result.evaluator().name() + " " + result.judgement())
                .containsExactly("relevance PASSED", "style FAILED");
    }

    @Test
    void a_chain_on_an_executor_shares_the_call_too() throws Exception {
        ScriptedModel model = ScriptedModel.replying(BOTH);
        Scorecard card = card(model);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Evaluation evaluation = EvaluatorChain.of(
                            card.evaluator("relevance").observed(),
                            card.evaluator("fluency").observed())
                    .evaluateAsync(SAMPLE, executor)
                    .get(30, TimeUnit.SECONDS);
            assertThat(evaluation.results()).allMatch(result -> result.outcome().isScored());
            assertThat(model.requests).hasSize(1);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void a_chain_asks_once_even_across_a_requirement() {
        ScriptedModel model = ScriptedModel.replying(BOTH, BOTH);
        Scorecard card = card(model);
        EvaluatorChain chain = EvaluatorChain.of(
                card.evaluator("relevance").atLeast(4).required(),
                card.evaluator("fluency").atLeast(3));
        assertThat(chain.evaluate(SAMPLE).judgement()).isEqualTo(Judgement.FAILED);
        assertThat(model.requests).hasSize(1);
        chain.evaluate(SAMPLE);
        assertThat(model.requests).as("each evaluation asks anew").hasSize(2);
    }

    @Test
    void a_group_that_fails_gives_every_member_the_failure() {
        Scorecard card = card(ScriptedModel.replying());
        assertThat(EvaluatorChain.of(
                                card.evaluator("relevance").observed(),
                                card.evaluator("fluency").observed())
                        .evaluate(SAMPLE)
                        .results())
                .allMatch(result -> result.outcome() instanceof Outcome.Errored);
    }

    @Test
    void alone_a_member_asks_for_itself() {
        ScriptedModel model = ScriptedModel.replying(BOTH);
        assertThat(card(model).evaluator("fluency").evaluate(SAMPLE).score()).hasValue(2);
    }

    @Test
    void what_is_missing_in_the_first_reply_is_asked_for_again_and_the_rest_is_kept() {
        ScriptedModel model = ScriptedModel.replying(
                "{\"relevance\": {\"score\": 4}, \"fluency\": {\"score\": 9}}", "{\"relevance\": 1, \"fluency\": 3}");
        Map<String, Outcome> outcomes = card(model).outcomes(SAMPLE);
        assertThat(outcomes.get("relevance").score()).hasValue(4);
        assertThat(outcomes.get("fluency").score()).hasValue(3);
        assertThat(((UserMessage) model.requests.get(1).messages().get(3)).singleText())
                .contains("fluency=score '9' is not a whole number from 1 to 5")
                .doesNotContain("relevance=");
    }

    @Test
    void a_criterion_that_never_gets_a_verdict_is_unscored_and_the_others_are_not() {
        String half = "```json\n{\"Relevance\": {\"score\": 4}}\n```";
        Map<String, Outcome> outcomes =
                card(ScriptedModel.replying(half, half, half)).outcomes(SAMPLE);
        assertThat(outcomes.get("relevance").score()).hasValue(4);
        assertThat(outcomes.get("fluency")).isInstanceOf(Outcome.Unscored.class);
        assertThat(outcomes.get("fluency").explanation()).contains("the reply has no entry 'fluency'");
        assertThat(((Outcome.Unscored) outcomes.get("fluency")).raw()).contains(half);
    }

    @Test
    void a_criterion_whose_material_is_lacking_is_not_asked_about() {
        ScriptedModel model = ScriptedModel.replying(BOTH);
        Map<String, Outcome> outcomes =
                Scorecard.of(Judge.of(model), RELEVANCE, FLUENCY, GROUNDEDNESS).outcomes(SAMPLE);
        assertThat(outcomes.get("groundedness_grade")).isEqualTo(Outcome.notApplicable("the sample has no context"));
        assertThat(((SystemMessage) model.requests.get(0).messages().get(0)).text())
                .doesNotContain("Criterion groundedness");
        assertThat(card(model).outcomes(SAMPLE.unanswered()).values())
                .allMatch(outcome -> outcome instanceof Outcome.NotApplicable);
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void structured_output_has_an_entry_for_each_criterion() {
        ScriptedModel model = new ScriptedModel(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA), BOTH);
        card(model).outcomes(SAMPLE);
        JsonObjectSchema schema = (JsonObjectSchema)
                model.requests.get(0).responseFormat().jsonSchema().rootElement();
        assertThat(schema.required()).containsExactly("relevance", "fluency");
    }

    @Test
    void the_identity_of_a_member_follows_all_criteria() {
        Judge judge = Judge.of(ScriptedModel.replying());
        Scorecard two = Scorecard.of(judge, RELEVANCE, FLUENCY);
        Scorecard three = Scorecard.of(judge, RELEVANCE, FLUENCY, GROUNDEDNESS);
        assertThat(two.evaluator("relevance").id())
                .isEqualTo(Scorecard.of(judge, RELEVANCE, FLUENCY)
                        .evaluator("relevance")
                        .id())
                .isNotEqualTo(three.evaluator("relevance").id())
                .isNotEqualTo(JudgeEvaluators.relevance(judge).id());
    }

    @Test
    void what_cannot_be_one_scorecard_is_refused() {
        Judge judge = Judge.of(ScriptedModel.replying());
        assertThatThrownBy(() -> Scorecard.of(judge, RELEVANCE)).hasMessageContaining("two rubrics at least");
        assertThatThrownBy(() -> Scorecard.of(judge, RELEVANCE, RELEVANCE)).hasMessageContaining("relevance");
        assertThatThrownBy(() -> card(ScriptedModel.replying()).evaluator("tone"))
                .hasMessage("the scorecard has no criterion 'tone'; found: [relevance, fluency]");
    }

    private static Scorecard card(ScriptedModel model) {
        return JudgeEvaluators.scorecard(Judge.of(model), RELEVANCE, FLUENCY);
    }
}
