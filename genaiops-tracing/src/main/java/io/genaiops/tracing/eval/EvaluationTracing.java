package io.genaiops.tracing.eval;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.experiment.ExperimentObserver;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes the results of evaluations to telemetry: each as an event {@code gen_ai.evaluation.result} of the span that is
 * evaluated, and where the call was made from a prompt, by the instruments {@code genaiops.prompt.evaluation.*}. A result
 * without a score is counted by its kind and never measured as a score. The explanation may repeat the answer, so it is
 * written only where the capture of answers lets it through to events. Nothing here throws into the host. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * Evaluation evaluation = tracing.evaluations().record(chain.evaluate(sample));
 * Experiment.named("winter trial").observedBy(tracing.evaluations().experiments());
 * }</pre>
 *
 * @since 0.1
 */
public final class EvaluationTracing {

    private final Spans spans;

    private EvaluationTracing(Spans spans) {
        this.spans = spans;
    }

    /** Returns the tracing of evaluations that writes to these spans. */
    public static EvaluationTracing of(Spans spans) {
        return new EvaluationTracing(Objects.requireNonNull(spans, "spans"));
    }

    /** Evaluates the sample and records the results as of the current span. */
    public Evaluation evaluate(EvaluatorChain chain, Sample sample) {
        return record(chain.evaluate(sample));
    }

    /** Records the results as of the current span, and returns the same evaluation. */
    public Evaluation record(Evaluation evaluation) {
        return record(evaluation, Context.current());
    }

    /**
     * Records the results as of the span in this context, which may have ended meanwhile, and returns the same evaluation.
     * A score below 0 is on the event alone: a histogram holds none.
     */
    public Evaluation record(Evaluation evaluation, Context evaluated) {
        if (spans.enabled()) {
            evaluation.results().forEach(result -> spans.guarded(() -> record(evaluation.sample(), result, evaluated)));
        }
        return evaluation;
    }

    /**
     * Returns what writes the spans of experiments: the run, each variant below it, each sample below its variant. What a
     * variant calls and what its evaluation asks of a judge are spans below their sample, and the results are recorded as
     * those of the sample.
     */
    public ExperimentObserver experiments() {
        return experiment -> new TracedRun(spans, this, experiment);
    }

    private void record(Sample sample, Evaluation.Result result, Context evaluated) {
        spans.evaluated(ResultEvent.of(spans.contentOfEvents(), sample, result), evaluated);
        sample.prompt()
                .ifPresent(prompt -> spans.evaluated(
                        prompt,
                        sample.model().orElse(""),
                        result.evaluator().name(),
                        result.outcome().kind().name().toLowerCase(Locale.ROOT),
                        result.outcome().score(),
                        evaluated));
    }
}
