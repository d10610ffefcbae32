package io.genaiops.eval.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Sample;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a real model in the process makes of the evaluators, its blind spots included. Measured: similarity .62 for the
 * paraphrase, .01 for the other subject, .80 for the opposite; words .75 and .56, windows of three words .62 and .29.
 */
class MiniLmTest {

    private static final String ANSWER = "The ferry to the island leaves at nine in the morning.";

    private static EmbeddingCache embeddings;

    @BeforeAll
    static void load_the_model() {
        embeddings = EmbeddingCache.of("all-minilm-l6-v2-q", new AllMiniLmL6V2QuantizedEmbeddingModel());
    }

    private static double score(Evaluator evaluator, String response, String reference) {
        return evaluator
                .evaluate(Sample.of("When does the ferry leave?")
                        .expecting(reference)
                        .answered(response))
                .score()
                .orElseThrow();
    }

    @Test
    void a_paraphrase_is_nearer_than_another_subject() {
        for (Evaluator evaluator : List.of(
                SemanticEvaluators.similarity(embeddings),
                SemanticEvaluators.tokenMatching(embeddings),
                SemanticEvaluators.tokenMatching(embeddings).window(3))) {
            double same = score(evaluator, ANSWER, ANSWER);
            double paraphrase = score(evaluator, "Boats to the isle depart at 9 a.m.", ANSWER);
            double other = score(evaluator, "Our soup of the day is made of pumpkins.", ANSWER);
            assertThat(same).isCloseTo(1, within(1e-6));
            assertThat(paraphrase).isGreaterThan(other + 0.1);
        }
    }

    @Test
    void an_answer_to_the_question_is_more_relevant_than_one_to_another() {
        Evaluator relevance = SemanticEvaluators.relevance(embeddings);
        assertThat(score(relevance, ANSWER, "-"))
                .isGreaterThan(score(relevance, "Our soup of the day is made of pumpkins.", "-") + 0.2);
    }

    /** The limit that the documentation names: what the opposite says is near too. */
    @Test
    void a_negation_is_hardly_seen() {
        double opposite = score(
                SemanticEvaluators.similarity(embeddings),
                "The ferry to the island does not leave at nine in the morning.",
                ANSWER);
        assertThat(opposite).isGreaterThan(0.7);
    }
}
