package io.genaiops.tracing.eval;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Locale;

/** The attributes of {@code gen_ai.evaluation.result}. */
final class ResultEvent {

    private ResultEvent() {}

    static Attributes of(ContentCapture content, Sample sample, Evaluation.Result result) {
        Outcome outcome = result.outcome();
        AttributesBuilder event = Attributes.builder()
                .put(GenAiKeys.EVALUATION_NAME, result.evaluator().name())
                .put(GenAiKeys.EVALUATOR_VERSION, result.evaluator().version())
                .put(
                        GenAiKeys.EVALUATOR_DIGEST,
                        result.evaluator().configuration().value())
                .put(GenAiKeys.EVALUATION_OUTCOME, lower(outcome.kind()))
                .put(GenAiKeys.SAMPLE, sample.id());
        outcome.score().ifPresent(score -> event.put(GenAiKeys.EVALUATION_SCORE, score));
        if (result.threshold().isPresent()) {
            event.put(GenAiKeys.EVALUATION_LABEL, lower(result.judgement()));
        }
        if (outcome instanceof Outcome.Errored errored) {
            event.put(GenAiKeys.ERROR_TYPE, errored.type());
        }
        sample.prompt()
                .ifPresent(prompt -> event.put(AgentKeys.PROMPT_NAME, prompt.name())
                        .put(AgentKeys.PROMPT_VERSION, prompt.version().toString())
                        .put(GenAiKeys.PROMPT_DIGEST, prompt.digest().value()));
        String explanation = outcome.explanation();
        if (!content.isOff() && !explanation.isEmpty()) {
            event.putAll(content.explanation(explanation));
        }
        return event.build();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
