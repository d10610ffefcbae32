package io.genaiops.eval.experiment;

import io.genaiops.asset.Digest;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.trial.Trials;
import io.genaiops.gate.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything an experiment found, and how it came to be. Immutable.
 *
 * @since 0.1
 */
public final class ExperimentResult {

    private final RunFacts facts;
    private final Trials trials;
    private final List<VariantResult> variants;

    ExperimentResult(RunFacts facts, Trials trials, List<VariantResult> variants) {
        this.facts = facts;
        this.trials = trials;
        this.variants = List.copyOf(variants);
    }

    /** Returns the name of the experiment. */
    public String name() {
        return facts.name();
    }

    /** Returns the dataset. */
    public Dataset dataset() {
        return facts.dataset();
    }

    /** Returns the digest of the dataset. */
    public Digest datasetDigest() {
        return dataset().digest();
    }

    /** Returns how often each variant answered each sample. */
    public int repetitions() {
        return facts.repetitions();
    }

    /** Returns the seed of the resampling tests. */
    public long seed() {
        return facts.seed();
    }

    /** Returns the variants, in the order they were added. */
    public List<VariantResult> variants() {
        return variants;
    }

    /**
     * Returns a variant.
     *
     * @throws IllegalArgumentException if there is none of the name; the message lists those there are
     */
    public VariantResult variant(String variant) {
        return variants.stream()
                .filter(result -> result.name().equals(variant))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "experiment '" + name() + "' has no variant '" + variant + "'; it has "
                                + variants.stream().map(VariantResult::name).toList()));
    }

    /** Returns when the experiment ended. */
    public Instant finished() {
        return facts.finished();
    }

    /**
     * Returns why the experiment ended before every trial was run: a ceiling on the cost, or because it was settled. The
     * trials that were not run count as skipped. Empty if all were run.
     */
    public Optional<String> stopped() {
        return facts.stopped();
    }

    /**
     * Returns how often an answer was asked for in vain, since the process ended before it came. Each of them was asked for
     * again; the cost of the first time is not known.
     */
    public int abandoned() {
        return facts.abandoned();
    }

    /**
     * Returns how many answers came from the {@link Experiment#cachedIn cache}. Usage, cost and latency are those of the
     * time when they were asked for; nothing was spent on them now.
     */
    public int reused() {
        return facts.reused();
    }

    /**
     * Returns what the judges used in this run and those that it went on with, apart from what the answers cost; nothing
     * unless it was metered. What judges had used for an answer whose evaluation a killed process did not end is in it too.
     */
    public JudgeMeter.Total judging() {
        return facts.judging();
    }

    /**
     * Returns what gates need to know, one piece of evidence for each variant whose answers all came from one version
     * of a prompt and one model. Figures whose scores leave no interval carry the whole scale as their interval.
     */
    public List<Evidence> evidence() {
        return variants.stream()
                .flatMap(variant -> VariantEvidence.of(variant, datasetDigest(), finished()).stream())
                .toList();
    }

    /**
     * Compares two variants item by item, each evaluator on the items that both variants have a score for. A difference
     * matters from 5 % of the evaluator's scale on, or of the first variant's mean where the scale has no end.
     */
    public Comparison compare(String first, String second) {
        return compare(first, second, 0.05);
    }

    /** Compares as {@link #compare(String, String)}; differences matter from this share of the scale on, above 0 to 1. */
    public Comparison compare(String first, String second, double relevant) {
        if (first.equals(second)) {
            throw new IllegalArgumentException("a comparison needs two variants; found twice: '" + first + "'");
        }
        return Comparison.of(
                first, variant(first).columns(), second, variant(second).columns(), relevant, seed());
    }

    /**
     * Returns this result with the scores of an evaluator held against another threshold. Nobody is asked again; what was
     * skipped because a requirement failed stays skipped.
     *
     * @throws IllegalArgumentException if the evaluator is not in the chain, or the threshold can never fail or be passed
     */
    public ExperimentResult at(EvaluatorId evaluator, Threshold threshold) {
        List<VariantResult> judged = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            List<ScoreColumn> columns = changed(variants.get(i).columns(), evaluator, threshold);
            judged.add(variants.get(i)
                    .judged(trials.items(dataset(), i, columns, stopped().orElse("")), columns));
        }
        return new ExperimentResult(facts, trials, judged);
    }

    private static List<ScoreColumn> changed(List<ScoreColumn> columns, EvaluatorId evaluator, Threshold threshold) {
        List<EvaluatorId> known = columns.stream().map(ScoreColumn::evaluator).toList();
        if (!known.contains(evaluator)) {
            throw new IllegalArgumentException(
                    "the evaluator must be one of the chain; found: " + evaluator + " beside " + known);
        }
        return columns.stream()
                .map(column -> column.evaluator().equals(evaluator) ? column.at(threshold) : column)
                .toList();
    }

    /**
     * Returns this result if every evaluator of every variant gave at least one score.
     *
     * @throws io.genaiops.GenAiOpsException if one gave none, with the count of what it gave instead
     */
    public ExperimentResult requireScores() {
        variants.forEach(variant -> variant.measurements()
                .forEach(measurement -> measurement.aggregate().requireScores()));
        return this;
    }

    @Override
    public String toString() {
        return "ExperimentResult[" + name() + ", " + dataset().size() + " items x " + repetitions() + ", "
                + variants.stream().map(VariantResult::name).toList() + "]";
    }
}
