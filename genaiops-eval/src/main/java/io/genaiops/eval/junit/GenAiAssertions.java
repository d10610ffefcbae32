package io.genaiops.eval.junit;

import io.genaiops.call.Answer;
import io.genaiops.eval.assertion.AnswerAssert;
import io.genaiops.eval.assertion.ExperimentAssert;
import io.genaiops.eval.assertion.LockedAssets;
import io.genaiops.eval.baseline.Baseline;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.prompttest.PromptTestRun;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;

/**
 * Assertions on answers, experiments, results against a baseline and the files of assets, for a static import:
 *
 * <pre>{@code
 * assertThatAnswer(answer).to(sample).contains("12 kilometres").scores(relevance).atLeast(4);
 * assertThatExperiment(result).variant("2.0.0").hasPassRate("relevance", 0.9).isNotWorseThan("1.1.0");
 * assertAssetsLocked();
 * assertNoRegression(result, Path.of("src/test/baselines/trail-guide.jsonl"));
 * }</pre>
 *
 * @since 0.1
 */
public final class GenAiAssertions {

    private GenAiAssertions() {}

    /** Starts assertions on an answer; {@link AnswerAssert#to} adds what it is an answer to. */
    public static AnswerAssert assertThatAnswer(Answer answer) {
        return GenAiOps.inForce(AnswerAssert.of(answer));
    }

    /** Starts assertions on the text of an answer of which nothing else is known. */
    public static AnswerAssert assertThatAnswer(String text) {
        return GenAiOps.inForce(AnswerAssert.of(text));
    }

    /** Starts assertions on the result of an experiment. */
    public static ExperimentAssert assertThatExperiment(ExperimentResult result) {
        return GenAiOps.inForce(ExperimentAssert.of(result));
    }

    /** Asserts that the assets below {@code src/main/resources/genaiops} are locked; see {@link #assertAssetsLocked(Path)}. */
    public static void assertAssetsLocked() {
        assertAssetsLocked(Path.of("src", "main", "resources", "genaiops"));
    }

    /**
     * Asserts that every file below a directory of assets is what was published: no published file differs from its entry
     * in {@code versions.yaml} or is missing, no label is on a version that is not published, and no file is a draft. The
     * failure lists all of them.
     *
     * <p>With the system property {@code genaiops.update=true} drafts are published first, in the name of the system's
     * user, which writes their digests and locks into {@code versions.yaml}. What was published is never changed.
     *
     * @param root the directory of the sources, not of what a build copied
     */
    public static void assertAssetsLocked(Path root) {
        LockedAssets.check(root, Boolean.getBoolean("genaiops.update"), System.getProperty("user.name", "unknown"));
    }

    /**
     * Returns a test for every figure that the prompts of a registry promise under {@code tests} in their front matter, for a
     * {@code @TestFactory}: {@code return promptTests(registry).models(models).judge(judge);}
     */
    public static PromptTestRun promptTests(AssetRegistry registry) {
        return PromptTestRun.of(registry);
    }

    /**
     * Asserts that a result is no worse than the baseline in a file: of its only variant, or of the one that the baseline is
     * of. {@link #assertThatVariant} names another one, a rule, and what becomes of the test when nothing can be concluded.
     *
     * <p>With the system property {@code genaiops.update=true} the file is written instead. Without it a missing file is an
     * error.
     */
    public static void assertNoRegression(ExperimentResult result, Path baseline) {
        RegressionAssert.of(result, null).hasNotRegressedFrom(baseline);
    }

    /** Asserts that a result is no worse than a baseline, as {@link #assertNoRegression(ExperimentResult, Path)}. */
    public static void assertNoRegression(ExperimentResult result, Baseline baseline) {
        RegressionAssert.of(result, null).hasNotRegressedFrom(baseline);
    }

    /**
     * Starts an assertion on a variant of a result.
     *
     * @throws IllegalArgumentException if the result has no such variant
     */
    public static RegressionAssert assertThatVariant(ExperimentResult result, String variant) {
        return RegressionAssert.of(result, variant);
    }
}
