package io.genaiops.tracing.eval;

import io.genaiops.eval.Sample;
import io.genaiops.eval.experiment.ExperimentObserver.ObservedRun;
import io.genaiops.eval.experiment.ExperimentObserver.ObservedTrial;
import io.genaiops.eval.trial.Trial;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.OperationCall;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The spans of one run of an experiment. A variant's span lasts from its first trial to the end of the run. */
final class TracedRun implements ObservedRun {

    private final Spans spans;
    private final EvaluationTracing evaluations;
    private final Attributes facts;
    private final OperationCall run;
    private final Map<String, OperationCall> variants = new ConcurrentHashMap<>();
    private volatile boolean over;

    TracedRun(Spans spans, EvaluationTracing evaluations, String experiment) {
        this.spans = spans;
        this.evaluations = evaluations;
        this.facts = Attributes.of(GenAiKeys.EXPERIMENT, experiment);
        this.run = start(Context.current(), "experiment", experiment, facts);
    }

    @Override
    public ObservedTrial begin(String variant, Sample sample, int repetition) {
        Attributes ofVariant = facts.toBuilder().put(GenAiKeys.VARIANT, variant).build();
        OperationCall parent =
                variants.computeIfAbsent(variant, name -> start(run.context(), "variant", name, ofVariant));
        Attributes ofSample = ofVariant.toBuilder()
                .put(GenAiKeys.SAMPLE, sample.id())
                .put(GenAiKeys.REPETITION, (long) repetition)
                .build();
        if (over) {
            parent.complete(Attributes::empty, Attributes::empty);
        }
        return new TracedTrial(start(parent.context(), "sample", null, ofSample));
    }

    @Override
    public void end() {
        over = true;
        variants.values().forEach(variant -> variant.complete(Attributes::empty, Attributes::empty));
        run.complete(Attributes::empty, Attributes::empty);
    }

    private OperationCall start(Context parent, String part, @Nullable String subject, Attributes known) {
        return spans.start(parent, () -> Operation.experiment(part, subject, known), Attributes::empty);
    }

    /** The span of one sample, current on its thread until its end. */
    private final class TracedTrial implements ObservedTrial {

        private final OperationCall span;
        private final Scope scope;

        TracedTrial(OperationCall span) {
            this.span = span;
            this.scope = span.open();
        }

        @Override
        public void end(Trial trial) {
            scope.close();
            evaluations.record(trial.evaluation(), span.context());
            if (trial.isAnswered()) {
                span.complete(Attributes::empty, Attributes::empty);
            } else {
                span.fail("unanswered", Attributes::empty);
            }
        }

        @Override
        public void fail(Throwable error) {
            scope.close();
            span.fail(error);
        }
    }
}
