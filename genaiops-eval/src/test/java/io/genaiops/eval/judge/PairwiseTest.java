package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.rubric.Rubric;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairwiseTest {

    private static final Sample SAMPLE = Sample.of("How long is the trail?");

    /** Compares the two answers as they stand in the request. */
    private record Comparing(BiFunction<String, String, String> taste) implements ChatModel {

        private static final Pattern BLOCK =
                Pattern.compile("BEGIN DATA \\S+ \\((first|second)\\)\n(.*?)\nEND DATA", Pattern.DOTALL);

        @Override
        public ChatResponse doChat(ChatRequest request) {
            Matcher block = BLOCK.matcher(((UserMessage) request.messages().get(1)).singleText());
            assertThat(block.find()).isTrue();
            String first = block.group(2);
            assertThat(block.find()).isTrue();
            String verdict = taste.apply(first, block.group(2));
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("{\"reason\": \"r\", \"score\": \"" + verdict + "\"}"))
                    .build();
        }
    }

    private static Pairwise longerWins() {
        return JudgeEvaluators.pairwise(Judge.of(
                "longer",
                new Comparing((first, second) -> first.length() == second.length()
                        ? "tie"
                        : first.length() > second.length() ? "first" : "second")));
    }

    @ParameterizedTest
    @CsvSource({
        "first, second, FIRST",
        "second, first, SECOND",
        "tie, tie, TIE",
        "first, first, TIE",
        "second, second, TIE",
        "first, tie, TIE",
        "tie, first, TIE"
    })
    void both_orders_are_asked_and_a_disagreement_is_a_tie(String inOrder, String swapped, Preference.Winner winner) {
        ScriptedModel model =
                ScriptedModel.replying("{\"score\": \"" + inOrder + "\"}", "{\"score\": \"" + swapped + "\"}");
        Preference preference = Pairwise.by(Judge.of(model)).compare(SAMPLE, "12 km", "a day");
        assertThat(preference.winner()).isEqualTo(winner);
        assertThat(model.requests).hasSize(2);
        assertThat(text(model, 0)).containsSubsequence("(first)\n12 km", "(second)\na day");
        assertThat(text(model, 1)).containsSubsequence("(first)\na day", "(second)\n12 km");
    }

    @Test
    void a_judge_that_always_prefers_a_position_gives_nothing_but_ties() {
        Preference preference = Pairwise.by(Judge.of("biased", new Comparing((first, second) -> "first")))
                .compare(SAMPLE, "12 km", "a day");
        assertThat(preference.winner()).isEqualTo(Preference.Winner.TIE);
        assertThat(preference.isConsistent()).isFalse();
        assertThat(preference.explanation()).contains("in order: first", "swapped: second", "the orders disagree");
    }

    @Test
    void an_order_without_a_verdict_is_undecided_and_never_a_tie() {
        ScriptedModel model = ScriptedModel.replying("{\"score\": \"first\"}");
        Evaluator evaluator = JudgeEvaluators.preference(Judge.of(model));
        Outcome outcome = evaluator.evaluate(
                SAMPLE.with("baseline", TextNode.valueOf("a day")).answered("12 km"));
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
    }

    @Test
    void the_evaluator_compares_the_response_with_the_baseline() {
        Evaluator evaluator = longerWins().againstBaseline();
        assertThat(evaluator
                        .evaluate(baseline("a day").answered("12 kilometres"))
                        .score())
                .hasValue(1);
        assertThat(evaluator
                        .evaluate(baseline("12 kilometres").answered("a day"))
                        .score())
                .hasValue(0);
        assertThat(evaluator.evaluate(baseline("abcde").answered("vwxyz")).score())
                .hasValue(0.5);
        assertThat(evaluator.evaluate(SAMPLE.answered("12 km")))
                .isEqualTo(Outcome.notApplicable("the sample has no attribute 'baseline'"));
        assertThat(evaluator.evaluate(baseline("a day")))
                .isEqualTo(Outcome.notApplicable("the sample has no response"));
    }

    @Test
    void equal_answers_are_a_tie_without_a_call() {
        ScriptedModel model = ScriptedModel.replying();
        assertThat(Pairwise.by(Judge.of(model))
                        .compare(SAMPLE, "12 km", "12 km\n")
                        .winner())
                .isEqualTo(Preference.Winner.TIE);
    }

    @Test
    void a_blank_answer_is_undecided() {
        assertThat(longerWins().compare(SAMPLE, "12 km", " ").winner()).isEqualTo(Preference.Winner.UNDECIDED);
    }

    @Test
    void a_ranking_orders_by_the_points_of_all_pairs() {
        Ranking ranking = longerWins().rank(SAMPLE, List.of("aa", "a", "aaaa", "bb"));
        assertThat(ranking.places())
                .extracting(place -> place.answer() + " on " + place.place() + " with " + place.points())
                .containsExactly("2 on 1 with 3.0", "0 on 2 with 1.5", "3 on 2 with 1.5", "1 on 4 with 0.0");
        assertThat(ranking.best()).containsExactly(2);
        assertThat(ranking.pairs()).hasSize(6);
        assertThat(ranking.undecided()).isZero();
        assertThat(ranking.consistency()).hasValue(1);
    }

    @Test
    void a_ranking_counts_pairs_without_a_verdict_and_gives_no_points_for_them() {
        Ranking ranking = Pairwise.by(Judge.of(ScriptedModel.replying())).rank(SAMPLE, List.of("a", "b"));
        assertThat(ranking.undecided()).isEqualTo(1);
        assertThat(ranking.consistency()).isEmpty();
        assertThat(ranking.places()).allMatch(place -> place.points() == 0 && place.decided() == 0);
        assertThatThrownBy(() -> longerWins().rank(SAMPLE, List.of("a"))).hasMessageContaining("found: 1");
    }

    @Test
    void a_rubric_that_is_not_for_pairs_is_refused() {
        assertThatThrownBy(() -> Pairwise.by(Judge.of(ScriptedModel.replying()), Rubric.shipped("judge-relevance")))
                .hasMessageContaining("first, tie and second");
    }

    private static Sample baseline(String text) {
        return SAMPLE.with("baseline", TextNode.valueOf(text));
    }

    private static String text(ScriptedModel model, int request) {
        return ((UserMessage) model.requests.get(request).messages().get(1)).singleText();
    }
}
