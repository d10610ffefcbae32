package io.genaiops.eval.experiment;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an experiment. */
final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final Experiment experiment;
    private final Dataset dataset;
    private final EvaluatorChain chain;
    private final Object progress = new Object();
    private ExperimentObserver.@Nullable ObservedRun observed;
    private int done;

    Run(Experiment experiment, Dataset dataset, EvaluatorChain chain) {
        this.experiment = experiment;
        this.dataset = dataset;
        this.chain = chain;
    }

    ExperimentResult result() {
        ExperimentObserver observer = experiment.observer;
        if (observer != null) {
            guarded(() -> observed = observer.begin(experiment.name));
        }
        try {
            return run();
        } finally {
            ExperimentObserver.ObservedRun run = observed;
            if (run != null) {
                guarded(run::end);
            }
        }
    }

    private ExperimentResult run() {
        Map<String, List<List<CompletableFuture<Trial>>>> started = new LinkedHashMap<>();
        experiment.variants.forEach((name, variant) -> started.put(name, start(name, variant)));
        List<VariantResult> results = new ArrayList<>();
        started.forEach((name, items) -> results.add(finish(name, items)));
        return new ExperimentResult(
                experiment.name, dataset, experiment.repetitions, experiment.seed, results, experiment.clock.instant());
    }

    private List<List<CompletableFuture<Trial>>> start(String name, Experiment.Variant<Sample> variant) {
        List<List<CompletableFuture<Trial>>> items = new ArrayList<>();
        for (Sample sample : dataset) {
            List<CompletableFuture<Trial>> trials = new ArrayList<>();
            for (int repetition = 1; repetition <= experiment.repetitions; repetition++) {
                trials.add(start(name, variant, sample, repetition));
            }
            items.add(trials);
        }
        return items;
    }

    private CompletableFuture<Trial> start(
            String name, Experiment.Variant<Sample> variant, Sample sample, int repetition) {
        if (Thread.currentThread().isInterrupted()) {
            throw new GenAiOpsException("experiment '" + experiment.name + "' was interrupted; nothing is concluded");
        }
        try {
            return CompletableFuture.supplyAsync(
                    () -> report(name, observedTrial(name, variant, sample, repetition)), experiment.executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(report(name, errored(sample, repetition, Outcome.errored(e))));
        }
    }

    private VariantResult finish(String name, List<List<CompletableFuture<Trial>>> items) {
        List<ItemResult> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<Trial> trials = items.get(i).stream().map(Run::join).toList();
            results.add(new ItemResult(dataset.samples().get(i), trials));
        }
        return new VariantResult(name, results, chain.checks(), runOutcomes(results));
    }

    private static Trial join(CompletableFuture<Trial> trial) {
        try {
            return trial.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private Trial observedTrial(String name, Experiment.Variant<Sample> variant, Sample sample, int repetition) {
        ExperimentObserver.ObservedRun run = observed;
        if (run == null) {
            return trial(variant, sample, repetition);
        }
        List<ExperimentObserver.ObservedTrial> begun = new ArrayList<>(1);
        guarded(() -> begun.add(run.begin(name, sample, repetition)));
        try {
            Trial trial = trial(variant, sample, repetition);
            begun.forEach(each -> guarded(() -> each.end(trial)));
            return trial;
        } catch (Throwable t) {
            begun.forEach(each -> guarded(() -> each.fail(t)));
            throw t;
        }
    }

    private void guarded(Runnable observation) {
        try {
            observation.run();
        } catch (RuntimeException e) {
            LOG.warn("the observer of experiment '{}' failed", experiment.name, e);
        }
    }

    private Trial trial(Experiment.Variant<Sample> variant, Sample sample, int repetition) {
        Sample answered;
        try {
            answered = variant.answer(sample);
        } catch (Throwable e) {
            return errored(sample, repetition, Outcome.caught(e));
        }
        return new Trial(repetition, chain.evaluate(answered), "");
    }

    private Trial errored(Sample sample, int repetition, Outcome outcome) {
        Evaluation evaluation = chain.withoutRunning(sample.unanswered(), outcome);
        return new Trial(repetition, evaluation, outcome.explanation());
    }

    private Trial report(String variant, Trial trial) {
        synchronized (progress) {
            done++;
            int total = dataset.size() * experiment.repetitions * experiment.variants.size();
            try {
                experiment.listener.accept(new Progress(variant, trial.repetition(), trial.evaluation(), done, total));
            } catch (RuntimeException e) {
                LOG.warn("the progress listener of experiment '{}' failed", experiment.name, e);
            }
        }
        return trial;
    }

    private Map<EvaluatorId, Outcome> runOutcomes(List<ItemResult> items) {
        List<Sample> samples = items.stream()
                .flatMap(item -> item.trials().stream())
                .map(trial -> trial.evaluation().sample())
                .toList();
        Map<EvaluatorId, Outcome> outcomes = new LinkedHashMap<>();
        for (RunEvaluator evaluator : experiment.runEvaluators) {
            outcomes.put(evaluator.id(), outcome(evaluator, samples));
        }
        return outcomes;
    }

    private static Outcome outcome(RunEvaluator evaluator, List<Sample> samples) {
        try {
            Outcome outcome = Objects.requireNonNull(
                    evaluator.evaluate(samples),
                    () -> "evaluator '" + evaluator.id().name() + "' returned null");
            if (outcome instanceof Outcome.Scored scored
                    && (!scored.scale().equals(evaluator.scale()) || scored.direction() != evaluator.direction())) {
                throw new IllegalStateException("evaluator '" + evaluator.id().name() + "' declares "
                        + evaluator.scale() + " " + evaluator.direction() + " and scored on " + scored.scale() + " "
                        + scored.direction());
            }
            return outcome;
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }
}
