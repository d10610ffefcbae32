package io.genaiops.eval.assertion;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatExperiment;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ExperimentAssertTest {

    /** Scores the number that the response is; {@code ?} makes it fail. */
    private static final Evaluator QUALITY = Evaluator.builder("quality").evaluating(sample -> {
        String response = sample.response().orElseThrow();
        if (response.equals("?")) {
            throw new IllegalStateException("judge is down");
        }
        return Outcome.scored(Double.parseDouble(response), Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
    });

    private static final Check GOOD = QUALITY.atLeast(0.5);

    private static Dataset rows(int count) {
        List<Sample> samples = IntStream.range(0, count)
                .mapToObj(i -> Sample.of(Integer.toString(i)).withId("q" + i))
                .toList();
        return Dataset.of("rows", samples);
    }

    private static Experiment trial(int count, Check... checks) {
        return Experiment.named("trial").over(rows(count)).evaluatedBy(EvaluatorChain.of(checks));
    }

    private static Experiment.Variant<String> by(IntFunction<String> answers) {
        return sample -> answers.apply(Integer.parseInt(sample.input()));
    }

    /** The second variant is better on 40 of 50 items, beyond chance. */
    private static ExperimentResult better() {
        return trial(50, GOOD)
                .textVariant("v1", by(i -> i % 5 == 0 ? "0.9" : "0.2"))
                .textVariant("v2", by(i -> "0.9"))
                .run();
    }

    @Test
    void a_good_result_passes_the_whole_sentence() {
        assertThatCode(() -> assertThatExperiment(better())
                        .hasScores()
                        .hasCoverage(1)
                        .variant("v2")
                        .hasCoverage(1)
                        .hasPassRate("quality", 1)
                        .hasMeanOfAtLeast("quality", 0.9)
                        .hasMeanOfAtMost("quality", 0.9)
                        .isNotWorseThan("v1")
                        .isBetterThan("v1")
                        .isBetterThan("v1", "quality")
                        .variant("v1")
                        .hasPassRate("quality", 0.2))
                .doesNotThrowAnyException();
    }

    @Test
    void a_pass_rate_that_is_missed_shows_its_interval_and_the_samples() {
        assertThatThrownBy(() -> assertThatExperiment(better()).variant("v1").hasPassRate("quality", 0.9))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                        [trial] quality of v1: pass rate 0.20 (0.11-0.33) over 50 items, required 0.90
                          failed: q1, q2, q3, q4, q6, q7, q8, q9, q11, q12 and 30 more""");
    }

    @Test
    void a_rate_just_below_does_not_look_met() {
        ExperimentResult result = trial(250, GOOD)
                .textVariant("v1", by(i -> i < 26 ? "0.2" : "0.9"))
                .run();
        assertThatThrownBy(() -> assertThatExperiment(result).variant("v1").hasPassRate("quality", 0.9))
                .hasMessageContaining("pass rate 0.896 (0.85-0.93) over 250 items, required 0.90");
    }

    @Test
    void a_mean_that_is_missed_shows_its_interval() {
        assertThatThrownBy(() -> assertThatExperiment(better())
                        .as("smoke %d", 1)
                        .variant("v1")
                        .hasMeanOfAtLeast("quality", 0.5))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("[smoke 1] quality of v1: mean 0.34 (0.26-0.42) over 50 items, required at least 0.50");
        assertThatThrownBy(() -> assertThatExperiment(better()).variant("v2").hasMeanOfAtMost("quality", 0.5))
                .hasMessage("[trial] quality of v2: mean 0.90 over 50 items, required at most 0.50");
    }

    @Test
    void worse_and_better_speak_the_words_of_the_verdict() {
        assertThatThrownBy(() -> assertThatExperiment(better()).variant("v1").isNotWorseThan("v2"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("[trial] quality, pass rate: v1 is worse than v2 by ")
                .hasMessageContaining("\n  quality, score: v1 is worse than v2 by ")
                .hasMessageContaining("p < 0.001, 50 items)");
        assertThatThrownBy(() -> assertThatExperiment(better()).variant("v1").isBetterThan("v2"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("v1 is worse than v2");
        ExperimentResult same = trial(400, GOOD)
                .textVariant("v1", by(i -> i % 2 == 0 ? "0.90" : "0.91"))
                .textVariant("v2", by(i -> i % 2 == 0 ? "0.91" : "0.90"))
                .run();
        assertThatCode(() -> assertThatExperiment(same).variant("v2").isNotWorseThan("v1"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatExperiment(same).variant("v2").isBetterThan("v1"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("no regression and no gain of v2 over v1");
    }

    @Test
    void what_the_items_cannot_tell_is_inconclusive() {
        ExperimentResult few = trial(4, GOOD)
                .textVariant("v1", by(i -> i == 0 ? "0.2" : "0.9"))
                .textVariant("v2", by(i -> i == 1 ? "0.2" : "0.9"))
                .run();
        assertThatThrownBy(() -> assertThatExperiment(few).variant("v2").isNotWorseThan("v1"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("inconclusive: [trial] quality, pass rate: cannot tell v2 from v1");
        assertThatThrownBy(() -> assertThatExperiment(few)
                        .whenInconclusive(Inconclusive.FAILS)
                        .variant("v2")
                        .isBetterThan("v1", "quality"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("inconclusive: [trial] quality, pass rate: cannot tell v2 from v1");
    }

    @Test
    void low_coverage_fails_where_asked_for_and_leaves_the_rest_inconclusive() {
        ExperimentResult holes = trial(20, GOOD)
                .textVariant("v1", by(i -> i < 2 ? "?" : "0.9"))
                .textVariant("v2", by(i -> "0.9"))
                .run();
        assertThatThrownBy(() -> assertThatExperiment(holes).hasCoverage(0.95))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage(
                        "[trial] variant 'v1': quality: mean 0.9; 18 SCORED, 2 ERRORED, coverage 0.90, required 0.95");
        assertThatThrownBy(() -> assertThatExperiment(holes).variant("v1").hasCoverage(0.95))
                .isInstanceOf(AssertionFailedError.class);
        assertThatCode(() -> assertThatExperiment(holes).variant("v2").hasCoverage(0.95))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatExperiment(holes).variant("v1").hasPassRate("quality", 0.5))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("coverage 0.90, needed 0.95");
        assertThatThrownBy(() -> assertThatExperiment(holes).variant("v2").isNotWorseThan("v1"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage(
                        "inconclusive: [trial] quality: 2 of 20 items lack a score of one of the two, so they do not"
                                + " compare");
    }

    @Test
    void a_run_without_any_score_is_refused_by_every_assertion() {
        Evaluator blind = Evaluator.builder("blind").evaluating(sample -> Outcome.notApplicable("no context"));
        ExperimentResult result = trial(3, GOOD, blind.atLeast(0.5))
                .textVariant("v1", by(i -> "0.9"))
                .textVariant("v2", by(i -> "0.9"))
                .run();
        String refusal = "[trial] variant 'v1': evaluator 'blind' gave no score at all; found: 3 NOT_APPLICABLE.";
        for (Runnable assertion : List.<Runnable>of(
                () -> assertThatExperiment(result).hasScores(),
                () -> assertThatExperiment(result).hasCoverage(0.1),
                () -> assertThatExperiment(result).variant("v1").hasCoverage(0.1),
                () -> assertThatExperiment(result).variant("v1").hasPassRate("quality", 0.1),
                () -> assertThatExperiment(result).variant("v1").hasMeanOfAtLeast("quality", 0.1),
                () -> assertThatExperiment(result).variant("v1").hasMeanOfAtMost("quality", 1),
                () -> assertThatExperiment(result).variant("v2").isNotWorseThan("v1", "quality"),
                () -> assertThatExperiment(result).variant("v2").isBetterThan("v1", "quality"))) {
            assertThatThrownBy(assertion::run)
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageStartingWith(refusal)
                    .hasMessageContaining("\n  variant 'v2': evaluator 'blind'");
        }
    }

    @Test
    void names_that_are_unknown_list_the_known_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatExperiment(better()).variant("v3"))
                .withMessageContaining("it has [v1, v2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatExperiment(better()).variant("v2").hasPassRate("qualty", 0.5))
                .withMessage("no evaluator of the experiment is called 'qualty'; it has [quality]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatExperiment(better()).variant("v2").isNotWorseThan("v1", "qualty"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatExperiment(better()).variant("v2").hasPassRate("quality", 0))
                .withMessageContaining("can never fail");
        ExperimentResult observed =
                trial(3, QUALITY.observed()).textVariant("v1", by(i -> "0.9")).run();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThatExperiment(observed).variant("v1").hasPassRate("quality", 0.5))
                .withMessageContaining("was only observed");
    }
}
