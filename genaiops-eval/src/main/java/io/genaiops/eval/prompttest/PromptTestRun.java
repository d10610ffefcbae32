package io.genaiops.eval.prompttest;

import static java.util.Objects.requireNonNull;

import io.genaiops.call.PromptCalls;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.suite.EvaluationSuite;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;

/**
 * Tests of what prompts promise under {@code tests} in their front matter: a container for each version, and in it a test for
 * each threshold. Each prompt is called once a row of its dataset.
 *
 * <pre>{@code
 * @TestFactory
 * Iterable<DynamicNode> prompts_keep_their_promises() {
 *     return GenAiAssertions.promptTests(registry).models(models).judge(judge).datasets(folder);
 * }
 * }</pre>
 *
 * <p>Tested are the versions that labels of the registry's environment are on, the highest published one, and the highest
 * draft above it where drafts are allowed: what is live, and what would be next. A registry in which none of them promises
 * anything is a test that fails.
 *
 * <p><b>Measures</b> are evaluators by their names in suites, such as {@code judge.relevance}, see {@link EvaluationSuite}; the
 * last part alone will do where only one evaluator has it. Held against the threshold is the mean over the rows, which for a
 * score of 0 or 1 is the pass rate. Measures of a whole run, such as {@code performance.error_rate}, are held against it as
 * they are, and {@code p95} is a percentile of the latency. {@code quality/brief} is the check {@code brief} of the suite
 * {@code quality}, with its parameters and without its limit. A measure that scored less than 95 % of the rows is
 * inconclusive, and so is one of a run in which more than 5 % of the calls failed, except the error rate.
 *
 * <p><b>Inputs</b> are the fields of a row by their names. {@code input}, {@code query} and {@code question} are the input of
 * the row, {@code context} and {@code contexts} its documents, {@code reference} and {@code references} its references. If one
 * required text is left without a field, it is given the input of the row. Immutable.
 *
 * @since 0.1
 */
public final class PromptTestRun implements Iterable<DynamicNode> {

    private static final Path USUAL_FOLDER = Path.of("src", "test", "resources");

    /** What the host says; {@code calls} is absent until it gives models. */
    record Options(
            AssetRegistry registry,
            @Nullable PromptCalls calls,
            UnaryOperator<EvaluationSuite> evaluators,
            Path datasets,
            int concurrency,
            Inconclusive whenInconclusive) {}

    private final Options options;

    private PromptTestRun(Options options) {
        this.options = options;
    }

    /** Returns the tests of the prompts of a registry; models must follow. */
    public static PromptTestRun of(AssetRegistry registry) {
        requireNonNull(registry, "registry");
        return new PromptTestRun(
                new Options(registry, null, UnaryOperator.identity(), USUAL_FOLDER, 1, Inconclusive.ABORTS));
    }

    /**
     * Gives the models that answer, by the names that prompts use.
     *
     * @throws IllegalArgumentException if a delivered prompt names a model that is not mapped
     */
    public PromptTestRun models(Models models) {
        return calls(PromptCalls.of(options.registry, models));
    }

    /** Gives the calls by which prompts are answered, with options of your own such as prices. */
    public PromptTestRun calls(PromptCalls calls) {
        Options o = options;
        return new PromptTestRun(new Options(
                o.registry,
                requireNonNull(calls, "calls"),
                o.evaluators,
                o.datasets,
                o.concurrency,
                o.whenInconclusive));
    }

    /** Gives who judges. */
    public PromptTestRun judge(Judge judge) {
        requireNonNull(judge, "judge");
        return evaluators(suite -> suite.judge(judge));
    }

    /**
     * Gives what else evaluators need, such as {@code evaluators(suite -> suite.embeddings(model).with("my.brand_voice",
     * …))}.
     */
    public PromptTestRun evaluators(UnaryOperator<EvaluationSuite> host) {
        requireNonNull(host, "host");
        Options o = options;
        UnaryOperator<EvaluationSuite> before = o.evaluators;
        return new PromptTestRun(new Options(
                o.registry,
                o.calls,
                suite -> host.apply(before.apply(suite)),
                o.datasets,
                o.concurrency,
                o.whenInconclusive));
    }

    /** Sets the folder that the files of datasets are in; {@code src/test/resources} if not set. */
    public PromptTestRun datasets(Path folder) {
        Options o = options;
        return new PromptTestRun(new Options(
                o.registry,
                o.calls,
                o.evaluators,
                requireNonNull(folder, "folder"),
                o.concurrency,
                o.whenInconclusive));
    }

    /** Sets how many rows of a prompt are answered at a time; one if not set. */
    public PromptTestRun concurrency(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more; found: " + atOnce);
        }
        Options o = options;
        return new PromptTestRun(
                new Options(o.registry, o.calls, o.evaluators, o.datasets, atOnce, o.whenInconclusive));
    }

    /** Sets what becomes of a test whose measure is inconclusive; it aborts if not set. */
    public PromptTestRun whenInconclusive(Inconclusive becomes) {
        Options o = options;
        return new PromptTestRun(new Options(
                o.registry, o.calls, o.evaluators, o.datasets, o.concurrency, requireNonNull(becomes, "becomes")));
    }

    /** Returns the containers and tests, for a {@code @TestFactory}. Nothing is called before a test runs. */
    @Override
    public Iterator<DynamicNode> iterator() {
        List<DynamicNode> nodes = TestedVersion.in(options.registry).stream()
                .flatMap(version -> version.node(options).stream())
                .toList();
        return nodes.isEmpty() ? List.of(nothing()).iterator() : nodes.iterator();
    }

    private DynamicNode nothing() {
        return DynamicTest.dynamicTest("prompts with tests", () -> {
            throw new AssertionFailedError(
                    "no prompt promises anything, so that nothing was tested: expected 'tests' with a"
                            + " dataset and thresholds in the front matter of a version that a label is on, of the highest published"
                            + " one or of the highest draft; found prompts " + options.registry.prompts());
        });
    }

    @Override
    public String toString() {
        return "PromptTestRun[" + options.datasets + "]";
    }
}
