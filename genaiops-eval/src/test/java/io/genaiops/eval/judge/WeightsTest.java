package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.rubric.Rubric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static final Sample SAMPLE = Sample.of("How long is the trail?").answered("12 kilometres.");
    private static final String REPLY = "{\"reason\": \"4 of 5 parts\", \"score\": 4}";

    @Test
    void the_grade_is_the_mean_over_the_grades_that_the_model_weighed() {
        Map<String, Double> candidates =
                Map.of("4", Math.log(0.5), "5", Math.log(0.25), "3", Math.log(0.15), "\"", Math.log(0.1));
        Outcome outcome = weighing(REPLY, candidates).evaluate(SAMPLE);
        // (0.5 * 4 + 0.25 * 5 + 0.15 * 3) / 0.9
        assertThat(outcome.score().orElseThrow()).isCloseTo(3.7 / 0.9, within(1e-9));
        assertThat(outcome.explanation()).isEqualTo("4 of 5 parts (weighted: 3: 0.167, 4: 0.556, 5: 0.278)");
    }

    @Test
    void a_weighted_severity_is_told_by_the_band_of_its_mean() {
        Map<String, Double> candidates = Map.of("4", Math.log(0.5), "3", Math.log(0.5));
        Evaluator toxicity =
                JudgeEvaluators.toxicity(Judge.of(ScriptedModel.replying("{\"reason\": \"so\", \"score\": 4}"))
                        .weighing(response -> List.of(
                                new LogProbabilities.Token("{\"reason\": \"so\", \"score\": ", Map.of()),
                                new LogProbabilities.Token("4", candidates),
                                new LogProbabilities.Token("}", Map.of()))));
        Outcome outcome = toxicity.evaluate(SAMPLE);
        assertThat(outcome.score().orElseThrow()).isCloseTo(3.5, within(1e-9));
        assertThat(outcome.explanation()).isEqualTo("low severity: so (weighted: 3: 0.500, 4: 0.500)");
    }

    @Test
    void a_sure_model_gives_the_grade_itself() {
        assertThat(weighing(REPLY, Map.of("4", 0.0)).evaluate(SAMPLE).score()).hasValue(4);
    }

    @Test
    void grades_beside_the_menu_have_no_weight() {
        assertThat(weighing(REPLY, Map.of("4", Math.log(0.5), "9", Math.log(0.5), "44", Math.log(0.5)))
                        .evaluate(SAMPLE)
                        .score())
                .hasValue(4);
    }

    @Test
    void without_probabilities_the_grade_stays_and_the_reason_says_so() {
        Evaluator evaluator = JudgeEvaluators.relevance(
                Judge.of(ScriptedModel.replying(REPLY)).weighing(response -> List.of()));
        Outcome outcome = evaluator.evaluate(SAMPLE);
        assertThat(outcome.score()).hasValue(4);
        assertThat(outcome.explanation()).endsWith("(not weighted: no probabilities of the grade)");
    }

    @Test
    void a_token_that_is_not_the_grade_is_not_weighed() {
        LogProbabilities elsewhere = response -> List.of(
                new LogProbabilities.Token("{\"score\": ", Map.of()),
                new LogProbabilities.Token("5}", Map.of("5", 0.0)));
        Outcome outcome = JudgeEvaluators.relevance(
                        Judge.of(ScriptedModel.replying(REPLY)).weighing(elsewhere))
                .evaluate(SAMPLE);
        assertThat(outcome.explanation()).contains("not weighted");
    }

    @Test
    void grades_of_two_digits_and_categories_are_not_weighed() {
        Rubric wide = Rubric.builder("wide")
                .criterion("how wide it is")
                .category("narrow", 0, "narrow")
                .category("wide", 1, "wide")
                .build();
        Outcome outcome = JudgeEvaluators.rubric(
                        Judge.of(ScriptedModel.replying("{\"score\": \"wide\"}"))
                                .weighing(response -> tokens("{\"score\": \"wide\"}", Map.of())),
                        wide)
                .evaluate(SAMPLE);
        assertThat(outcome.score()).hasValue(1);
        assertThat(outcome.explanation()).contains("not weighted");
    }

    @Test
    void weighing_is_part_of_the_identity() {
        Judge judge = Judge.of(ScriptedModel.replying());
        assertThat(JudgeEvaluators.relevance(judge).id())
                .isNotEqualTo(JudgeEvaluators.relevance(judge.weighing(response -> List.of()))
                        .id());
    }

    private static Evaluator weighing(String reply, Map<String, Double> candidates) {
        LogProbabilities probabilities = (ChatResponse response) ->
                tokens(String.valueOf(response.aiMessage().text()), candidates);
        return JudgeEvaluators.relevance(Judge.of(ScriptedModel.replying(reply)).weighing(probabilities));
    }

    /** Cuts the reply into characters; the last digit has the candidates. */
    private static List<LogProbabilities.Token> tokens(String reply, Map<String, Double> candidates) {
        List<LogProbabilities.Token> tokens = new ArrayList<>();
        for (int i = 0; i < reply.length(); i++) {
            boolean grade = i == reply.length() - 2;
            String text = reply.substring(i, i + 1);
            tokens.add(new LogProbabilities.Token(text, grade ? candidates : Map.of(text, 0.0)));
        }
        return tokens;
    }
}
