package io.genaiops.eval.experiment;

import io.genaiops.asset.Digest;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.attestation.ModelPin;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Comparisons;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.provenance.PromptChange;
import io.genaiops.eval.provenance.Provenance;
import io.genaiops.eval.provenance.RunPair;
import io.genaiops.eval.provenance.RunScores;
import io.genaiops.eval.provenance.UsedPrompt;
import io.genaiops.eval.slice.Flips;
import io.genaiops.eval.slice.Slices;
import io.genaiops.eval.slice.Tags;
import io.genaiops.eval.tradeoff.Contender;
import io.genaiops.eval.tradeoff.Ratios;
import io.genaiops.eval.tradeoff.Spending;
import io.genaiops.eval.tradeoff.Tradeoff;
import io.genaiops.eval.trial.Trials;
import io.genaiops.evidence.Evidence;
import io.genaiops.registry.AssetRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything an experiment found, and how it came to be. Immutable.
 *
 * @since 0.1
 */
public final class ExperimentResult {

    /** The share of a scale, a cost or a latency from which a difference matters, unless another one is stated. */
    private static final double RELEVANT = 0.05;

    private final RunFacts facts;
    private final Trials trials;
    private final List<VariantResult> variants;
    private final List<String> parts;
    private volatile @Nullable Dataset part;

    ExperimentResult(RunFacts facts, Trials trials, List<VariantResult> variants) {
        this(facts, trials, variants, List.of());
    }

    private ExperimentResult(RunFacts facts, Trials trials, List<VariantResult> variants, List<String> parts) {
        this.facts = facts;
        this.trials = trials;
        this.variants = List.copyOf(variants);
        this.parts = List.copyOf(parts);
    }

    /** Returns the name of the experiment. */
    public String name() {
        return facts.name();
    }

    /** Returns the dataset; of a part of a result, the samples of that part. */
    public Dataset dataset() {
        if (parts.isEmpty()) {
            return facts.dataset();
        }
        Dataset known = part;
        if (known == null) {
            known = facts.dataset().filter(ofPart());
            part = known;
        }
        return known;
    }

    /** Accepts the samples of this part, if it is asked for all samples in order. */
    private Predicate<Sample> ofPart() {
        ScoreColumn column = variants.get(0).columns().get(0);
        int[] next = new int[2];
        return sample -> {
            boolean accepted = next[1] < column.items() && column.position(next[1]) == next[0]++;
            next[1] += accepted ? 1 : 0;
            return accepted;
        };
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
     * of a prompt and one model. Figures whose scores leave no interval carry the whole scale as their interval. Two
     * variants that are two versions of one prompt on one model are compared, each with the other.
     */
    public List<Evidence> evidence() {
        return VariantEvidence.of(this);
    }

    /**
     * Returns the evidence of {@link #evidence()}, which also says how an asset defines the model that answered, as the
     * registry has it now. Call it when the run has ended: it is void once the definition changes.
     */
    public List<Evidence> evidence(AssetRegistry registry) {
        return evidence().stream().map(each -> ModelPin.pinned(each, registry)).toList();
    }

    /**
     * Compares two variants item by item, each evaluator on the items that both variants have a score for. A difference
     * matters from 5 % of the evaluator's scale on, or of the first variant's mean where the scale has no end.
     */
    public Comparison compare(String first, String second) {
        return compare(first, second, RELEVANT);
    }

    /** Compares as {@link #compare(String, String)}; differences matter from this share of the scale on, above 0 to 1. */
    public Comparison compare(String first, String second, double relevant) {
        if (first.equals(second)) {
            throw new IllegalArgumentException("a comparison needs two variants; found twice: '" + first + "'");
        }
        return Comparison.of(
                        first, variant(first).columns(), second, variant(second).columns(), relevant, seed())
                .with(caveats());
    }

    /** Compares every two variants; the p-values of all pairs and evaluators are corrected as one family. */
    public Comparisons compareAll() {
        return compareAll(RELEVANT);
    }

    /** Compares as {@link #compareAll()}; differences matter from this share of the scale on, above 0 to 1. */
    public Comparisons compareAll(double relevant) {
        Map<String, List<ScoreColumn>> columns = new LinkedHashMap<>();
        variants.forEach(variant -> columns.put(variant.name(), variant.columns()));
        return Comparisons.of(columns, relevant, seed()).with(caveats());
    }

    /** Returns what the second variant takes in proportion to the first: time, tokens, cost; goes through all items. */
    public Ratios ratios(String first, String second) {
        return Ratios.of(spending(first), spending(second), RELEVANT, seed()).with(caveats());
    }

    private Spending spending(String variant) {
        return new Spending(variant, variant(variant).quantities());
    }

    /**
     * Weighs the variants by quality, cost and latency; goes through all items.
     *
     * @param evaluator the name of the evaluator whose scores stand for quality
     */
    public Tradeoff tradeoff(String evaluator) {
        List<Contender> contenders = variants.stream()
                .map(variant -> new Contender(
                        variant.name(), ScoreColumn.named(evaluator, variant.columns()), variant.quantities()))
                .toList();
        return Tradeoff.between(contenders, RELEVANT, seed()).with(caveats());
    }

    /** Compares two variants within each tag of {@value Slices#FEWEST} items or more. */
    public Slices slices(String first, String second) {
        return slices(first, second, Slices.FEWEST);
    }

    /** Compares two variants within each tag of so many items or more, 6 at least. */
    public Slices slices(String first, String second, int fewest) {
        return Slices.of(compare(first, second), tags(), fewest);
    }

    /** Returns the samples on which the evaluator of this name judged two variants differently. */
    public Flips flips(String first, String second, String evaluator) {
        return Flips.of(compare(first, second), evaluator, dataset());
    }

    /** Returns what is different between the prompts of two variants beside their scores; goes through all items. */
    public PromptChange promptChange(AssetRegistry registry, String first, String second) {
        return PromptChange.between(
                registry,
                compare(first, second),
                UsedPrompt.in(variant(first).items()),
                UsedPrompt.in(variant(second).items()));
    }

    /** Returns what was measured and with what. */
    public Provenance provenance() {
        List<EvaluatorId> chain =
                variants.get(0).columns().stream().map(ScoreColumn::evaluator).toList();
        return new Provenance(name(), datasetDigest(), items(), repetitions(), chain, finished(), stopped());
    }

    /** Returns the scores without any text, to be kept and compared with later runs. */
    public RunScores scores() {
        Map<String, List<ScoreColumn>> columns = new LinkedHashMap<>();
        variants.forEach(variant -> columns.put(variant.name(), variant.columns()));
        Dataset samples = dataset();
        Iterable<String> ids = () -> samples.samples().stream().map(Sample::id).iterator();
        return RunScores.of(provenance(), ids, columns);
    }

    /** Holds this result against an earlier one, if both measured the same things. */
    public RunPair against(ExperimentResult earlier) {
        return against(earlier.scores());
    }

    /** Holds this result against the scores of an earlier one, if both measured the same things. */
    public RunPair against(RunScores earlier) {
        return earlier.before(scores(), seed());
    }

    /** Returns all figures of all variants in words, below the caveats; goes through all items. */
    public String describe() {
        List<String> lines = new ArrayList<>();
        lines.add(name() + ": " + items() + " items x " + repetitions());
        variants.forEach(variant -> lines.add(variant.describe()));
        return Caveat.above(caveats(), lines);
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
                    .judged(trials.items(facts.dataset(), i, columns, stopped().orElse("")), columns));
        }
        return new ExperimentResult(facts, trials, judged, parts);
    }

    /** Returns this result at another threshold of the evaluator of this name; see {@link #at(EvaluatorId, Threshold)}. */
    public ExperimentResult at(String evaluator, Threshold threshold) {
        return at(ScoreColumn.named(evaluator, variants.get(0).columns()).evaluator(), threshold);
    }

    /** Returns the tags of the samples, each with its items; goes through the dataset once. */
    public Tags tags() {
        return Tags.of(dataset());
    }

    /**
     * Returns the part of this result whose samples have a tag; nobody is asked again.
     *
     * @throws IllegalArgumentException if no sample has it; the message lists the tags there are
     */
    public ExperimentResult tagged(String tag) {
        return part("tagged '" + tag + "'", tags().items(tag));
    }

    /** Returns the part of this result for each tag, by the names of the tags; nobody is asked again. */
    public SortedMap<String, ExperimentResult> byTag() {
        Tags tags = tags();
        SortedMap<String, ExperimentResult> results = new TreeMap<>();
        tags.names().forEach(tag -> results.put(tag, part("tagged '" + tag + "'", tags.items(tag))));
        return Collections.unmodifiableSortedMap(results);
    }

    /**
     * Returns the part of this result whose samples the predicate accepts; nobody is asked again.
     *
     * @param what what is said of them beside every figure, such as {@code with long questions}
     * @throws IllegalArgumentException if it accepts none
     */
    public ExperimentResult filter(String what, Predicate<? super Sample> predicate) {
        int[] items = new int[dataset().size()];
        int count = 0;
        int item = 0;
        for (Sample sample : dataset()) {
            if (predicate.test(sample)) {
                items[count++] = item;
            }
            item++;
        }
        return part(what, Arrays.copyOf(items, count));
    }

    private ExperimentResult part(String what, int[] items) {
        if (items.length == 0) {
            throw new IllegalArgumentException("a part needs an item; found none " + what);
        }
        List<VariantResult> some = new ArrayList<>();
        for (int i = 0; i < variants.size(); i++) {
            List<ScoreColumn> columns = variants.get(i).columns().stream()
                    .map(column -> column.only(items))
                    .toList();
            some.add(variants.get(i)
                    .part(trials.items(facts.dataset(), i, columns, stopped().orElse("")), columns));
        }
        List<String> all = new ArrayList<>(parts);
        all.add(what);
        return new ExperimentResult(facts, trials, some, all);
    }

    /** Returns what has to be known beside every figure: that the run was stopped early, or that this is a part of it. */
    public List<Caveat> caveats() {
        List<Caveat> caveats = new ArrayList<>();
        stopped()
                .ifPresent(why -> caveats.add(new Caveat(
                        "stopped early",
                        "the run ended before every trial was run: " + why
                                + "; figures are of what was run, and tests take their number as planned")));
        if (!parts.isEmpty()) {
            String what = String.join(", ", parts);
            caveats.add(new Caveat(
                    what,
                    "only the items " + what + ", " + items() + " of "
                            + facts.dataset().size()));
        }
        return caveats;
    }

    private int items() {
        return variants.get(0).items().size();
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
        return "ExperimentResult[" + name() + ", " + items() + " items x " + repetitions() + ", "
                + variants.stream().map(VariantResult::name).toList() + "]";
    }
}
