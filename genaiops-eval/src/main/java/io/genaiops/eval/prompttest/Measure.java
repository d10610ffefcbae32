package io.genaiops.eval.prompttest;

import com.fasterxml.jackson.databind.node.DoubleNode;
import io.genaiops.asset.Target;
import io.genaiops.definition.Quantity;
import io.genaiops.definition.SuiteCheck;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.SuiteLimit;
import io.genaiops.definition.SuiteLimit.Bound;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.prompttest.PromptTestRun.Options;
import io.genaiops.eval.suite.EvaluationSuite;
import io.genaiops.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a target measures: an evaluator of answers or one of a whole run, with the threshold in its unit. */
final class Measure {

    /** The run evaluator that calls which failed do not make inconclusive, since they are what it counts. */
    static final String ERROR_RATE = "performance.error_rate";

    private static final String COST_OF_A_RUN = "performance.cost_per_request";
    private static final Pattern PERCENTILE = Pattern.compile("p([0-9]{1,2}(?:\\.[0-9]{1,3})?)");
    private static final SuiteCheck ANY_CHECK =
            SuiteCheck.builder("text.length").build();

    private final String name;
    private final @Nullable Evaluator evaluator;
    private final @Nullable RunEvaluator runEvaluator;
    private final Threshold threshold;

    private Measure(
            String name, @Nullable Evaluator evaluator, @Nullable RunEvaluator runEvaluator, Threshold threshold) {
        this.name = name;
        this.evaluator = evaluator;
        this.runEvaluator = runEvaluator;
        this.threshold = threshold;
    }

    /**
     * Returns the measure of a target.
     *
     * @throws RuntimeException if there is no such measure, or it needs what the host has not given
     */
    static Measure of(Target target, Prompt prompt, Options options) {
        Measures of = new Measures(target, prompt, options);
        Matcher percentile = PERCENTILE.matcher(target.measure());
        if (percentile.matches()) {
            double share = Double.parseDouble(percentile.group(1)) / 100;
            return of.run(SuiteCheck.builder("performance.latency_percentile")
                    .with("percentile", DoubleNode.valueOf(share))
                    .build());
        }
        if (target.measure().contains("/")) {
            return of.checkOfSuite();
        }
        String name = fullName(target.measure());
        return EvaluationSuite.runEvaluators().contains(name)
                ? of.run(SuiteCheck.builder(name).build())
                : of.check(SuiteCheck.builder(name));
    }

    private static String fullName(String measure) {
        if (measure.contains(".")) {
            return measure;
        }
        TreeSet<String> names = new TreeSet<>(EvaluationSuite.evaluators());
        names.addAll(EvaluationSuite.runEvaluators());
        List<String> meant =
                names.stream().filter(name -> name.endsWith("." + measure)).toList();
        if (meant.size() != 1) {
            throw new IllegalArgumentException("measure '" + measure + "' must be the name of one evaluator; "
                    + (meant.isEmpty() ? "known are p50, p95, p99 and " + names : "found: " + meant));
        }
        return meant.get(0);
    }

    /** Returns the name of the evaluator in suites. */
    String name() {
        return name;
    }

    Optional<Evaluator> evaluator() {
        return Optional.ofNullable(evaluator);
    }

    Optional<RunEvaluator> runEvaluator() {
        return Optional.ofNullable(runEvaluator);
    }

    Threshold threshold() {
        return threshold;
    }

    /** Builds measures of one target by suites of one check. */
    private record Measures(Target target, Prompt prompt, Options options) {

        private SuiteLimit limit() {
            Bound bound = target.bound() == Target.Bound.AT_LEAST ? Bound.AT_LEAST : Bound.AT_MOST;
            return SuiteLimit.of(bound, new Quantity(target.value(), target.unit()));
        }

        private SuiteDefinition.Builder suite() {
            return SuiteDefinition.builder(prompt.name(), prompt.version());
        }

        private EvaluationSuite host(SuiteDefinition definition) {
            return options.evaluators().apply(EvaluationSuite.of(definition, options.registry()));
        }

        Measure check(SuiteCheck.Builder check) {
            SuiteDefinition one = suite().check(check.limit(limit()).build()).build();
            Check made = host(one).chain().checks().get(0);
            return new Measure(
                    one.checks().get(0).evaluator(),
                    made.evaluator(),
                    null,
                    made.threshold().orElseThrow());
        }

        Measure run(SuiteCheck measure) {
            if (measure.evaluator().equals(COST_OF_A_RUN)) {
                throw new IllegalArgumentException(
                        "measure '" + COST_OF_A_RUN + "' is of whatever currency answers are priced"
                                + " in; write performance.cost, whose mean is the cost of a request in the currency of the limit");
            }
            SuiteDefinition one = suite().check(ANY_CHECK).measure(measure).build();
            RunEvaluator made = host(one).measures().get(0);
            return new Measure(
                    measure.evaluator(), null, made, EvaluationSuite.threshold(measure.evaluator(), limit()));
        }

        /** Takes the check of a suite with its parameters, and holds it against the target instead of its own limit. */
        Measure checkOfSuite() {
            String measure = target.measure();
            String suite = measure.substring(0, measure.indexOf('/'));
            String wanted = measure.substring(measure.indexOf('/') + 1);
            EvaluationSuite host = options.evaluators().apply(EvaluationSuite.load(options.registry(), suite));
            List<SuiteCheck> checks = host.definition().checks();
            List<SuiteCheck> meant = checks.stream()
                    .filter(check -> check.name().orElse(check.evaluator()).equals(wanted))
                    .toList();
            if (meant.size() != 1) {
                throw new IllegalArgumentException(
                        "measure '" + measure + "' must name one check of " + host.definition()
                                + "; found " + meant.size() + " among "
                                + checks.stream()
                                        .map(check -> check.name().orElse(check.evaluator()))
                                        .toList());
            }
            SuiteCheck check = meant.get(0);
            Evaluator evaluator =
                    host.chain().checks().get(checks.indexOf(check)).evaluator();
            Threshold threshold = EvaluationSuite.threshold(check.evaluator(), limit());
            return new Measure(check.evaluator(), evaluator, null, threshold);
        }
    }
}
