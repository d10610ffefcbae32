package io.genaiops.eval.experiment;

import io.genaiops.GenAiOpsException;
import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.progress.Progress;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import io.genaiops.eval.trial.Trials;
import io.genaiops.eval.variant.Approach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of an experiment: item by item, and within an item variant by variant, so that all see the same weather. */
final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final Experiment experiment;
    private final Dataset dataset;
    private final EvaluatorChain chain;
    private final Trials trials;
    private final List<String> names;
    private final List<Approach> variants;
    private final List<List<ScoreColumn>> columns = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final Brake brake;
    private final Object lock = new Object();
    private ExperimentObserver.@Nullable ObservedRun observed;
    private int done;
    private int reused;
    private int errors;
    private CostTotal spent = CostTotal.NONE;
    private int fromCache;

    Run(Experiment experiment, Dataset dataset, EvaluatorChain chain, Trials trials) {
        this.experiment = experiment;
        this.dataset = dataset;
        this.chain = chain;
        this.trials = trials;
        this.names = List.copyOf(experiment.approaches.keySet());
        this.variants = List.copyOf(experiment.approaches.values());
        for (String unused : names) {
            columns.add(chain.checks().stream().map(this::column).toList());
            tallies.add(new Tally());
        }
        this.brake = Brake.of(experiment, trials, Brake.settlement(experiment.settling, chain, columns));
    }

    private ScoreColumn column(Check check) {
        return ScoreColumn.of(check, dataset.size(), experiment.repetitions);
    }

    ExperimentResult result() {
        ExperimentObserver observer = experiment.observer;
        if (observer != null) {
            guarded(() -> observed = observer.begin(experiment.name));
        }
        try (brake) {
            work();
        } finally {
            ExperimentObserver.ObservedRun run = observed;
            if (run != null) {
                guarded(run::end);
            }
        }
        return conclude();
    }

    private void work() {
        TrialSource source = new TrialSource(this, dataset, variants.size(), experiment.repetitions);
        try {
            experiment.workers().run(source);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenAiOpsException(
                    "experiment '" + experiment.name + "' was interrupted; nothing is concluded", e);
        } catch (TrialTask.JournalFailure e) {
            throw new GenAiOpsException(
                    "experiment '" + experiment.name + "' cannot go on, since its journal fails: " + e.getMessage(), e);
        } catch (RejectedExecutionException e) {
            for (TrialTask task = source.get(); task != null; task = source.get()) {
                task.refuse(e);
            }
        }
    }

    private ExperimentResult conclude() {
        String stopped = brake.reason().orElse("");
        List<VariantResult> results = new ArrayList<>();
        for (int variant = 0; variant < names.size(); variant++) {
            List<ScoreColumn> scores = columns.get(variant);
            skipTheRest(scores);
            List<ItemResult> items = trials.items(dataset, variant, scores, stopped);
            Map<EvaluatorId, Outcome> outcomes =
                    RunOutcomes.of(experiment.runEvaluators, Trials.samples(items, experiment.repetitions));
            results.add(new VariantResult(names.get(variant), items, scores, outcomes, tallies.get(variant)));
        }
        RunFacts facts = new RunFacts(
                experiment.name,
                dataset,
                experiment.repetitions,
                experiment.seed,
                experiment.clock.instant(),
                brake.reason(),
                trials.abandoned(),
                fromCache,
                brake.judging());
        return new ExperimentResult(facts, trials, results);
    }

    private static void skipTheRest(List<ScoreColumn> scores) {
        Outcome skipped = Outcome.skipped("not run");
        for (ScoreColumn column : scores) {
            for (int item = 0; item < column.items(); item++) {
                for (int repetition = 1; repetition <= column.repetitions(); repetition++) {
                    if (column.kind(item, repetition).isEmpty()) {
                        column.set(item, repetition, skipped);
                    }
                }
            }
        }
    }

    Trials trials() {
        return trials;
    }

    EvaluatorChain chain() {
        return chain;
    }

    /** Returns a question that nobody was asked in this run or one that it goes on with. */
    CachedQuestion question(int variant, Sample row, int repetition) {
        CachedQuestion question = new CachedQuestion(variants.get(variant), row, repetition);
        return experiment.cache == null ? question : question.in(experiment.cache);
    }

    /** Tells whether nothing has stopped the run. */
    boolean goesOn() {
        synchronized (lock) {
            return brake.reason().isEmpty();
        }
    }

    /** Tells whether a further trial may begin, and counts it as under way. */
    boolean mayBegin() {
        synchronized (lock) {
            return brake.admit();
        }
    }

    /** Runs a trial below the eyes of the observer, if there is one. */
    Trial observed(int variant, Sample sample, int repetition, Supplier<Trial> trial) {
        ExperimentObserver.ObservedRun run = observed;
        if (run == null) {
            return trial.get();
        }
        List<ExperimentObserver.ObservedTrial> begun = new ArrayList<>(1);
        guarded(() -> begun.add(run.begin(names.get(variant), sample, repetition)));
        try {
            Trial ended = trial.get();
            begun.forEach(each -> guarded(() -> each.end(ended)));
            return ended;
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

    /** Takes a trial that has ended, newly or in an earlier run. */
    void ended(int variant, int item, Trial trial, boolean isNew) {
        if (isNew) {
            keep(variant, item, trial);
        }
        List<Evaluation.Result> results = trial.evaluation().results();
        for (int i = 0; i < results.size(); i++) {
            columns.get(variant)
                    .get(i)
                    .set(item, trial.repetition(), results.get(i).outcome());
        }
        tallies.get(variant).add(trial);
        report(variant, trial, isNew, trials.isReused(variant, item, trial.repetition()));
    }

    private void keep(int variant, int item, Trial trial) {
        try {
            trials.ended(variant, item, trial);
        } catch (RuntimeException e) {
            throw new TrialTask.JournalFailure(e);
        }
    }

    private void report(int variant, Trial trial, boolean isNew, boolean isCached) {
        synchronized (lock) {
            count(trial, isNew, isCached);
            brake.ended(trial, isCached);
            try {
                experiment.listener.accept(progress(variant, trial));
            } catch (RuntimeException e) {
                LOG.warn("the progress listener of experiment '{}' failed", experiment.name, e);
            }
        }
    }

    private void count(Trial trial, boolean isNew, boolean isCached) {
        done++;
        reused += !isNew || isCached ? 1 : 0;
        fromCache += isCached ? 1 : 0;
        errors += trial.isAnswered() ? 0 : 1;
        if (trial.isAnswered() && !isCached) {
            Sample answered = trial.evaluation().sample();
            spent = spent.plus(Tally.costOf(answered), answered.usage());
        }
    }

    private Progress progress(int variant, Trial trial) {
        return new Progress(
                names.get(variant),
                trial.repetition(),
                trial.evaluation(),
                done,
                dataset.size() * experiment.repetitions * variants.size(),
                reused,
                errors,
                spent,
                brake.judging().cost());
    }
}
