package io.genaiops.eval.assertion;

import static java.util.Objects.requireNonNull;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions on the result of an experiment. Every one of them refuses a result in which an evaluator gave no score at
 * all. Immutable.
 *
 * <pre>{@code
 * assertThatExperiment(result).hasCoverage(0.95)
 *         .variant("2.0.0").hasPassRate("relevance", 0.9).isNotWorseThan("1.1.0");
 * }</pre>
 *
 * @since 0.1
 */
public final class ExperimentAssert {

    private final ExperimentResult result;
    private final Settings settings;

    private ExperimentAssert(ExperimentResult result, Settings settings) {
        this.result = requireNonNull(result, "result");
        this.settings = settings;
    }

    /** Starts assertions on the result. */
    public static ExperimentAssert of(ExperimentResult result) {
        return new ExperimentAssert(result, Settings.USUAL);
    }

    /** Sets what a failure is called, with the arguments of {@link String#format}; the experiment's name if not set. */
    public ExperimentAssert as(String description, Object... args) {
        return new ExperimentAssert(result, settings.as(description, args));
    }

    /** Sets what a failure is called; the same as {@link #as}. */
    public ExperimentAssert describedAs(String description, Object... args) {
        return as(description, args);
    }

    /** Sets what becomes of the test when the result allows no conclusion; it aborts if not set. */
    public ExperimentAssert whenInconclusive(Inconclusive becomes) {
        return new ExperimentAssert(result, settings.with(becomes));
    }

    /** Asserts that every evaluator gave every variant at least one score. */
    public ExperimentAssert hasScores() {
        requireScores();
        return this;
    }

    /** Asserts that at least this share of the outcomes of every evaluator, in every variant, is scores; over 0 to 1. */
    public ExperimentAssert hasCoverage(double least) {
        requireShare("coverage", least);
        requireScores();
        List<String> below = new ArrayList<>();
        for (VariantResult variant : result.variants()) {
            below.addAll(VariantAssert.below(least, variant));
        }
        failIfAny(below);
        return this;
    }

    /**
     * Starts assertions on a variant.
     *
     * @throws IllegalArgumentException if there is none of the name; the message lists those there are
     */
    public VariantAssert variant(String name) {
        return new VariantAssert(this, result.variant(name));
    }

    ExperimentResult result() {
        return result;
    }

    /** Refuses the whole result if any of its evaluators was blind on a variant. */
    void requireScores() {
        List<String> blind = new ArrayList<>();
        for (VariantResult variant : result.variants()) {
            for (Measurement measurement : variant.measurements()) {
                try {
                    measurement.aggregate().requireScores();
                } catch (GenAiOpsException e) {
                    blind.add("variant '" + variant.name() + "': " + e.getMessage());
                }
            }
        }
        failIfAny(blind);
    }

    void failIfAny(List<String> findings) {
        if (!findings.isEmpty()) {
            throw new AssertionFailedError(described(findings));
        }
    }

    void endInconclusive(List<String> findings) {
        settings.whenInconclusive().end("inconclusive: " + described(findings));
    }

    private String described(List<String> findings) {
        String name = settings.description().isEmpty() ? result.name() : settings.description();
        return "[" + name + "] " + String.join("\n  ", findings).replaceAll("\\R(?!  )", "\n  ");
    }

    static void requireShare(String what, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " must be above 0 to 1, or it can never fail; found: " + share);
        }
    }
}
