package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares variants that do not differ, and ones that hardly can be told apart, through whole experiments. */
class NullRunsTest {

    private static final Evaluator NUMBER = Evaluator.builder("number")
            .scoring(sample -> Double.parseDouble(sample.response().orElse("")));

    /** How many runs of how many said better or worse, on the pass rate, on the score, or on either. */
    private record Alarms(int runs, int passes, int scores, int either) {}

    @ParameterizedTest
    @ValueSource(ints = {5, 16, 40})
    void runs_without_a_difference_are_hardly_ever_called_better_or_worse(int items) {
        requireFewAlarms(alarms(200, items));
    }

    @Tag("endurance")
    @ParameterizedTest
    @ValueSource(ints = {5, 16, 40, 120})
    void a_thousand_runs_without_a_difference_are_hardly_ever_called_better_or_worse(int items) {
        requireFewAlarms(alarms(1000, items));
    }

    @Test
    void runs_with_a_difference_are_called_better() {
        int better = 0;
        for (int run = 0; run < 20; run++) {
            List<Verdict> verdicts = verdicts(new SplittableRandom(run), 60, 0.3);
            better += (int) verdicts.stream()
                    .filter(verdict -> verdict.conclusion() == Conclusion.BETTER)
                    .count();
        }
        assertThat(better).isGreaterThan(30);
    }

    @Test
    void five_items_cannot_tell_and_the_sentence_says_how_many_are_needed() {
        String words = result(new SplittableRandom(1), 5, 0.4).compare("a", "b").describe();

        assertThat(words.lines())
                .hasSize(2)
                .allSatisfy(sentence -> assertThat(sentence)
                        .contains("cannot tell b from a")
                        .containsPattern("items needed|[0-9]+ items needed to see")
                        .doesNotContain("better")
                        .doesNotContain("worse"));
        assertThat(words).containsPattern("about \\d+ items needed to see 0.05");
    }

    /** A rate of 0.05 over n runs has the standard error sqrt(0.0475 / n); two and a half of them are allowed for. */
    private static void requireFewAlarms(Alarms alarms) {
        double most = 0.05 + 2.5 * Math.sqrt(0.0475 / alarms.runs());
        assertThat(alarms.passes() / (double) alarms.runs()).isLessThanOrEqualTo(most);
        assertThat(alarms.scores() / (double) alarms.runs()).isLessThanOrEqualTo(most);
        assertThat(alarms.either() / (double) alarms.runs()).isLessThanOrEqualTo(most);
    }

    private static Alarms alarms(int runs, int items) {
        int passes = 0;
        int scores = 0;
        int either = 0;
        for (int run = 0; run < runs; run++) {
            List<Verdict> verdicts = verdicts(new SplittableRandom(1000L * items + run), items, 0);
            boolean pass = isAlarm(verdicts.get(0));
            boolean score = isAlarm(verdicts.get(1));
            passes += pass ? 1 : 0;
            scores += score ? 1 : 0;
            either += pass || score ? 1 : 0;
            for (Verdict verdict : verdicts) {
                boolean said = verdict.words("a", "b").contains("better")
                        || verdict.words("a", "b").contains("worse");
                assertThat(said).isEqualTo(isAlarm(verdict));
                assertThat(said && verdict.interval().orElseThrow().contains(0)).isFalse();
            }
        }
        return new Alarms(runs, passes, scores, either);
    }

    private static boolean isAlarm(Verdict verdict) {
        return verdict.conclusion() == Conclusion.BETTER || verdict.conclusion() == Conclusion.WORSE;
    }

    private static List<Verdict> verdicts(SplittableRandom random, int items, double gain) {
        return result(random, items, gain).compare("a", "b").rows().get(0).verdicts();
    }

    /** Items of different ease, scored with noise by both variants. */
    private static ExperimentResult result(SplittableRandom random, int items, double gain) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            samples.add(Sample.of(Double.toString(random.nextDouble())).withId("s" + i));
        }
        return Experiment.named("null")
                .over(Dataset.of("null", samples))
                .textVariant("a", sample -> score(random, sample, 0))
                .textVariant("b", sample -> score(random, sample, gain))
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .seeded(random.nextLong())
                .run();
    }

    private static String score(SplittableRandom random, Sample sample, double gain) {
        double ease = Double.parseDouble(sample.input());
        return Double.toString(Math.min(1, 0.5 * ease + 0.5 * random.nextDouble() + gain));
    }
}
