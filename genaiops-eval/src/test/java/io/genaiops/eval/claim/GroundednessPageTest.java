package io.genaiops.eval.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import org.junit.jupiter.api.Test;

/** What docs/check-whether-answers-are-grounded.md shows. */
class GroundednessPageTest {

    private final ScriptedJudge model = ScriptedJudge.holding(claim -> "unmentioned");

    @Test
    void the_first_sample_makes_one_call() {
        ChatModel model = this.model;
        String question = "When?";
        String documents = "The hut opens at nine.";
        String answer = "The hut opens at nine. It is free.";
        Judge judge = Judge.of(model); // any LangChain4j ChatModel
        ClaimCheck check = RetrievalEvaluators.sentences(judge);
        EvaluatorChain chain = EvaluatorChain.of(
                check.groundedness().atLeast(0.9), // sentences that the documents support
                check.contradiction().atMost(0.1)); // sentences that they contradict
        Evaluation evaluation =
                chain.evaluate(Sample.of(question).groundedIn(documents).answered(answer));
        assertThat(evaluation.results())
                .extracting(result -> result.outcome().score().orElse(-1))
                .containsExactly(0.5, 0.0);
        assertThat(this.model.requests).hasSize(1);
    }

    @Test
    void the_report_tells_which_sentence_is_not_supported() {
        Judge judge = Judge.of(model);
        Sample sample = Sample.of("q").groundedIn("The hut opens at nine.").answered("It is free.");
        ClaimReport report = RetrievalEvaluators.sentences(judge).report(sample);
        for (ClaimReport.Claim claim : report.claims()) {
            System.out.println(claim.support() + " " + claim.text() + " (" + claim.reason() + ")");
        }
        assertThat(report.claims())
                .containsExactly(new ClaimReport.Claim("It is free.", ClaimReport.Support.UNMENTIONED, "r", true));
    }
}
