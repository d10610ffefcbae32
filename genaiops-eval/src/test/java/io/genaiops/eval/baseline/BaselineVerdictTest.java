package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.call.Answers;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.baseline.BaselineVerdict.Difference;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.BaselineVerdict.Measure;
import io.genaiops.eval.baseline.BaselineVerdict.Reason;
import io.genaiops.eval.baseline.BaselineVerdict.Row;
import io.genaiops.eval.baseline.BaselineVerdict.Standing;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Power;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineVerdictTest {

    private static final Function<Integer, String> GOOD = BaselineVerdictTest::good;

    private static final RegressionRule USUAL = RegressionRule.usual();

    /** Qualities 3, 4 and 5 in turn, one in twenty unsafe. */
    private static String good(int sample) {
        return 3 + sample % 3 + (sample % 20 == 7 ? " bad" : " ok");
    }

    private static BaselineVerdict check(int size, Function<Integer, String> before, Function<Integer, String> now) {
        return Runs.baseline(size, before).check(Runs.run(size, now), "v1");
    }

    private static List<String> words(BaselineVerdict verdict) {
        return verdict.reasons().stream().map(Reason::words).toList();
    }

    @Test
    void the_same_scores_pass_and_say_what_could_have_been_detected() {
        BaselineVerdict verdict = check(100, GOOD, GOOD);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(verdict.exitCode()).isZero();
        assertThat(words(verdict)).containsExactly("no evaluator fell beyond chance on 100 samples");
        assertThat(verdict.falls()).isEmpty();
        assertThat(verdict.differences()).isEmpty();
        for (Row row : verdict.rows()) {
            assertThat(row.conclusion()).isEqualTo(Conclusion.PASSED);
            assertThat(row.sentences())
                    .isNotEmpty()
                    .allSatisfy(sentence -> assertThat(sentence)
                            .contains("shows no regression")
                            .containsPattern("the smallest regression that could have been detected is 0\\.\\d+"));
        }
    }

    @Test
    void a_fall_beyond_chance_regresses_and_the_others_do_not() {
        BaselineVerdict verdict = check(100, GOOD, i -> (i % 3 == 0 ? 1 : 3) + (i % 20 == 7 ? " bad" : " ok"));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.REGRESSED);
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.rows())
                .extracting(Row::name, Row::conclusion)
                .containsExactly(tuple("quality", Conclusion.REGRESSED), tuple("safe", Conclusion.PASSED));
        assertThat(words(verdict))
                .hasSize(2)
                .satisfiesExactly(
                        passes -> assertThat(passes)
                                .startsWith("evaluator 'quality': pass rate is worse by 0.2")
                                .contains("(1 before, 0.66 now; p < 0.001, 100 samples)"),
                        scores -> assertThat(scores).startsWith("evaluator 'quality': mean score is worse by 1."));
        assertThat(verdict.describe())
                .startsWith("REGRESSED: 'v1' of 'guide trial' against the baseline of 2026-11-20T08:30:00Z")
                .contains("safe, pass rate shows no regression");
    }

    @Test
    void a_gain_passes() {
        BaselineVerdict verdict = check(100, i -> "3 ok", i -> i % 2 == 0 ? "3 ok" : "5 ok");

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(verdict.rows().get(0).scores().orElseThrow().verdict().conclusion())
                .isEqualTo(Verdict.Conclusion.BETTER);
        assertThat(verdict.describe()).contains("quality, mean score is better by");
    }

    @Test
    void where_lower_is_better_a_rise_is_a_regression() {
        EvaluatorChain chain = EvaluatorChain.of(Runs.SECONDS.atMost(10));
        Baseline baseline = Baseline.of(Runs.run(Runs.dataset(40), chain, i -> 1 + i % 3 + " ok"), "v1");

        BaselineVerdict slower = baseline.check(Runs.run(Runs.dataset(40), chain, i -> 2 + i % 3 + " ok"), "v1");
        BaselineVerdict faster = baseline.check(Runs.run(Runs.dataset(40), chain, i -> 0.5 + i % 3 + " ok"), "v1");

        assertThat(slower.conclusion()).isEqualTo(Conclusion.REGRESSED);
        assertThat(slower.falls())
                .hasSize(40)
                .allSatisfy(fall -> assertThat(fall.failed()).isFalse());
        assertThat(faster.conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(faster.falls()).isEmpty();
    }

    @Test
    void figures_are_those_of_the_tests_corrected_by_holm() {
        BaselineVerdict verdict = check(60, GOOD, i -> (i % 10 == 0 ? 2 : 3 + i % 3) + (i < 9 ? " bad" : " ok"));

        double[] before = new double[60];
        double[] now = new double[60];
        boolean[] passedBefore = new boolean[60];
        boolean[] passedNow = new boolean[60];
        boolean[] safeBefore = new boolean[60];
        boolean[] safeNow = new boolean[60];
        for (int i = 0; i < 60; i++) {
            before[i] = 3 + i % 3;
            now[i] = i % 10 == 0 ? 2 : 3 + i % 3;
            passedBefore[i] = true;
            passedNow[i] = i % 10 != 0;
            safeBefore[i] = i % 20 != 7;
            safeNow[i] = i >= 9;
        }
        double[] raw = {
            Statistics.paired(passedBefore, passedNow)
                    .verdict(Power.usual(), 0.05)
                    .pValue(),
            Statistics.paired(before, now)
                    .verdict(Power.usual(), 0.2, Resampling.seeded(1))
                    .pValue(),
            Statistics.paired(safeBefore, safeNow).verdict(Power.usual(), 0.05).pValue()
        };
        double[] holm = Statistics.corrected(Correction.HOLM, raw);
        Row quality = verdict.rows().get(0);
        Row safe = verdict.rows().get(1);
        assertThat(quality.passes().orElseThrow().verdict().pValue()).isEqualTo(holm[0]);
        assertThat(quality.scores().orElseThrow().verdict().pValue()).isEqualTo(holm[1]);
        assertThat(safe.passes().orElseThrow().verdict().pValue()).isEqualTo(holm[2]);
        assertThat(safe.scores()).as("yes or no is tested once").isEmpty();
        Measure scores = quality.scores().orElseThrow();
        assertThat(scores.before()).isCloseTo(4, within(1e-9));
        assertThat(scores.verdict().relevant()).isCloseTo(0.2, within(1e-12));
        double deviation = Statistics.paired(before, now).standardDeviation().orElseThrow();
        assertThat(scores.verdict().detectable())
                .as("at the level that the strictest of three tests asks for")
                .isEqualTo(new Power(1 - (1 - 0.95) / 3, 0.8).detectableMean(60, deviation));
    }

    @Test
    void repetitions_are_averaged_within_their_sample() {
        ExperimentResult before = Runs.experiment(Runs.dataset(5), Runs.chain(), i -> "5 ok")
                .repeated(20)
                .run();
        ExperimentResult now = Runs.experiment(Runs.dataset(5), Runs.chain(), i -> "1 bad")
                .repeated(20)
                .run();

        BaselineVerdict verdict = Baseline.of(before, "v1").check(now, "v1");

        assertThat(verdict.conclusion()).as("five samples prove nothing").isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(verdict.rows().get(0).paired()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6})
    void too_few_samples_to_show_anything_never_pass(int size) {
        BaselineVerdict verdict = check(size, i -> "4 ok", i -> "4 ok");

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(words(verdict))
                .contains("evaluator 'safe' has so few samples, " + size
                        + " in both, that no regression could have been detected");
    }

    @Test
    void a_coverage_below_95_percent_is_inconclusive() {
        BaselineVerdict verdict = check(100, GOOD, i -> i < 6 ? "- ok" : GOOD.apply(i));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(verdict))
                .containsExactly("evaluator 'quality' has a coverage of 94 % now; at least 95 % are required");
        assertThat(verdict.rows())
                .extracting(Row::conclusion)
                .containsExactly(Conclusion.INCONCLUSIVE, Conclusion.PASSED);
        assertThat(check(100, GOOD, i -> i < 5 ? "- ok" : GOOD.apply(i)).conclusion())
                .isEqualTo(Conclusion.PASSED);
        assertThat(check(100, i -> i < 6 ? "- ok" : GOOD.apply(i), GOOD).conclusion())
                .as("of the baseline")
                .isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(check(1000, GOOD, i -> i < 51 ? "- ok" : GOOD.apply(i)).describe())
                .as("94.9 % is not rounded to 95 %")
                .contains("a coverage of 94.9 % now");
    }

    @Test
    void answers_that_failed_are_inconclusive_and_no_falls() {
        BaselineVerdict verdict = check(100, GOOD, i -> i % 4 == 0 ? "!" : GOOD.apply(i));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(verdict.falls()).isEmpty();
    }

    @Test
    void an_evaluator_without_a_single_score_never_passes() {
        for (RegressionRule rule : List.of(USUAL, USUAL.excusing(Outcome.Kind.UNSCORED), USUAL.coverage(0.01))) {
            BaselineVerdict verdict = Runs.baseline(89, GOOD).check(Runs.run(89, i -> "- ok"), "v1", rule);
            assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
            assertThat(words(verdict)).containsExactly("evaluator 'quality' gave no score at all now");
            assertThat(Runs.baseline(89, i -> "- ok")
                            .check(Runs.run(89, i -> "- ok"), "v1", rule)
                            .conclusion())
                    .isEqualTo(Conclusion.INCONCLUSIVE);
        }
    }

    @Test
    void kinds_of_outcomes_can_be_excused() {
        Function<Integer, String> halfIsElsewhere = i -> i % 2 == 0 ? "n/a ok" : GOOD.apply(i);
        Baseline baseline = Runs.baseline(100, halfIsElsewhere);
        ExperimentResult same = Runs.run(100, halfIsElsewhere);

        assertThat(baseline.check(same, "v1").conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(baseline.check(same, "v1", USUAL.excusing(Outcome.Kind.UNSCORED))
                        .conclusion())
                .isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(baseline.check(same, "v1", USUAL.excusing(Outcome.Kind.NOT_APPLICABLE))
                        .conclusion())
                .isEqualTo(Conclusion.PASSED);
    }

    @Test
    void scores_that_never_meet_are_inconclusive() {
        RegressionRule lax = USUAL.coverage(0.3);
        BaselineVerdict verdict = Runs.baseline(20, i -> i % 2 == 0 ? "4 ok" : "- ok")
                .check(Runs.run(20, i -> i % 2 == 0 ? "- ok" : "4 ok"), "v1", lax);

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(verdict)).containsExactly("evaluator 'quality' has no sample with a score in both");
    }

    @Test
    void what_was_found_counts_even_where_something_else_is_not_known() {
        BaselineVerdict verdict = check(100, GOOD, i -> (i < 10 ? "-" : "4") + (i < 50 ? " bad" : " ok"));

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.REGRESSED);
        assertThat(verdict.reasons())
                .extracting(Reason::conclusion)
                .containsExactly(Conclusion.REGRESSED, Conclusion.INCONCLUSIVE);
    }

    @Test
    void a_regression_that_must_be_detectable_and_is_not_is_inconclusive() {
        Baseline baseline = Runs.baseline(100, GOOD);
        ExperimentResult noisy = Runs.run(100, i -> 3 + (i + i / 10) % 3 + (i % 20 == 7 ? " bad" : " ok"));

        assertThat(baseline.check(noisy, "v1").conclusion()).isEqualTo(Conclusion.PASSED);
        BaselineVerdict strict = baseline.check(noisy, "v1", USUAL.detecting(0.05));
        assertThat(strict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(strict))
                .anySatisfy(words -> assertThat(words)
                        .startsWith("evaluator 'quality' cannot show a regression of 0.2 of its mean score with 100"
                                + " samples, only one of 0."));
        assertThat(baseline.check(noisy, "v1", USUAL.detecting(0.5)).conclusion())
                .isEqualTo(Conclusion.PASSED);
    }

    @Test
    void another_dataset_is_inconclusive_and_every_difference_is_listed() {
        Baseline baseline = Runs.baseline(100, GOOD);
        List<Sample> samples = new ArrayList<>(Runs.dataset(102).samples());
        samples.remove(3);
        samples.set(10, Sample.of("another question").withId("s011"));
        Dataset other = Dataset.of("questions", samples);
        ExperimentResult result = Runs.run(other, Runs.chain(), i -> "1 bad");

        BaselineVerdict verdict = baseline.check(result, "v1");
        assertThat(verdict.conclusion()).as("whatever the tests say").isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(verdict.newSamples()).containsExactly("s100", "s101");
        assertThat(verdict.vanishedSamples()).containsExactly("s003");
        assertThat(verdict.changedSamples()).containsExactly("s011");
        assertThat(words(verdict))
                .containsExactly(
                        "dataset is another one: questions, 100 samples, "
                                + Runs.dataset(100).digest().abbreviated()
                                + " in the baseline, questions, 101 samples, "
                                + other.digest().abbreviated() + " now",
                        "new: 2 samples, 's100', 's101'",
                        "vanished: 1 sample, 's003'",
                        "changed: 1 sample, 's011'");
        assertThat(verdict.rows()).allSatisfy(row -> {
            assertThat(row.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
            assertThat(row.paired()).isEqualTo(98);
        });

        BaselineVerdict allowed = baseline.check(result, "v1", USUAL.allowingOtherDataset());
        assertThat(allowed.conclusion()).isEqualTo(Conclusion.REGRESSED);
        assertThat(allowed.differences())
                .extracting(Difference::what, Difference::standing)
                .containsExactly(tuple("dataset", Standing.ALLOWED));
        assertThat(allowed.describe()).contains("(allowed)");
        assertThat(baseline.check(Runs.run(other, Runs.chain(), GOOD), "v1", USUAL.allowingOtherDataset())
                        .conclusion())
                .isEqualTo(Conclusion.PASSED);
    }

    @Test
    void recorded_responses_and_the_order_of_rows_make_no_other_dataset() {
        List<Sample> before = new ArrayList<>();
        List<Sample> now = new ArrayList<>();
        for (Sample sample : Runs.dataset(50).samples()) {
            before.add(sample.answered("4 ok"));
            now.add(0, sample.answered("1 bad"));
        }
        BaselineVerdict verdict = Baseline.of(recorded(before), "recorded").check(recorded(now), "recorded");

        assertThat(verdict.conclusion()).isEqualTo(Conclusion.REGRESSED);
        assertThat(verdict.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.standing()).isEqualTo(Standing.NOTED))
                .asString()
                .startsWith("digest of the dataset, in recorded responses or the order of rows: ");
    }

    private static ExperimentResult recorded(List<Sample> samples) {
        return Experiment.named("recorded")
                .over(Dataset.of("answers", samples))
                .recordedVariant("recorded")
                .evaluatedBy(Runs.chain())
                .run();
    }

    @Test
    void another_configuration_of_an_evaluator_is_inconclusive_unless_it_is_allowed() {
        Baseline baseline = Runs.baseline(100, GOOD);
        EvaluatorChain other = EvaluatorChain.of(Runs.quality("2").atLeast(3), Runs.SAFE.atLeast(1));
        ExperimentResult result = Runs.run(Runs.dataset(100), other, GOOD);

        BaselineVerdict verdict = baseline.check(result, "v1");
        assertThat(verdict.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(verdict))
                .containsExactly("evaluator is another one: " + Runs.QUALITY.id() + " in the baseline, "
                        + Runs.quality("2").id() + " now");
        BaselineVerdict allowed = baseline.check(result, "v1", USUAL.allowingOtherEvaluators());
        assertThat(allowed.conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(allowed.differences()).extracting(Difference::standing).containsExactly(Standing.ALLOWED);
        assertThat(allowed.rows()).hasSize(2);
    }

    @Test
    void new_and_missing_evaluators_are_inconclusive_unless_they_are_allowed() {
        Baseline both = Runs.baseline(50, GOOD);
        EvaluatorChain one = EvaluatorChain.of(Runs.QUALITY.atLeast(3));
        ExperimentResult alone = Runs.run(Runs.dataset(50), one, GOOD);

        assertThat(words(both.check(alone, "v1")))
                .containsExactly("evaluator is another one: " + Runs.SAFE.id() + " in the baseline, none now");
        assertThat(words(Baseline.of(alone, "v1").check(Runs.run(50, GOOD), "v1")))
                .containsExactly("evaluator is another one: none in the baseline, " + Runs.SAFE.id() + " now");
        assertThat(both.check(alone, "v1", USUAL.allowingOtherEvaluators()).conclusion())
                .isEqualTo(Conclusion.PASSED);
        EvaluatorChain another = EvaluatorChain.of(Runs.SECONDS.atMost(10));
        BaselineVerdict nothing = Baseline.of(alone, "v1")
                .check(Runs.run(Runs.dataset(50), another, GOOD), "v1", USUAL.allowingOtherEvaluators());
        assertThat(nothing.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
        assertThat(words(nothing)).containsExactly("no evaluator is in both, so nothing was compared");
        assertThat(nothing.toMarkdown()).contains("INCONCLUSIVE");
    }

    @Test
    void another_threshold_is_inconclusive_unless_it_is_allowed() {
        Baseline baseline = Runs.baseline(50, GOOD);
        ExperimentResult strict = Runs.run(50, GOOD).at(Runs.QUALITY.id(), Threshold.atLeast(4));

        assertThat(words(baseline.check(strict, "v1")))
                .containsExactly("threshold of 'quality' is another one: at least 3 in the baseline, at least 4 now");
        assertThat(baseline.check(strict, "v1", USUAL.allowingOtherEvaluators()).conclusion())
                .as("a third of the samples fails the new threshold")
                .isEqualTo(Conclusion.REGRESSED);
    }

    @Test
    void prompts_models_and_repetitions_are_noted() {
        Baseline baseline = Runs.baseline(20, i -> "4 ok");
        ExperimentResult result = Experiment.named("guide trial")
                .over(Runs.dataset(20))
                .variant("v2", sample -> Answers.saying("4 ok"))
                .evaluatedBy(Runs.chain())
                .repeated(2)
                .run();

        BaselineVerdict verdict = baseline.check(result, "v2");
        assertThat(verdict.conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(verdict.differences().stream().map(Difference::toString))
                .satisfiesExactly(
                        variant -> assertThat(variant).isEqualTo("variant: v1 in the baseline, v2 now"),
                        prompt -> assertThat(prompt)
                                .startsWith("prompts: not known in the baseline, trail-guide:1.1.0 ("),
                        model -> assertThat(model).isEqualTo("models: not known in the baseline, small now"),
                        times -> assertThat(times).isEqualTo("repetitions: 1 in the baseline, 2 now"));
    }

    @Test
    void samples_that_fell_are_listed_the_worst_first() {
        BaselineVerdict verdict = check(40, i -> "5 ok", i -> switch (i) {
            case 5 -> "4 ok";
            case 6 -> "2 ok";
            case 7 -> "1 bad";
            default -> "5 ok";
        });

        assertThat(verdict.falls())
                .extracting(Fall::sample, Fall::evaluator, Fall::failed)
                .containsExactly(
                        tuple("s007", "quality", true),
                        tuple("s007", "safe", true),
                        tuple("s006", "quality", true),
                        tuple("s005", "quality", false));
        assertThat(verdict.falls()).allSatisfy(fall -> {
            assertThat(fall.critical()).isFalse();
            assertThat(fall.sameAnswer()).isFalse();
        });
        assertThat(verdict.falls().get(0).scoreBefore()).hasValue(5);
        assertThat(verdict.falls().get(0).scoreNow()).hasValue(1);
    }

    @Test
    void an_answer_that_is_the_same_and_fell_speaks_against_the_evaluator() {
        int[] run = {0};
        Evaluator moody = Evaluator.builder("moody").scoring(sample -> run[0] == 0 ? 1 : 0.2);
        EvaluatorChain chain = EvaluatorChain.of(moody.atLeast(0.5));
        Baseline baseline = Baseline.of(Runs.run(Runs.dataset(10), chain, i -> "x"), "v1");
        run[0]++;

        BaselineVerdict verdict = baseline.check(Runs.run(Runs.dataset(10), chain, i -> "x"), "v1");
        assertThat(verdict.falls())
                .hasSize(10)
                .allSatisfy(fall -> assertThat(fall.sameAnswer()).isTrue());
        assertThat(verdict.toMarkdown()).contains("the answer is the same, so the evaluator changed its mind");
    }

    @Test
    void the_verdict_of_files_is_that_of_the_result(@TempDir Path folder) {
        Baseline baseline = Runs.baseline(60, GOOD);
        ExperimentResult result = Runs.experiment(Runs.dataset(60), Runs.chain(), i -> 3 + (i * 7) % 3 + " ok")
                .seeded(77)
                .run();
        baseline.writeTo(folder.resolve("baseline"));
        Baseline.of(result, "v1").writeTo(folder.resolve("candidate"));

        BaselineVerdict fromFiles =
                Baseline.read(folder.resolve("baseline")).check(Baseline.read(folder.resolve("candidate")), USUAL);
        assertThat(fromFiles.toJson()).isEqualTo(baseline.check(result, "v1").toJson());
    }

    @Test
    void rules_refuse_what_makes_no_sense() {
        assertThatThrownBy(() -> USUAL.relevant(0)).hasMessage("relevant must be above 0 to 1; found: 0.0");
        assertThatThrownBy(() -> USUAL.detecting(1.1)).hasMessageStartingWith("detecting must be");
        assertThatThrownBy(() -> USUAL.coverage(Double.NaN)).hasMessageStartingWith("coverage must be");
        assertThatThrownBy(() -> USUAL.criticalFall(1))
                .hasMessageStartingWith("criticalFall must be above 0 and below 1");
        assertThatThrownBy(() -> USUAL.toleratingFalls(-1)).hasMessageStartingWith("tolerated falls must be 0 or more");
        assertThatThrownBy(() -> USUAL.excusing(Outcome.Kind.SCORED)).hasMessageStartingWith("scores need no excuse");
        for (RegressionRule rule : List.of(USUAL.toleratingFalls(2), USUAL.criticalFall(0.5))) {
            assertThatThrownBy(() -> Runs.baseline(9, GOOD).check(Runs.run(9, GOOD), "v1", rule))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a rule on critical falls must name what is critical");
        }
        assertThat(USUAL).hasToString("no fall beyond chance; coverage of at least 95 %");
        assertThat(USUAL.detecting(0.1)
                        .excusing(Outcome.Kind.SKIPPED)
                        .critical("safe")
                        .criticalTag("safety")
                        .criticalFall(0.25)
                        .toleratingFalls(1)
                        .allowingOtherDataset()
                        .allowingOtherEvaluators())
                .hasToString(
                        "no fall beyond chance; falls of 10 % of a scale must be detectable; coverage of at least 95 %"
                                + " without skipped; critical evaluators safe; critical tags safety; critical from a fall of more"
                                + " than 25 % of a scale; 1 critical fall tolerated; another dataset allowed; other evaluators"
                                + " allowed");
    }

    @Test
    void a_variant_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Baseline.of(Runs.run(3, GOOD), "v3"))
                .hasMessage("experiment 'guide trial' has no variant 'v3'; it has [v1]");
    }
}
