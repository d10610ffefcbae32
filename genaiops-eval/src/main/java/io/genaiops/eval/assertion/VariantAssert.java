package io.genaiops.eval.assertion;

import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.comparison.Measurement.PassRate;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import io.genaiops.eval.trial.ItemResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Assertions on one variant of an experiment, made by {@link ExperimentAssert#variant}. Immutable.
 *
 * <p>Comparisons are corrected by Holm and speak the words of their {@link Verdict}. What the items cannot tell is
 * inconclusive, and so is a pass rate of an evaluator that scored less than 95 % of the answers.
 *
 * @since 0.1
 */
public final class VariantAssert {

    private static final double LEAST_COVERAGE = 0.95;
    private static final int SHOWN = 10;

    private final ExperimentAssert experiment;
    private final VariantResult variant;

    VariantAssert(ExperimentAssert experiment, VariantResult variant) {
        this.experiment = experiment;
        this.variant = variant;
    }

    /** Starts assertions on another variant. */
    public VariantAssert variant(String name) {
        return experiment.variant(name);
    }

    /** Asserts that at least this share of the outcomes of every evaluator is scores, above 0 to 1. */
    public VariantAssert hasCoverage(double least) {
        ExperimentAssert.requireShare("coverage", least);
        experiment.requireScores();
        experiment.failIfAny(below(least, variant));
        return this;
    }

    /**
     * Asserts that the share of items that passed the check of an evaluator is at least this, above 0 to 1. It is the
     * observed rate that is compared; the message has its interval.
     */
    public VariantAssert hasPassRate(String evaluator, double least) {
        ExperimentAssert.requireShare("pass rate", least);
        experiment.requireScores();
        Measurement measurement = measurement(evaluator);
        PassRate rate = measurement
                .passRate()
                .orElseThrow(() -> new IllegalArgumentException("evaluator '" + evaluator
                        + "' was only observed, so nothing passes or fails; give it a threshold, such as atLeast(…)"));
        if (measurement.aggregate().coverage() < LEAST_COVERAGE) {
            experiment.endInconclusive(List.of(
                    rate(evaluator, rate, least),
                    measurement.aggregate() + ", coverage "
                            + exact(measurement.aggregate().coverage()) + ", needed " + exact(LEAST_COVERAGE)));
        }
        if (rate.rate() < least) {
            experiment.failIfAny(List.of(rate(evaluator, rate, least), "failed: " + failed(measurement)));
        }
        return this;
    }

    /** Asserts that an evaluator's mean over the scored items is at least this. */
    public VariantAssert hasMeanOfAtLeast(String evaluator, double least) {
        return hasMean(evaluator, "at least " + exact(least), mean -> mean >= least);
    }

    /** Asserts that an evaluator's mean over the scored items is at most this. */
    public VariantAssert hasMeanOfAtMost(String evaluator, double most) {
        return hasMean(evaluator, "at most " + exact(most), mean -> mean <= most);
    }

    /**
     * Asserts that this variant is not worse than the other by any of the evaluators, or of all if none is named.
     * Inconclusive where the items could have missed a difference that matters.
     */
    public VariantAssert isNotWorseThan(String other, String... evaluators) {
        compare(other, evaluators, Conclusion.NO_DIFFERENCE);
        return this;
    }

    /**
     * Asserts that this variant is better than the other, beyond chance, by each of the named evaluators, or by at least
     * one of all if none is named and worse by none. Inconclusive where the items cannot tell.
     */
    public VariantAssert isBetterThan(String other, String... evaluators) {
        compare(other, evaluators, Conclusion.BETTER);
        return this;
    }

    static List<String> below(double least, VariantResult variant) {
        return variant.measurements().stream()
                .filter(measurement -> measurement.aggregate().coverage() < least)
                .map(measurement -> "variant '" + variant.name() + "': " + measurement.aggregate() + ", coverage "
                        + exact(measurement.aggregate().coverage()) + ", required " + exact(least))
                .toList();
    }

    private VariantAssert hasMean(String evaluator, String required, Predicate<Double> holds) {
        experiment.requireScores();
        Measurement measurement = measurement(evaluator);
        double mean = measurement.mean().orElseThrow().value();
        if (!holds.test(mean)) {
            experiment.failIfAny(List.of(evaluator + " of " + variant.name() + ": mean " + exact(mean)
                    + measurement
                            .interval()
                            .map(i -> " (" + two(i.low()) + "-" + two(i.high()) + ")")
                            .orElse("")
                    + " over " + measurement.scoredItems() + " items, required " + required));
        }
        return this;
    }

    private void compare(String other, String[] evaluators, Conclusion wanted) {
        experiment.requireScores();
        Arrays.stream(evaluators).forEach(this::measurement);
        Comparison comparison =
                experiment.result().compare(other, variant.name()).corrected(Correction.HOLM);
        List<Comparison.Row> rows = comparison.rows().stream()
                .filter(row -> evaluators.length == 0
                        || Arrays.asList(evaluators).contains(row.evaluator().name()))
                .toList();
        experiment.failIfAny(sentences(comparison, rows, row -> concludes(row, Conclusion.WORSE)));
        endIfAny(uncovered(rows));
        if (wanted == Conclusion.NO_DIFFERENCE) {
            endIfAny(sentences(comparison, rows, row -> !isKnown(row)));
        } else if (evaluators.length > 0 || rows.stream().noneMatch(row -> concludes(row, Conclusion.BETTER))) {
            List<Comparison.Row> unproven = rows.stream()
                    .filter(row -> !concludes(row, Conclusion.BETTER))
                    .toList();
            experiment.failIfAny(sentences(comparison, unproven, VariantAssert::isKnown));
            endIfAny(sentences(comparison, unproven, row -> true));
        }
    }

    private static List<String> uncovered(List<Comparison.Row> rows) {
        return rows.stream()
                .filter(row -> row.paired() < LEAST_COVERAGE * (row.paired() + row.unpaired()))
                .map(row -> row.evaluator().name() + ": " + row.unpaired() + " of " + (row.paired() + row.unpaired())
                        + " items lack a score of one of the two, so they do not compare")
                .toList();
    }

    private void endIfAny(List<String> sentences) {
        if (!sentences.isEmpty()) {
            experiment.endInconclusive(sentences);
        }
    }

    private static List<String> sentences(
            Comparison comparison, List<Comparison.Row> rows, Predicate<Comparison.Row> which) {
        return rows.stream()
                .filter(which)
                .flatMap(row -> comparison.sentences(row).stream())
                .toList();
    }

    private static Stream<Conclusion> conclusions(Comparison.Row row) {
        return Stream.of(row.passes(), row.scores()).flatMap(verdict -> verdict.map(Verdict::conclusion).stream());
    }

    private static boolean concludes(Comparison.Row row, Conclusion conclusion) {
        return conclusions(row).anyMatch(conclusion::equals);
    }

    private static boolean isKnown(Comparison.Row row) {
        return conclusions(row).anyMatch(conclusion -> conclusion != Conclusion.CANNOT_TELL);
    }

    private Measurement measurement(String evaluator) {
        return variant.measurements().stream()
                .filter(measurement -> measurement.evaluator().name().equals(evaluator))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no evaluator of the experiment is called '" + evaluator
                        + "'; it has "
                        + variant.measurements().stream()
                                .map(measurement -> measurement.evaluator().name())
                                .toList()));
    }

    private String rate(String evaluator, PassRate rate, double least) {
        return evaluator + " of " + variant.name() + ": pass rate " + exact(rate.rate()) + " ("
                + two(rate.interval().low()) + "-" + two(rate.interval().high()) + ") over " + rate.items()
                + " items, required " + exact(least);
    }

    private String failed(Measurement measurement) {
        List<String> ids = variant.items().stream()
                .filter(item -> item.passes(measurement.evaluator()).orElse(1) < 1)
                .map(ItemResult::sample)
                .map(sample -> sample.id())
                .toList();
        String shown = String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())));
        return ids.size() <= SHOWN ? shown : shown + " and " + (ids.size() - SHOWN) + " more";
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Returns the number with up to four digits after the point, so that 0.896 does not look like 0.9. */
    private static String exact(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceAll("0{1,2}$", "");
    }
}
