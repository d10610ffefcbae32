package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.assertion.Inconclusive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.opentest4j.AssertionFailedError;

class PassRateRunTest {

    private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    /** Passes on {@code +}, fails on {@code -}, is not judged on {@code ?} and breaks on {@code !}. */
    private static void judge(Sample sample) {
        switch (sample.input()) {
            case "+" -> SEEN.add(sample.id());
            case "-" -> throw new AssertionFailedError("the answer to " + sample.id() + " is bad\nvery bad");
            case "?" -> Assumptions.abort("the judge is down");
            default -> throw new IllegalStateException("no connection");
        }
    }

    static class Enough {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(46, 4));

        @GenAiTest(dataset = "letters", passRate = 0.9)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void a_failed_sample_is_shown_as_aborted_and_the_last_invocation_carries_the_verdict() {
        Ran ran = Ran.tests(Enough.class);

        assertThat(ran.ends()).hasSize(51);
        assertThat(ran.ends().subList(0, 46)).allMatch(end -> end.status() == Status.SUCCESSFUL);
        assertThat(ran.ends().subList(46, 50)).allMatch(end -> end.status() == Status.ABORTED);
        assertThat(ran.ends().get(46).message()).isEqualTo("failed: the answer to q47 is bad\nvery bad");
        assertThat(ran.ends().get(46).thrown().orElseThrow()).hasCauseInstanceOf(AssertionFailedError.class);
        assertThat(ran.last().line()).isEqualTo("SUCCESSFUL pass rate 46/50 (0.81-0.97), required 0.90");
        assertThat(ran.published("verdict")).containsExactly("""
                pass rate 46/50 (0.81-0.97), required 0.90
                  failed:     q47: the answer to q47 is bad
                  failed:     q48: the answer to q48 is bad
                  failed:     q49: the answer to q49 is bad
                  failed:     q50: the answer to q50 is bad""");
    }

    static class TooFew {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(7, 3));

        @GenAiTest(dataset = "letters", passRate = 0.9)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void a_rate_below_the_required_one_fails_and_names_the_samples() {
        Ran ran = Ran.tests(TooFew.class);

        assertThat(ran.ends()).filteredOn(end -> end.status() == Status.FAILED).hasSize(1);
        assertThat(ran.last().name()).isEqualTo("pass rate 7/10 (0.40-0.89), required 0.90");
        assertThat(ran.last().thrown().orElseThrow())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                pass rate 7/10 (0.40-0.89), required 0.90
                  failed:     q8: the answer to q8 is bad
                  failed:     q9: the answer to q9 is bad
                  failed:     q10: the answer to q10 is bad""");
        assertThat(ran.brokenContainers()).isEmpty();
    }

    static class Unstable {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(2, 1));

        @GenAiTest(dataset = "letters", passRate = 0.75, repetitions = 3)
        void test(Sample sample, RepetitionInfo repetition) {
            if (repetition.getCurrentRepetition() == 1) {
                judge(sample);
            }
        }
    }

    @Test
    void repetitions_are_averaged_within_their_sample() {
        Ran ran = Ran.tests(Unstable.class);

        assertThat(ran.lines())
                .hasSize(10)
                .contains("ABORTED q3: -, repetition 1 of 3 | failed: the answer to q3 is bad")
                .endsWith("SUCCESSFUL pass rate 2.67/3 (0.21-1.00), required 0.75");
        assertThat(ran.published("verdict")).containsExactly("""
                pass rate 2.67/3 (0.21-1.00), required 0.75
                  failed:     q3 (1 of 3): the answer to q3 is bad""");
    }

    static class MostlyJudged {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("+".repeat(38) + "?!"));

        @GenAiTest(dataset = "letters", passRate = 1)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void what_was_not_judged_is_neither_pass_nor_failure_and_is_named() {
        Ran ran = Ran.tests(MostlyJudged.class);

        assertThat(ran.lines())
                .contains(
                        "ABORTED q39: ? | the judge is down",
                        "ABORTED q40: ! | not judged: java.lang.IllegalStateException: no connection")
                .endsWith("SUCCESSFUL pass rate 38/38 (0.91-1.00), required 1.00, 2 of 40 runs not judged");
        assertThat(ran.published("verdict")).containsExactly("""
                pass rate 38/38 (0.91-1.00), required 1.00, 2 of 40 runs not judged
                  not judged: q39: the judge is down
                  not judged: q40: java.lang.IllegalStateException: no connection""");
    }

    static class HardlyJudged {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("+++++++++?"));

        @GenAiTest(dataset = "letters", passRate = 0.9)
        void aborts(Sample sample) {
            judge(sample);
        }

        @GenAiTest(dataset = "letters", passRate = 0.9, whenInconclusive = Inconclusive.FAILS)
        void fails(Sample sample) {
            judge(sample);
        }
    }

    static class HardlyJudgedAndStrict {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .dataset("letters", Rows.letters("+++++++++?"))
                .whenInconclusive(Inconclusive.FAILS)
                .build();

        @GenAiTest(dataset = "letters", passRate = 0.9)
        void fails_as_genaiops_says(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void below_95_percent_coverage_the_verdict_is_never_green() {
        String name = "pass rate 9/9 (0.70-1.00), required 0.90, inconclusive: 1 of 10 runs not judged";
        assertThat(Ran.tests(HardlyJudged.class).ends())
                .filteredOn(end -> end.name().startsWith("pass rate"))
                .extracting(end -> end.status() + " " + end.name())
                .containsExactlyInAnyOrder("ABORTED " + name, "FAILED " + name);
        assertThat(Ran.tests(HardlyJudgedAndStrict.class).last().line()).isEqualTo("FAILED " + name + " | " + name);
    }

    static class BadWhateverTheRest {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("----++++??"));

        @GenAiTest(dataset = "letters", passRate = 0.9)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void low_coverage_excuses_no_rate_that_the_rest_could_not_mend() {
        assertThat(Ran.tests(BadWhateverTheRest.class).last().line())
                .startsWith("FAILED pass rate 4/8 (0.22-0.78), required 0.90, 2 of 10 runs not judged");
    }

    static class NothingJudged {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("??!"));

        @GenAiTest(dataset = "letters", passRate = 0.1)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void no_sample_judged_at_all_is_a_failure() {
        assertThat(Ran.tests(NothingJudged.class).last().line())
                .startsWith("FAILED pass rate unknown, no sample was judged, required 0.10, 3 of 3 runs not judged");
    }

    static class ErroredEvaluator {

        private static final Evaluator BROKEN = Evaluator.builder("broken").evaluating(sample -> {
            throw new IllegalStateException("judge is down");
        });

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .dataset("letters", Rows.of(3, 0))
                .whenInconclusive(Inconclusive.FAILS)
                .build();

        @GenAiTest(dataset = "letters", passRate = 0.5)
        void test(Sample sample) {
            GenAiAssertions.assertThatAnswer("a").to(sample).scores(BROKEN).atLeast(0.5);
        }
    }

    @Test
    void an_evaluator_that_errored_is_no_bad_answer_even_where_inconclusive_tests_fail() {
        Ran ran = Ran.tests(ErroredEvaluator.class);

        assertThat(ran.lines().get(0))
                .startsWith("ABORTED q1: + | not judged: inconclusive: the answer was not judged by");
        assertThat(ran.last().line()).startsWith("FAILED pass rate unknown, no sample was judged");
    }

    static class ClearlyBad {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(0, 50));

        @GenAiTest(dataset = "letters", passRate = 0.9, earlyStop = true)
        void test(Sample sample) {
            judge(sample);
        }
    }

    static class ClearlyGood {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(200, 0));

        @GenAiTest(dataset = "letters", passRate = 0.9, earlyStop = true, repetitions = 2)
        void test(Sample sample) {
            judge(sample);
        }
    }

    static class ClearFromOneFailure {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(0, 30));

        @GenAiTest(dataset = "letters", passRate = 1, earlyStop = true)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void a_clear_answer_ends_the_run_and_one_line_says_what_is_not_run() {
        List<String> bad = Ran.tests(ClearlyBad.class).lines();
        assertThat(bad).hasSize(4);
        assertThat(bad.get(2))
                .isEqualTo("ABORTED 48 of 50 samples not run: the answer is clear without them"
                        + " | 48 of 50 samples not run: the answer is clear without them");
        assertThat(bad.get(3))
                .startsWith("FAILED pass rate 0/2 (0.00-0.87), required 0.90, stopped early after 2 of 50 samples");

        List<String> good = Ran.tests(ClearlyGood.class).lines();
        assertThat(good).hasSize(2 * 69 + 2);
        assertThat(good.get(138)).startsWith("ABORTED 131 of 200 samples not run: the answer is clear without them");
        assertThat(good.get(139))
                .isEqualTo(
                        "SUCCESSFUL pass rate 69/69 (0.90-1.00), required 0.90, stopped early after 69 of 200 samples");

        assertThat(Ran.tests(ClearFromOneFailure.class).lines().get(1))
                .startsWith("ABORTED 29 of 30 samples not run: the answer is clear without them");
    }

    static class SortedByDifficulty {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(150, 150));

        @GenAiTest(dataset = "letters", passRate = 0.9, earlyStop = true)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void a_sorted_dataset_does_not_deceive_an_early_stop() {
        List<String> lines = Ran.tests(SortedByDifficulty.class).lines();

        assertThat(lines.get(lines.size() - 1)).startsWith("FAILED pass rate ");
        assertThat(lines)
                .hasSizeLessThan(40)
                .isEqualTo(Ran.tests(SortedByDifficulty.class).lines());
    }

    static class Surrounded {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(2, 0));

        @BeforeEach
        void before(Sample sample) {
            SEEN.add("before " + sample.id());
        }

        @GenAiTest(dataset = "letters", passRate = 0.5)
        void test(Sample sample) {
            judge(sample);
        }

        @AfterEach
        void after() {
            SEEN.add("after");
        }
    }

    @Test
    void the_verdict_runs_neither_the_test_nor_what_comes_before_and_after_it() {
        Ran.tests(Surrounded.class);

        assertThat(SEEN).containsExactly("before q1", "q1", "after", "before q2", "q2", "after");
    }

    static class AssertsAround {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("+++-"));

        @GenAiTest(dataset = "letters", passRate = 0.75)
        void test(Sample sample) {}

        @AfterEach
        void nothing_was_bad(Sample sample) {
            judge(sample);
        }
    }

    static class ThrowsAround implements AfterEachCallback {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("++++"));

        @RegisterExtension
        final AfterEachCallback leak = context -> assertEquals("leaks", context.getDisplayName());

        @Override
        public void afterEach(ExtensionContext context) {}

        @GenAiTest(dataset = "letters", passRate = 0.75)
        void test(Sample sample) {}
    }

    @Test
    void what_fails_around_the_test_counts_as_well() {
        assertThat(Ran.tests(AssertsAround.class).lines())
                .contains("ABORTED q4: - | failed: the answer to q4 is bad")
                .endsWith("SUCCESSFUL pass rate 3/4 (0.30-0.95), required 0.75");
        assertThat(Ran.tests(ThrowsAround.class).lines())
                .allMatch(line -> line.startsWith("FAILED"))
                .last()
                .asString()
                .startsWith("FAILED pass rate 0/4");
    }

    static class CannotBeMade {

        private static int made;

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("++++"));

        CannotBeMade() {
            made++;
            if (made == 2) {
                throw new IllegalStateException("no second one");
            }
        }

        @GenAiTest(dataset = "letters", passRate = 0.5)
        void test(Sample sample) {}
    }

    @Test
    void a_run_that_never_began_is_a_hole_and_no_pass() {
        CannotBeMade.made = 0;
        Ran ran = Ran.tests(CannotBeMade.class);

        assertThat(ran.lines().get(1)).startsWith("FAILED q2: +");
        assertThat(ran.last().message()).isEqualTo("""
                pass rate 3/3 (0.44-1.00), required 0.50, inconclusive: 1 of 4 runs not judged
                  not judged: q2: java.lang.IllegalStateException: no second one""");
    }

    static class SecondIsDisabled implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getDisplayName().startsWith("q2")
                    ? ConditionEvaluationResult.disabled("not today")
                    : ConditionEvaluationResult.enabled("");
        }
    }

    @ExtendWith(SecondIsDisabled.class)
    static class OneDisabled {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("++"));

        @GenAiTest(dataset = "letters", passRate = 0.5)
        void test(Sample sample) {}
    }

    static class VerdictIsDisabled implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getDisplayName().startsWith("pass rate")
                    ? ConditionEvaluationResult.disabled("no verdict please")
                    : ConditionEvaluationResult.enabled("");
        }
    }

    @ExtendWith(VerdictIsDisabled.class)
    static class VerdictDisabled {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("--"));

        @GenAiTest(dataset = "letters", passRate = 0.5)
        void test(Sample sample) {
            judge(sample);
        }
    }

    @Test
    void a_disabled_run_is_not_judged_and_a_disabled_verdict_still_comes() {
        assertThat(Ran.tests(OneDisabled.class).last().message()).endsWith("\n  not judged: q2: disabled: not today");
        assertThat(Ran.tests(VerdictDisabled.class).brokenMessages())
                .singleElement()
                .asString()
                .startsWith("pass rate 0/2 (0.00-0.66), required 0.50");
    }

    static class Slow {

        private static final CountDownLatch NEVER = new CountDownLatch(1);

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("+-"));

        @GenAiTest(dataset = "letters", passRate = 0.5)
        @Timeout(value = 50, unit = TimeUnit.MILLISECONDS)
        void test(Sample sample) throws InterruptedException {
            if (sample.input().equals("-")) {
                NEVER.await();
            }
        }
    }

    @Test
    void a_run_that_timed_out_is_not_judged() {
        Ran ran = Ran.tests(Slow.class);

        assertThat(ran.lines().get(1)).startsWith("ABORTED q2: - | not judged: java.util.concurrent.TimeoutException");
        assertThat(ran.last().line()).startsWith("ABORTED pass rate 1/1");
    }

    @Disabled("the whole method")
    static class WhollyDisabled {

        @GenAiTest(dataset = "nowhere", passRate = 0.5)
        void test(Sample sample) {}
    }

    @Test
    void a_disabled_test_asks_for_no_dataset() {
        assertThat(Ran.tests(WhollyDisabled.class).ends()).isEmpty();
    }

    @Test
    void one_invocation_run_again_brings_no_verdict_and_the_verdict_alone_is_no_pass() {
        Ran sample = Ran.invocation(Enough.class, "test(io.genaiops.eval.Sample)", 50);
        assertThat(sample.lines()).containsExactly("ABORTED q50: - | failed: the answer to q50 is bad");
        assertThat(sample.brokenContainers()).isEmpty();

        Ran verdict = Ran.invocation(Enough.class, "test(io.genaiops.eval.Sample)", 51);
        assertThat(verdict.lines())
                .singleElement()
                .asString()
                .startsWith("FAILED pass rate unknown, no sample was judged");
    }
}
