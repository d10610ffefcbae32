package io.genaiops.eval.prompttest;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Target;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Check;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.prompttest.PromptTestRun.Options;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptTests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;

/** One version of a prompt and its tests, which share one run over the dataset. Thread-safe. */
final class PromptTrial {

    private final Prompt prompt;
    private final PromptTests tests;
    private final Options options;
    private final Map<Target, Measure> measures = new LinkedHashMap<>();
    private final Map<Target, RuntimeException> problems = new LinkedHashMap<>();
    private @Nullable VariantResult result;
    private @Nullable AssertionFailedError failure;

    PromptTrial(Prompt prompt, PromptTests tests, Options options) {
        this.prompt = prompt;
        this.tests = tests;
        this.options = options;
    }

    List<DynamicTest> tests() {
        return tests.thresholds().stream()
                .map(target -> DynamicTest.dynamicTest(target + " on " + tests.dataset(), () -> test(target)))
                .toList();
    }

    private void test(Target target) {
        VariantResult found = result();
        RuntimeException problem = problems.get(target);
        if (problem != null) {
            throw new AssertionFailedError(title(target) + "\n  because:   " + problem.getMessage(), problem);
        }
        Measure measure = requireNonNull(measures.get(target), "measure");
        new Promise(title(target), measure, options.whenInconclusive()).hold(found);
    }

    private String title(Target target) {
        return "prompt '" + prompt.name() + "' " + prompt.version() + " does not keep " + target + " on dataset '"
                + tests.dataset() + "'";
    }

    /** Answers and evaluates all rows, once; what stands in the way fails every test. */
    private synchronized VariantResult result() {
        if (failure != null) {
            throw failure;
        }
        VariantResult found = result;
        if (found == null) {
            try {
                found = run();
            } catch (RuntimeException e) {
                failure = new AssertionFailedError(
                        "prompt '" + prompt.name() + "' " + prompt.version() + " cannot be tested on dataset '"
                                + tests.dataset() + "': " + e.getMessage(),
                        e);
                throw failure;
            }
            result = found;
        }
        return found;
    }

    private VariantResult run() {
        PromptCalls calls = options.calls();
        if (calls == null) {
            throw new IllegalStateException(
                    "no models are given; give them with promptTests(registry).models(models), or calls(calls)");
        }
        Dataset dataset = Dataset.asset(options.registry(), tests.dataset().toString(), options.datasets())
                .requireSamples();
        RowInputs inputs = RowInputs.of(prompt, dataset);
        tests.thresholds().forEach(this::measure);
        String variant = prompt.identity().toString();
        return Experiment.named("tests of " + variant)
                .over(dataset)
                .variant(
                        variant,
                        row -> calls.prompt(prompt).with(inputs.of(row)).send())
                .evaluatedBy(chain())
                .measuredBy(runEvaluators())
                .concurrency(options.concurrency())
                .run()
                .variant(variant);
    }

    /** Builds the measure of a target; if there is none, that is the business of its test alone. */
    private void measure(Target target) {
        try {
            measures.put(target, Measure.of(target, prompt, options));
        } catch (RuntimeException e) {
            problems.put(target, e);
        }
    }

    private EvaluatorChain chain() {
        Map<EvaluatorId, Check> checks = new LinkedHashMap<>();
        measures.values()
                .forEach(measure -> measure.evaluator()
                        .ifPresent(evaluator -> checks.putIfAbsent(evaluator.id(), evaluator.observed())));
        return checks.isEmpty()
                ? EvaluatorChain.of(PerformanceEvaluators.latency().observed())
                : EvaluatorChain.of(List.copyOf(checks.values()));
    }

    private RunEvaluator[] runEvaluators() {
        Map<EvaluatorId, RunEvaluator> evaluators = new LinkedHashMap<>();
        measures.values()
                .forEach(measure -> measure.runEvaluator()
                        .ifPresent(evaluator -> evaluators.putIfAbsent(evaluator.id(), evaluator)));
        return evaluators.values().toArray(RunEvaluator[]::new);
    }
}
