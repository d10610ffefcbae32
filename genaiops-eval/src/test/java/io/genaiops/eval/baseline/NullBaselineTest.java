package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds runs against baselines that they do not differ from, and ones that they do, through whole experiments. */
class NullBaselineTest {

    private static final int EVALUATORS = 3;

    @ParameterizedTest
    @ValueSource(ints = {12, 40})
    void two_hundred_runs_without_a_difference_hardly_ever_regress(int samples) {
        requireFewAlarms(conclusions(200, samples, 0), 200);
    }

    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(ints = {12, 16, 40, 120})
    void a_thousand_runs_without_a_difference_hardly_ever_regress(int samples) {
        requireFewAlarms(conclusions(1000, samples, 0), 1000);
    }

    @Test
    void runs_that_are_worse_regress() {
        Map<Conclusion, Integer> found = conclusions(40, 80, 0.3);
        assertThat(found.getOrDefault(Conclusion.REGRESSED, 0)).isGreaterThanOrEqualTo(36);
    }

    @Test
    void runs_that_are_better_pass() {
        assertThat(conclusions(40, 80, -0.3)).containsOnlyKeys(Conclusion.PASSED);
    }

    /** At most 5 % of all runs, over all evaluators and both figures of each. */
    private static void requireFewAlarms(Map<Conclusion, Integer> found, int runs) {
        assertThat(found.getOrDefault(Conclusion.REGRESSED, 0)).as("%s", found).isLessThanOrEqualTo(runs / 20);
        assertThat(found.getOrDefault(Conclusion.PASSED, 0))
                .as("the others pass: %s", found)
                .isGreaterThanOrEqualTo(runs - runs / 20);
    }

    private static Map<Conclusion, Integer> conclusions(int runs, int samples, double loss) {
        Map<Conclusion, Integer> found = new TreeMap<>();
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(7919L * samples + run);
            Dataset dataset = dataset(random, samples);
            Baseline baseline = Baseline.of(run(random, dataset, 0), "v");
            BaselineVerdict verdict = baseline.check(run(random, dataset, loss), "v");
            found.merge(verdict.conclusion(), 1, Integer::sum);
        }
        return found;
    }

    private static Dataset dataset(SplittableRandom random, int size) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            samples.add(Sample.of(Double.toString(random.nextDouble())).withId("s" + i));
        }
        return Dataset.of("null", samples);
    }

    /** Samples of different ease, whose scores of each evaluator have noise of their own. */
    private static ExperimentResult run(SplittableRandom random, Dataset dataset, double loss) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < EVALUATORS; i++) {
            checks.add(Evaluator.builder("e" + i)
                    .scoring(sample -> {
                        double ease = Double.parseDouble(sample.input());
                        double score = 0.5 * ease + 0.5 * random.nextDouble() - loss;
                        return Math.min(1, Math.max(0, score));
                    })
                    .atLeast(0.5));
        }
        return Experiment.named("null")
                .over(dataset)
                .textVariant("v", sample -> "x")
                .evaluatedBy(EvaluatorChain.of(checks))
                .seeded(random.nextLong())
                .run();
    }
}
