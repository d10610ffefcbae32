package io.genaiops.examples;

import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an answer of the assistant is measured by. */
final class Checks {

    /** The measure that the gate looks at: words shared with the reference answer. */
    static final Evaluator TOKEN_F1 = OverlapEvaluators.tokenF1();

    private Checks() {}

    /** Returns the checks of answers as text. */
    static List<Check> ofText() {
        return List.of(
                TOKEN_F1.atLeast(0.4),
                OverlapEvaluators.rougeL().atLeast(0.4),
                RetrievalEvaluators.extractiveGroundedness().atLeast(0.8));
    }

    /** Returns the checks of answers that were just given; a language model also judges their relevance. */
    static List<Check> ofCalls(ChosenModel chosen) {
        List<Check> checks = new ArrayList<>(ofText());
        checks.add(PerformanceEvaluators.latency().under(Duration.ofSeconds(10)));
        if (chosen.isLanguageModel()) {
            ChatModel model = chosen.model();
            checks.add(PerformanceEvaluators.tokens().atMost(4_000));
            checks.add(JudgeEvaluators.relevance(Judge.of(chosen.name(), model)).atLeast(4));
        }
        return List.copyOf(checks);
    }
}
