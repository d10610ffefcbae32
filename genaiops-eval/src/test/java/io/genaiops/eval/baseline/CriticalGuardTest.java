package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.BaselineVerdict.Reason;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.ExperimentResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriticalGuardTest {

    private static final RegressionRule USUAL = RegressionRule.usual();
    private static final Function<Integer, String> FINE = but(-1, "");

    private static BaselineVerdict check(RegressionRule rule, Function<Integer, String> now) {
        return Runs.baseline(100, FINE).check(Runs.run(100, now), "v1", rule);
    }

    private static List<String> words(BaselineVerdict verdict) {
        return verdict.reasons().stream().map(Reason::words).toList();
    }

    private static Function<Integer, String> but(int sample, String answer) {
        return i -> i == sample ? answer : "5 ok";
    }

    @Test
    void one_sample_that_falls_on_a_critical_evaluator_fails_the_gate_whatever_the_mean() {
        assertThat(check(USUAL, but(33, "5 bad")).conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(check(USUAL.critical("quality"), but(33, "5 bad")).conclusion())
                .isEqualTo(Conclusion.PASSED);

        BaselineVerdict verdict = check(USUAL.critical("safe"), but(33, "5 bad"));
        assertThat(verdict.conclusion()).isEqualTo(Conclusion.REGRESSED);
        assertThat(words(verdict)).containsExactly("1 critical fall, 0 tolerated: 's033' on 'safe'");
        assertThat(verdict.rows())
                .extracting(BaselineVerdict.Row::conclusion)
                .as("the evaluators did not fall")
                .containsOnly(Conclusion.PASSED);
        assertThat(verdict.falls()).singleElement().extracting(Fall::critical).isEqualTo(true);
    }

    @Test
    void a_sample_with_a_critical_tag_may_fall_on_no_evaluator() {
        RegressionRule rule = USUAL.criticalTag("safety");

        assertThat(check(rule, but(33, "1 bad")).conclusion())
                .as("without the tag")
                .isEqualTo(Conclusion.PASSED);
        assertThat(words(check(rule, but(30, "1 bad"))))
                .containsExactly("2 critical falls, 0 tolerated: 's030' on 'quality', 's030' on 'safe'");
    }

    @Test
    void as_many_falls_as_are_tolerated_pass() {
        RegressionRule rule = USUAL.critical("safe").toleratingFalls(2);
        Function<Integer, String> two = i -> i == 4 || i == 60 ? "5 bad" : "5 ok";
        Function<Integer, String> three = i -> i == 4 || i == 60 || i == 99 ? "5 bad" : "5 ok";

        assertThat(words(check(rule, two)))
                .containsExactly("no evaluator fell beyond chance on 100 samples, with 2 critical falls, 2 tolerated");
        assertThat(check(rule, three).conclusion()).isEqualTo(Conclusion.REGRESSED);
    }

    @ParameterizedTest
    @CsvSource({"4.1, PASSED", "4.0, PASSED", "3.9, REGRESSED", "3, REGRESSED"})
    void a_critical_sample_may_not_get_worse_by_more_than_is_stated_though_it_passes(double now, Conclusion expected) {
        RegressionRule rule = USUAL.critical("quality").criticalFall(0.25);

        assertThat(check(rule, but(33, now + " ok")).conclusion()).isEqualTo(expected);
        assertThat(check(USUAL.critical("quality"), but(33, now + " ok")).conclusion())
                .isEqualTo(Conclusion.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 2, PASSED",
        "3, 1, REGRESSED",
        "3, 0, REGRESSED",
        "2, 1, REGRESSED",
        "1, 0, PASSED",
        "4, 2, REGRESSED"
    })
    void with_repetitions_most_must_have_passed_and_half_at_most_pass_now(int before, int now, Conclusion expected) {
        int times = before == 4 ? 4 : 3;
        BaselineVerdict verdict =
                Baseline.of(repeated(times, before), "v1").check(repeated(times, now), "v1", USUAL.critical("counted"));

        assertThat(verdict.conclusion()).isEqualTo(expected);
    }

    /** Of the repetitions of one sample, so many pass; of all others all do. */
    private static ExperimentResult repeated(int times, int passing) {
        ConcurrentHashMap<String, Integer> seen = new ConcurrentHashMap<>();
        Evaluator counted = Evaluator.builder("counted")
                .scoring(sample -> seen.merge(sample.id(), 1, Integer::sum) <= passing
                                || !sample.id().equals("s005")
                        ? 1
                        : 0);
        return Runs.experiment(Runs.dataset(40), EvaluatorChain.of(counted.atLeast(1)), FINE)
                .repeated(times)
                .run();
    }

    @Test
    void a_sample_that_failed_before_cannot_fall() {
        Function<Integer, String> failing = but(33, "5 bad");
        BaselineVerdict verdict =
                Runs.baseline(100, failing).check(Runs.run(100, but(33, "5 bad")), "v1", USUAL.critical("safe"));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.PASSED);
    }

    @Test
    void a_critical_sample_without_a_score_any_more_is_inconclusive() {
        BaselineVerdict verdict = check(USUAL.critical("safe"), but(33, "5 -"));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(verdict)).containsExactly("critical samples have no score of 'safe' any more: 's033'");
        assertThat(check(USUAL, but(33, "5 -")).conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(check(USUAL.criticalTag("safety"), but(33, "5 -")).conclusion())
                .isEqualTo(Conclusion.PASSED);
        assertThat(words(check(USUAL.criticalTag("safety"), but(30, "!"))))
                .containsExactly(
                        "critical samples have no score of 'quality' any more: 's030'",
                        "critical samples have no score of 'safe' any more: 's030'");
    }

    @Test
    void a_critical_sample_that_vanished_or_changed_is_inconclusive_though_the_dataset_may_differ() {
        List<Sample> samples = new ArrayList<>(Runs.dataset(100).samples());
        samples.set(20, Sample.of("an easier question").withId("s020").tagged("safety"));
        samples.remove(10);
        samples.remove(5);
        ExperimentResult result = Runs.run(Dataset.of("questions", samples), Runs.chain(), FINE);
        RegressionRule rule = USUAL.allowingOtherDataset();

        assertThat(Runs.baseline(100, FINE).check(result, "v1", rule).conclusion())
                .isEqualTo(Conclusion.PASSED);
        BaselineVerdict verdict = Runs.baseline(100, FINE).check(result, "v1", rule.criticalTag("safety"));
        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(verdict)).containsExactly("critical samples are not there as they were: 's010', 's020'");
    }

    @Test
    void a_guard_that_watches_nothing_never_passes() {
        assertThat(words(check(USUAL.critical("safty"), FINE)))
                .containsExactly("critical evaluator 'safty' is not in both");
        assertThat(words(check(USUAL.criticalTag("harm"), FINE)))
                .containsExactly("critical tag 'harm' is on no sample that both have");

        EvaluatorChain observed = EvaluatorChain.of(Runs.QUALITY.observed());
        Baseline baseline = Baseline.of(Runs.run(Runs.dataset(100), observed, FINE), "v1");
        ExperimentResult same = Runs.run(Runs.dataset(100), observed, FINE);
        for (RegressionRule rule : List.of(USUAL.critical("quality"), USUAL.criticalTag("safety"))) {
            BaselineVerdict verdict = baseline.check(same, "v1", rule);
            assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
            assertThat(words(verdict)).singleElement().asString().contains("no fall is stated that would be critical");
            assertThat(baseline.check(same, "v1", rule.criticalFall(0.5)).conclusion())
                    .isEqualTo(Conclusion.PASSED);
        }
    }

    @Test
    void critical_falls_decide_nothing_between_runs_that_cannot_be_compared() {
        ExperimentResult more = Runs.run(101, but(33, "5 bad"));
        BaselineVerdict verdict = Runs.baseline(100, FINE).check(more, "v1", USUAL.critical("safe"));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(verdict.falls())
                .as("but they are shown")
                .extracting(Fall::sample, Fall::critical)
                .containsExactly(tuple("s033", true));
    }

    @Test
    void a_critical_evaluator_of_two_with_one_name_is_both_of_them() {
        EvaluatorChain chain = EvaluatorChain.of(
                Runs.quality("a").atLeast(3), Runs.quality("b").atLeast(4));
        Baseline baseline = Baseline.of(Runs.run(Runs.dataset(50), chain, FINE), "v1");

        BaselineVerdict verdict =
                baseline.check(Runs.run(Runs.dataset(50), chain, but(8, "3 ok")), "v1", USUAL.critical("quality"));
        assertThat(verdict.falls())
                .extracting(Fall::evaluator, Fall::critical)
                .containsExactly(
                        tuple(Runs.quality("b").id().toString(), true),
                        tuple(Runs.quality("a").id().toString(), false));
    }
}
