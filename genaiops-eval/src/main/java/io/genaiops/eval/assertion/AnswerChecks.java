package io.genaiops.eval.assertion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import java.util.Optional;

/** Checks of facts about one answer that no catalogue of evaluators has. */
final class AnswerChecks {

    private AnswerChecks() {}

    static Check equalTo(String expected) {
        return Evaluator.builder("equal_to")
                .configuration(JsonNodeFactory.instance.objectNode().put("expected", expected))
                .evaluating(sample -> compared(expected, sample.response().orElse("")))
                .atLeast(1);
    }

    static Check finishReason(FinishReason expected, Optional<FinishReason> found) {
        return Evaluator.builder("finish_reason")
                .configuration(JsonNodeFactory.instance.objectNode().put("expected", expected.name()))
                .evaluating(sample -> found.map(
                                reason -> scored(reason == expected, "expected " + expected + "; found: " + reason))
                        .orElseGet(() -> Outcome.notApplicable("the model did not say why it finished")))
                .atLeast(1);
    }

    private static Outcome compared(String expected, String found) {
        int same = 0;
        while (same < Math.min(expected.length(), found.length()) && expected.charAt(same) == found.charAt(same)) {
            same++;
        }
        return scored(
                expected.equals(found), "expected '" + expected + "'; the first " + same + " characters are the same");
    }

    private static Outcome scored(boolean holds, String why) {
        return Outcome.scored(holds ? 1 : 0, Scale.UNIT, Direction.HIGHER_IS_BETTER, holds ? "" : why);
    }
}
