package io.genaiops.eval.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractiveGroundednessTest {

    private static final Evaluator GROUNDEDNESS = RetrievalEvaluators.extractiveGroundedness();
    private static final Sample ROW = Sample.of("How long is the trail?")
            .groundedIn("The north trail is 12 kilometres long.", "It closes in winter, from December to March.");

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            The north trail is 12 kilometres long.;                  1
            the NORTH trail — is 12 kilometres long!;                1
            The trail is long;                                       0.0
            The north trail is 13 kilometres long;                   0.4
            kilometres long. It closes in winter;                    0.5
            winter;                                                  1
            summer;                                                  0
            """)
    void the_share_of_known_trigrams_is_the_score(String response, double expected) {
        Outcome outcome = GROUNDEDNESS.evaluate(ROW.answered(response));
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
    }

    @Test
    void no_trigram_reaches_across_documents() {
        Outcome outcome = GROUNDEDNESS.evaluate(ROW.answered("kilometres long. It closes"));
        assertThat(outcome.score()).hasValue(0);
        assertThat(outcome.explanation())
                .isEqualTo("0 of 2 n-grams are in the context; the first that is not: 'kilometres long it'");
    }

    @Test
    void scripts_without_spaces_are_read_by_character() {
        Sample row = Sample.of("q").groundedIn("北のトレイルは十二キロです。");
        assertThat(GROUNDEDNESS.evaluate(row.answered("トレイルは十二キロ")).score()).hasValue(1);
        assertThat(GROUNDEDNESS.evaluate(row.answered("南のトレイル")).score().getAsDouble())
                .isLessThan(1)
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I don't know.",
                "I’m sorry, but: I cannot answer this.",
                "I'm sorry, I can't help with that.",
                "The context does not contain the length of the trail.",
                "Das weiß ich nicht.",
                "Je ne sais pas.",
                "No lo sé."
            })
    void a_refusal_claims_nothing(String response) {
        String withoutTurn = response.replace("but: ", "");
        assertThat(GROUNDEDNESS.evaluate(ROW.answered(withoutTurn)))
                .isEqualTo(Outcome.notApplicable("the response refuses or knows nothing, so that it claims nothing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I don't know for sure, but the trail is 90 kilometres long.",
                "Our bread does not contain milk.",
                "I don't know about that one. The south trail however is 9 kilometres long and it is open all year round"
                        + " for hikers, riders, children, dogs and everybody else who likes to walk in the rain."
            })
    void a_refusal_with_a_claim_is_scored(String response) {
        assertThat(GROUNDEDNESS.evaluate(ROW.answered(response)).isScored()).isTrue();
    }

    @Test
    void emptiness_is_never_a_perfect_score() {
        assertThat(GROUNDEDNESS.evaluate(ROW)).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(GROUNDEDNESS.evaluate(ROW.answered(" ...\n")))
                .isEqualTo(Outcome.notApplicable("the response has no words"));
        assertThat(GROUNDEDNESS.evaluate(Sample.of("q").answered("12 kilometres")))
                .isEqualTo(Outcome.notApplicable("the sample has no context"));
        assertThat(GROUNDEDNESS.evaluate(Sample.of("q").groundedIn("", " - ").answered("12 kilometres")))
                .isEqualTo(Outcome.notApplicable("the sample has no context"));
    }

    @Test
    void the_length_of_the_ngrams_is_part_of_the_identity() {
        assertThat(RetrievalEvaluators.extractiveGroundedness(3).id()).isEqualTo(GROUNDEDNESS.id());
        assertThat(RetrievalEvaluators.extractiveGroundedness(2).id()).isNotEqualTo(GROUNDEDNESS.id());
        assertThatThrownBy(() -> RetrievalEvaluators.extractiveGroundedness(0))
                .hasMessage("length of the n-grams must be 1 to 10 words; found: 0");
    }
}
