package io.genaiops.eval.experiment;

import io.genaiops.asset.Digest;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.gate.Evidence;
import java.time.Instant;
import java.util.List;

/**
 * Everything an experiment found, and how it came to be. Immutable.
 *
 * @since 0.1
 */
public final class ExperimentResult {

    private final String name;
    private final Dataset dataset;
    private final int repetitions;
    private final long seed;
    private final List<VariantResult> variants;
    private final Instant finished;

    ExperimentResult(
            String name, Dataset dataset, int repetitions, long seed, List<VariantResult> variants, Instant finished) {
        this.name = name;
        this.dataset = dataset;
        this.repetitions = repetitions;
        this.seed = seed;
        this.variants = List.copyOf(variants);
        this.finished = finished;
    }

    /** Returns the name of the experiment. */
    public String name() {
        return name;
    }

    /** Returns the dataset. */
    public Dataset dataset() {
        return dataset;
    }

    /** Returns the digest of the dataset. */
    public Digest datasetDigest() {
        return dataset.digest();
    }

    /** Returns how often each variant answered each sample. */
    public int repetitions() {
        return repetitions;
    }

    /** Returns the seed of the resampling tests. */
    public long seed() {
        return seed;
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
                        "experiment '" + name + "' has no variant '" + variant + "'; it has "
                                + variants.stream().map(VariantResult::name).toList()));
    }

    /** Returns when the experiment ended. */
    public Instant finished() {
        return finished;
    }

    /**
     * Returns what gates need to know, one piece of evidence for each variant whose answers all came from one version
     * of a prompt and one model. Figures whose scores leave no interval carry the whole scale as their interval.
     */
    public List<Evidence> evidence() {
        return variants.stream()
                .flatMap(variant -> VariantEvidence.of(variant, datasetDigest(), finished).stream())
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
        return Comparison.of(variant(first), variant(second), relevant, seed);
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
        return "ExperimentResult[" + name + ", " + dataset.size() + " items x " + repetitions + ", "
                + variants.stream().map(VariantResult::name).toList() + "]";
    }
}
