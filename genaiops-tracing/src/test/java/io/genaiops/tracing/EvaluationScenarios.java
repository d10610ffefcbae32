package io.genaiops.tracing;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.tracing.Scenario.HostFailure;
import java.util.List;
import java.util.stream.Stream;

/** Evaluations whose explanations and failures repeat {@link Scenario#SECRET}. */
final class EvaluationScenarios {

    private EvaluationScenarios() {}

    static Stream<Scenario> all() {
        return Stream.of(
                Scenario.of("experiment", EvaluationScenarios::experiment),
                Scenario.of(
                        "experiment whose variant fails",
                        tracing -> run(tracing, sample -> {
                            throw new HostFailure();
                        })));
    }

    private static Object experiment(Tracing tracing) {
        ChatModel model = tracing.chatModel(new FakeChatModel());
        return run(
                tracing,
                sample -> model.chat(ChatRequest.builder()
                                .messages(UserMessage.from(sample.input()))
                                .build())
                        .aiMessage()
                        .text());
    }

    private static Object run(Tracing tracing, Experiment.Variant<String> variant) {
        Evaluator scored =
                evaluator("scored", Outcome.scored(1, Scale.UNIT, Direction.HIGHER_IS_BETTER, Scenario.SECRET));
        Evaluator unusable = evaluator("unusable", Outcome.unscored("no verdict " + Scenario.SECRET, Scenario.SECRET));
        Evaluator failing = evaluator("failing", Outcome.errored(new HostFailure()));
        return Experiment.named("winter trial")
                .over(Dataset.of("questions", List.of(Sample.of("Hello " + Scenario.SECRET))))
                .textVariant("v1", variant)
                .evaluatedBy(EvaluatorChain.of(scored.atLeast(0.5), unusable.atLeast(0.5), failing.observed()))
                .observedBy(tracing.evaluations().experiments())
                .run()
                .variants()
                .size();
    }

    private static Evaluator evaluator(String name, Outcome outcome) {
        return Evaluator.builder(name)
                .scale(Scale.UNIT)
                .direction(Direction.HIGHER_IS_BETTER)
                .evaluating(sample -> outcome);
    }
}
