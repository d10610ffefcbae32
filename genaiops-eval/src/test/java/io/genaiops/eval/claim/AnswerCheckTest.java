package io.genaiops.eval.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Judge;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {

    private static final Sample ROW = Sample.of("q").expecting("R. A. B. C.").answered("A. B. X.");

    /** Lists words as claims; a claim is supported by a source that has its word. */
    private static final class WordJudge {
        static ScriptedJudge model() {
            return ScriptedJudge.answering(WordJudge::reply);
        }

        static String reply(String user) {
            if (!user.contains("The source:") && !user.contains("(text)")) {
                return "?";
            }
            if (user.contains("\"claims\": [")) {
                String text = block(user, "(text)\n");
                return Arrays.stream(text.split("\\W+"))
                        .filter(word -> word.length() == 1 && !word.equals("R"))
                        .map(word -> "\"claim " + word + "\"")
                        .collect(Collectors.joining(", ", "{\"claims\": [", "]}"));
            }
            String source = user.substring(user.indexOf("The source:"));
            return ScriptedJudge.verdicts(
                    user.substring(0, user.indexOf("The source:")),
                    claim -> source.contains(claim.substring(claim.length() - 1) + ".") ? "supported" : "unmentioned");
        }

        private static String block(String user, String name) {
            int start = user.indexOf(name) + name.length();
            return user.substring(start, user.indexOf("\nEND DATA", start));
        }
    }

    /** Gives every text but the first an embedding with this cosine to it. */
    private record Vectors(float cosine) implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
            return Response.from(IntStream.range(0, texts.size())
                    .mapToObj(i ->
                            i == 0 ? new float[] {1, 0} : new float[] {cosine, (float) Math.sqrt(1 - cosine * cosine)})
                    .map(Embedding::from)
                    .toList());
        }

        @Override
        public String modelName() {
            return "vectors";
        }
    }

    @Test
    void precision_recall_and_f1_are_over_the_claims_of_both() {
        ScriptedJudge model = WordJudge.model();
        AnswerCheck check = Claims.of(Judge.of(model)).againstReference();
        List<Outcome> outcomes = check.evaluate(ROW.expecting("A. B. C. D."));
        assertThat(outcomes.get(1).score()).hasValue(2 / 3.0);
        assertThat(outcomes.get(2).score()).hasValue(0.5);
        assertThat(outcomes.get(0).score().getAsDouble()).isCloseTo(4 / 7.0, within(1e-12));
        assertThat(outcomes.get(0).explanation())
                .isEqualTo(
                        "2 of 3 claims of the response are in the reference, 2 of 4 of the reference in the response");
        assertThat(model.requests).hasSize(4);
    }

    @Test
    void of_several_references_the_best_counts() {
        AnswerCheck check = Claims.of(Judge.of(WordJudge.model())).againstReference();
        assertThat(check.evaluate(ROW.expecting("Y. Z.", "A. B. X.", "A.")))
                .allMatch(outcome -> outcome.score().getAsDouble() == 1);
        assertThat(check.evaluate(ROW.expecting("Y. Z.")))
                .allMatch(outcome -> outcome.score().getAsDouble() == 0);
    }

    @Test
    void the_members_share_the_calls_in_a_chain() {
        ScriptedJudge model = WordJudge.model();
        AnswerCheck check = Claims.of(Judge.of(model)).againstReference();
        assertThat(EvaluatorChain.of(
                                check.correctness().observed(),
                                check.precision().observed(),
                                check.recall().observed())
                        .evaluate(ROW)
                        .results())
                .allMatch(result -> result.outcome().isScored());
        assertThat(model.requests).hasSize(4);
    }

    @Test
    void similarity_is_weighted_and_never_negative() {
        Claims claims = Claims.of(Judge.of(WordJudge.model()));
        Sample same = ROW.expecting("A. B. X.");
        assertThat(claims.againstReference()
                        .weightedWith(new Vectors(0.6f))
                        .correctness()
                        .evaluate(same)
                        .score()
                        .getAsDouble())
                .isCloseTo(0.75 + 0.25 * 0.6, within(1e-6));
        assertThat(claims.againstReference()
                        .weightedWith(new Vectors(-0.6f), 0.5)
                        .correctness()
                        .evaluate(same)
                        .score()
                        .getAsDouble())
                .isCloseTo(0.5, within(1e-6));
        assertThat(claims.againstReference()
                        .weightedWith(new Vectors(1f))
                        .correctness()
                        .id())
                .isNotEqualTo(claims.againstReference().correctness().id());
        assertThatThrownBy(() -> claims.againstReference().weightedWith(new Vectors(1f), 1))
                .hasMessage("share of the similarity must be above 0 and below 1; found: 1.0");
    }

    @Test
    void embeddings_that_fail_take_only_the_score_that_needs_them() {
        EmbeddingModel failing = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
                return Response.from(List.of());
            }

            @Override
            public String modelName() {
                return "failing";
            }
        };
        assertThat(Claims.of(Judge.of(WordJudge.model()))
                        .againstReference()
                        .weightedWith(failing)
                        .evaluate(ROW))
                .extracting(Outcome::kind)
                .containsExactly(Outcome.Kind.ERRORED, Outcome.Kind.SCORED, Outcome.Kind.SCORED);
    }

    @Test
    void what_claims_nothing_on_either_side_is_not_applicable() {
        AnswerCheck check = Claims.of(Judge.of(WordJudge.model())).againstReference();
        assertThat(check.evaluate(ROW.answered("hello there")))
                .allMatch(Outcome.notApplicable("the response claims nothing")::equals);
        assertThat(check.evaluate(ROW.expecting("unknown")))
                .allMatch(Outcome.notApplicable("the reference claims nothing")::equals);
        assertThat(check.evaluate(ROW.expecting()))
                .allMatch(Outcome.notApplicable("the sample has no reference")::equals);
        assertThat(check.evaluate(ROW.unanswered()))
                .allMatch(Outcome.notApplicable("the sample has no response")::equals);
        assertThat(check.evaluate(ROW.answered("I don't know."))).allMatch(Outcome.NotApplicable.class::isInstance);
    }

    @Test
    void a_reference_without_verdicts_is_no_smaller_maximum() {
        ScriptedJudge model =
                ScriptedJudge.answering(user -> user.contains("reference)\nY. Z.") ? "?" : WordJudge.reply(user));
        List<Outcome> outcomes = Claims.of(Judge.of(model)).againstReference().evaluate(ROW.expecting("A.", "Y. Z."));
        assertThat(outcomes).allMatch(Outcome.Unscored.class::isInstance);
        assertThat(outcomes.get(0).explanation()).startsWith("3 of 3 have no verdict: ");
    }

    @Test
    void context_recall_is_the_share_of_the_references_claims_in_the_context() {
        ScriptedJudge model = WordJudge.model();
        Evaluator recall = Claims.of(Judge.of(model)).contextRecall();
        Sample row = Sample.of("q").expecting("A. B. C. D.").groundedIn("A.", "C. D.");
        assertThat(recall.evaluate(row).score()).hasValue(0.75);
        assertThat(recall.evaluate(row.expecting("A. B.", "C. D.")).score()).hasValue(1);
        assertThat(recall.evaluate(row.expecting("none")))
                .isEqualTo(Outcome.notApplicable("the reference claims nothing"));
        assertThat(recall.evaluate(row.expecting())).isEqualTo(Outcome.notApplicable("the sample has no reference"));
        assertThat(recall.evaluate(row.groundedIn(List.of())))
                .isEqualTo(Outcome.notApplicable("the sample has no context"));
        assertThat(recall.id().name()).isEqualTo("context_recall");
    }

    @Test
    void noise_sensitivity_counts_wrong_claims_that_the_context_supports() {
        ScriptedJudge model = WordJudge.model();
        Evaluator noise = Claims.of(Judge.of(model)).noiseSensitivity();
        Sample row =
                Sample.of("q").expecting("A.", "B.").groundedIn("A. X.", "Y.").answered("A. B. X. Z.");
        assertThat(noise.evaluate(row))
                .isEqualTo(Outcome.scored(
                        0.25,
                        noise.scale(),
                        noise.direction(),
                        "2 of 4 claims are not in the reference, 1 of them are in the context"));
        assertThat(model.requests).hasSize(3);
        assertThat(noise.evaluate(row.answered("A.")).score()).hasValue(0);
        assertThat(noise.evaluate(row.expecting())).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(noise.evaluate(row.groundedIn(List.of()))).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(noise.evaluate(row.unanswered())).isInstanceOf(Outcome.NotApplicable.class);
    }
}
