package io.genaiops.eval.baseline;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The scores that one variant had, kept in a file of the repository: {@code Baseline.of(result, "v2 large").writeTo(path)}.
 * A later run is held against it, and no model is asked for that:
 *
 * <pre>{@code
 * BaselineVerdict verdict = Baseline.read(path).check(result, "v2 large");
 * verdict.conclusion();      // PASSED, REGRESSED or INCONCLUSIVE
 * verdict.toMarkdown();      // for a pull request
 * }</pre>
 *
 * <p>It holds scores and digests, and neither inputs nor answers unless they are wished. Immutable.
 *
 * @since 0.1
 */
public final class Baseline {

    /** How the scores came to be. */
    record Facts(
            String experiment,
            String variant,
            String dataset,
            Digest datasetDigest,
            int repetitions,
            long seed,
            Instant finished,
            SortedSet<PromptVersion> prompts,
            SortedSet<String> models) {}

    /** A prompt that answers came from. */
    record PromptVersion(String name, Version version, Digest digest) implements Comparable<PromptVersion> {

        private static final Comparator<PromptVersion> ORDER = Comparator.comparing(PromptVersion::name)
                .thenComparing(PromptVersion::version)
                .thenComparing(prompt -> prompt.digest().value());

        @Override
        public int compareTo(PromptVersion other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return name + ":" + version + " (" + digest.abbreviated() + ")";
        }
    }

    private final Facts facts;
    private final List<Measured.Evaluator> evaluators;
    private final List<Measured.Row> samples;
    private final @Nullable VariantResult source;

    private Baseline(
            Facts facts,
            List<Measured.Evaluator> evaluators,
            List<Measured.Row> samples,
            @Nullable VariantResult source) {
        this.facts = facts;
        this.evaluators = List.copyOf(evaluators);
        this.samples = List.copyOf(samples);
        this.source = source;
    }

    static Baseline read(Facts facts, List<Measured.Evaluator> evaluators, List<Measured.Row> samples) {
        return new Baseline(facts, evaluators, samples, null);
    }

    /**
     * Returns the scores of a variant, repetitions averaged within each sample.
     *
     * @throws IllegalArgumentException if the result has no such variant
     */
    public static Baseline of(ExperimentResult result, String variant) {
        VariantResult measured = result.variant(variant);
        SortedSet<PromptVersion> prompts = new TreeSet<>();
        SortedSet<String> models = new TreeSet<>();
        List<Measured.Row> samples = samples(measured, false, answered -> {
            answered.prompt()
                    .ifPresent(
                            prompt -> prompts.add(new PromptVersion(prompt.name(), prompt.version(), prompt.digest())));
            answered.model().ifPresent(models::add);
        });
        Facts facts = new Facts(
                result.name(),
                variant,
                result.dataset().name(),
                result.datasetDigest(),
                result.repetitions(),
                result.seed(),
                result.finished().truncatedTo(ChronoUnit.SECONDS),
                prompts,
                models);
        List<Measured.Evaluator> evaluators =
                measured.columns().stream().map(Measured.Evaluator::of).toList();
        return new Baseline(facts, evaluators, samples, measured);
    }

    private static List<Measured.Row> samples(VariantResult measured, boolean withTexts, Consumer<Sample> answers) {
        List<ScoreColumn> columns = measured.columns();
        List<Measured.Row> samples = new ArrayList<>();
        for (ItemResult item : measured.items()) {
            samples.add(Measured.Row.of(item, samples.size(), columns, withTexts));
            item.trials().stream()
                    .filter(Trial::isAnswered)
                    .forEach(trial -> answers.accept(trial.evaluation().sample()));
        }
        samples.sort(Comparator.comparing(Measured.Row::id));
        return samples;
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws io.genaiops.GenAiOpsException if the file is anything else; the message names file, line, what was expected
     *     and what was found
     */
    public static Baseline read(Path file) {
        return new BaselineReader(file).read();
    }

    /**
     * Returns the same scores with the inputs and answers beside them, which are then in the file.
     *
     * @throws IllegalStateException if this was read from a file that has none
     */
    public Baseline withTexts() {
        if (hasTexts()) {
            return this;
        }
        if (source == null) {
            throw new IllegalStateException("the baseline of '" + facts.variant()
                    + "' was read from a file without texts; make it anew: Baseline.of(result, variant).withTexts()");
        }
        return new Baseline(facts, evaluators, samples(source, true, answered -> {}), source);
    }

    /**
     * Writes one line for each fact, evaluator and sample, samples in the order of their ids, over what was there. A reader
     * of the file sees the old or the new content, never a part. {@code docs/test-in-ci.md} explains the format.
     */
    public void writeTo(Path file) {
        new BaselineWriter(this).writeTo(file);
    }

    /** Holds a variant of a result against this baseline by the usual rule. */
    public BaselineVerdict check(ExperimentResult result, String variant) {
        return check(result, variant, RegressionRule.usual());
    }

    /** Holds a variant of a result against this baseline. */
    public BaselineVerdict check(ExperimentResult result, String variant, RegressionRule rule) {
        return check(of(result, variant), rule);
    }

    /** Holds the scores of a later run against this baseline. Resampling tests take the seed of that run. */
    public BaselineVerdict check(Baseline candidate, RegressionRule rule) {
        return new RegressionSearch(this, requireNonNull(candidate, "candidate"), requireNonNull(rule, "rule"))
                .verdict();
    }

    /** Returns the name of the experiment. */
    public String experiment() {
        return facts.experiment();
    }

    /** Returns the name of the variant. */
    public String variant() {
        return facts.variant();
    }

    /** Returns the digest of the dataset. */
    public Digest datasetDigest() {
        return facts.datasetDigest();
    }

    /** Returns when the experiment ended, to the second. */
    public Instant finished() {
        return facts.finished();
    }

    /** Returns the number of samples. */
    public int size() {
        return samples.size();
    }

    /** Tells whether inputs and answers are in it. */
    public boolean hasTexts() {
        return samples.stream().anyMatch(sample -> sample.texts().isPresent());
    }

    /** Returns the share of outcomes that are scores, by the name of the evaluator, from 0 to 1. */
    public Map<String, Double> coverage() {
        Map<String, Double> coverage = new HashMap<>();
        List<String> names = Measured.Evaluator.names(evaluators);
        for (int i = 0; i < names.size(); i++) {
            coverage.put(names.get(i), coverage(i, Set.of()));
        }
        return Map.copyOf(coverage);
    }

    /** Returns the share of scores among the outcomes that are not excused; 0 if there is none. */
    double coverage(int evaluator, Set<Outcome.Kind> excused) {
        long scored = 0;
        long counted = 0;
        for (Measured.Row sample : samples) {
            Measured.Cell cell = sample.cells().get(evaluator);
            int scores = facts.repetitions() - cell.withoutScore();
            scored += scores;
            counted += scores;
            for (Map.Entry<Outcome.Kind, Integer> missing : cell.missing().entrySet()) {
                counted += excused.contains(missing.getKey()) ? 0 : missing.getValue();
            }
        }
        return counted == 0 ? 0 : (double) scored / counted;
    }

    Facts facts() {
        return facts;
    }

    List<Measured.Evaluator> evaluators() {
        return evaluators;
    }

    List<Measured.Row> samples() {
        return samples;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Baseline that
                && facts.equals(that.facts)
                && evaluators.equals(that.evaluators)
                && samples.equals(that.samples);
    }

    @Override
    public int hashCode() {
        return Objects.hash(facts, evaluators, samples);
    }

    @Override
    public String toString() {
        return "Baseline[" + facts.experiment() + ", " + facts.variant() + ", " + size() + " samples, "
                + facts.finished() + "]";
    }
}
