package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.genaiops.eval.Sample;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult.Status;

class ParallelRunTest {

    private static final Set<String> SEEN = Collections.synchronizedSet(new HashSet<>());

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    static class OneAfterAnother {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(46, 4));

        @GenAiTest(dataset = "letters", passRate = 0.95)
        void first(Sample sample) {
            SEEN.add("first " + sample.id());
            assertEquals("+", sample.input());
        }

        @GenAiTest(dataset = "letters", passRate = 0.9)
        void second(Sample sample) {
            SEEN.add("second " + sample.id());
            assertEquals("+", sample.input());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void the_verdict_is_the_last_invocation_though_tests_run_in_parallel(int threads) {
        Ran ran = Ran.inParallel(threads, OneAfterAnother.class);

        assertThat(SEEN).hasSize(100);
        assertThat(ran.ends()).hasSize(102);
        assertThat(ran.brokenContainers()).isEmpty();
        assertThat(ran.lines())
                .filteredOn(line -> line.contains("pass rate 46/50"))
                .containsExactlyInAnyOrder(
                        "FAILED pass rate 46/50 (0.81-0.97), required 0.95 | pass rate 46/50 (0.81-0.97), required 0.95",
                        "SUCCESSFUL pass rate 46/50 (0.81-0.97), required 0.90");
    }

    static class SideBySide {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(46, 4));

        @GenAiTest(dataset = "letters", passRate = 0.95, repetitions = 2)
        @Execution(ExecutionMode.CONCURRENT)
        void too_few(Sample sample) {
            SEEN.add("few " + sample.id());
            assertEquals("+", sample.input());
        }

        @GenAiTest(dataset = "letters", passRate = 0.9)
        @Execution(ExecutionMode.CONCURRENT)
        void enough(Sample sample) {
            SEEN.add("enough " + sample.id());
            assertEquals("+", sample.input());
        }

        @GenAiTest(dataset = "letters", passRate = 0.9)
        @Execution(ExecutionMode.CONCURRENT)
        void not_judged(Sample sample) {
            Assumptions.assumeTrue(sample.input().equals("+"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void samples_side_by_side_lose_nothing_and_no_verdict(int threads) {
        Ran ran = Ran.inParallel(threads, SideBySide.class);

        assertThat(SEEN).hasSize(100);
        assertThat(ran.published("verdict"))
                .extracting(text -> text.lines().findFirst().orElseThrow())
                .containsExactlyInAnyOrder(
                        "pass rate 46/50 (0.81-0.97), required 0.95",
                        "pass rate 46/50 (0.81-0.97), required 0.90",
                        "pass rate 46/46 (0.92-1.00), required 0.90, inconclusive: 4 of 50 runs not judged");
        assertThat(ran.ends().stream().map(Ran.End::name).filter(name -> name.startsWith("q")))
                .hasSize(200);
        assertThat(ran.ends())
                .filteredOn(end -> end.name().startsWith("q") && end.status() == Status.FAILED)
                .isEmpty();
        assertThat(verdicts(ran, Status.FAILED))
                .anyMatch(line -> line.startsWith("pass rate 46/50 (0.81-0.97), required 0.95"));
        assertThat(verdicts(ran, Status.FAILED))
                .noneMatch(line -> line.startsWith("pass rate 46/50 (0.81-0.97), required 0.90"));
    }

    /** The verdicts that ended so, be they invocations or the methods themselves. */
    private static Iterable<String> verdicts(Ran ran, Status status) {
        return Stream.concat(ran.ends().stream(), ran.brokenContainers().stream())
                .filter(end -> end.status() == status)
                .map(Ran.End::message)
                .filter(message -> message.startsWith("pass rate"))
                .toList();
    }

    /** JUnit asks this for invocations, of which it has none, when the method's own have been given. */
    static class AllAsked implements TestTemplateInvocationContextProvider {

        private static CountDownLatch latch = new CountDownLatch(1);

        static void await() throws InterruptedException {
            assertTrue(latch.await(1, TimeUnit.MINUTES), "JUnit has not asked for all invocations");
        }

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            latch.countDown();
            return Stream.empty();
        }
    }

    static class AtOnce {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("+-"));

        @GenAiTest(dataset = "letters", passRate = 0.9)
        @ExtendWith(AllAsked.class)
        @Execution(ExecutionMode.CONCURRENT)
        void test(Sample sample) throws InterruptedException {
            AllAsked.await();
            assertEquals("+", sample.input());
        }
    }

    @Test
    void samples_that_still_run_leave_the_verdict_to_their_method() {
        AllAsked.latch = new CountDownLatch(1);
        Ran ran = Ran.inParallelAtOnce(4, AtOnce.class);

        assertThat(ran.sortedLines())
                .containsExactly("ABORTED q2: - | failed: expected: <+> but was: <->", "SUCCESSFUL q1: +");
        assertThat(ran.brokenMessages()).containsExactly("""
                pass rate 1/2 (0.09-0.91), required 0.90
                  failed:     q2: expected: <+> but was: <->""");
    }

    static class NotJudgedAtOnce {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("+?"));

        @GenAiTest(dataset = "letters", passRate = 0.5)
        @ExtendWith(AllAsked.class)
        @Execution(ExecutionMode.CONCURRENT)
        void test(Sample sample) throws InterruptedException {
            AllAsked.await();
            Assumptions.assumeTrue(sample.input().equals("+"), "the judge is down");
        }
    }

    @Test
    void a_method_whose_verdict_is_inconclusive_fails_since_it_cannot_be_aborted() {
        AllAsked.latch = new CountDownLatch(1);
        Ran ran = Ran.inParallelAtOnce(4, NotJudgedAtOnce.class);

        assertThat(ran.brokenContainers()).singleElement().satisfies(end -> {
            assertThat(end.status()).isEqualTo(Status.FAILED);
            assertThat(end.message())
                    .startsWith("pass rate 1/1 (0.21-1.00), required 0.50, inconclusive: 1 of 2 runs not judged");
        });
    }

    static class StopsSideBySide {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.of(0, 60));

        @GenAiTest(dataset = "letters", passRate = 0.9, earlyStop = true)
        @Execution(ExecutionMode.CONCURRENT)
        void test(Sample sample) {
            SEEN.add(sample.id());
            assertEquals("+", sample.input());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void side_by_side_what_is_not_run_is_said_too(int threads) {
        Ran ran = Ran.inParallel(threads, StopsSideBySide.class);

        assertThat(SEEN).hasSizeLessThan(20);
        int saidOneByOne = (int) ran.lines().stream()
                .filter(line -> line.endsWith("| not run: the answer is clear without it"))
                .count();
        int saidTogether = ran.ends().stream()
                .map(Ran.End::message)
                .filter(message -> message.endsWith(" of 60 samples not run: the answer is clear without them"))
                .mapToInt(message -> Integer.parseInt(message.substring(0, message.indexOf(' '))))
                .sum();
        assertThat(SEEN.size() + saidOneByOne + saidTogether).isEqualTo(60);
        assertThat(ran.published("verdict"))
                .singleElement()
                .asString()
                .startsWith("pass rate 0/" + SEEN.size() + " ")
                .contains(", stopped early after " + SEEN.size() + " of 60 samples");
    }

    @Test
    void the_verdict_comes_though_junit_was_told_to_close_nothing() {
        AllAsked.latch = new CountDownLatch(1);
        Ran ran = Ran.of(Ran.parallel(4, NotJudgedAtOnce.class)
                .configurationParameter("junit.jupiter.extensions.store.close.autocloseable.enabled", "false")
                .execute());

        assertThat(ran.brokenMessages()).hasSize(1);
    }
}
