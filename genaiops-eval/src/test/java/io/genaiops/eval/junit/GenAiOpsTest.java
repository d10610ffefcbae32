package io.genaiops.eval.junit;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.replay.Cassette;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class GenAiOpsTest {

    private static final String GOOD = "{\"reason\": \"fine\", \"score\": 5}";
    private static final AssetRegistry REGISTRY = AssetRegistry.classpath("genaiops");
    private static final List<Object> SEEN = new ArrayList<>();

    @TempDir
    static Path folder;

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static ScriptedChatModel always(String reply) {
        return ScriptedChatModel.builder().otherwise(reply).build();
    }

    private static ScriptedChatModel nobody() {
        return ScriptedChatModel.builder().build();
    }

    static class Everything {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .registry(REGISTRY)
                .models(Models.of("small", always("Pack a map.")).and("large", always(GOOD)))
                .judge("large")
                .chain(judge ->
                        EvaluatorChain.of(JudgeEvaluators.relevance(judge).atLeast(4)))
                .dataset(
                        "hikes",
                        Dataset.of("hikes", List.of(Sample.of("What do I pack?").withId("pack"))))
                .build();

        private final Models models;

        Everything(Models models, AssetRegistry registry) {
            assertThat(registry).isSameAs(REGISTRY);
            this.models = models;
        }

        @BeforeEach
        void before(PromptCalls calls) {
            SEEN.add(calls);
        }

        @Test
        void plain(AssetRegistry registry, PromptCalls calls, Judge judge, EvaluatorChain chain) {
            assertThat(models.chat("small").chat("?")).isEqualTo("Pack a map.");
            assertThat(judge.name()).isEqualTo("OTHER");
            assertThat(chain.checks()).hasSize(1);
            assertThatAnswer(calls.prompt("trail-guide:1.0.0")
                            .with("question", "What?")
                            .send())
                    .to("What?")
                    .contains("map")
                    .isRelevant();
        }

        @GenAiTest(dataset = "hikes", passRate = 1)
        void sampled(Sample sample, PromptCalls calls) {
            assertThatAnswer(calls.prompt("trail-guide:1.0.0")
                            .with("question", sample.input())
                            .send())
                    .to(sample)
                    .isRelevant();
        }

        @TestFactory
        Stream<DynamicTest> dynamic(PromptCalls calls) {
            return Stream.of(DynamicTest.dynamicTest(
                    "one", () -> assertThatAnswer("Pack a map.").to("What?").isRelevant()));
        }

        @Test
        @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void on_the_thread_of_a_timeout() {
            assertThatAnswer("Pack a map.").to("What?").isRelevant();
        }

        @AfterEach
        void after() {
            assertThatAnswer("Pack a map.").to("What?").isRelevant();
        }
    }

    @Test
    void tests_are_given_what_they_ask_for_and_a_judge_that_is_in_force() {
        Ran ran = Ran.tests(Everything.class);

        assertThat(ran.sortedLines())
                .containsExactly(
                        "SUCCESSFUL on_the_thread_of_a_timeout()",
                        "SUCCESSFUL one",
                        "SUCCESSFUL pack: What do I pack?",
                        "SUCCESSFUL pass rate 1/1 (0.21-1.00), required 1.00",
                        "SUCCESSFUL plain(AssetRegistry, PromptCalls, Judge, EvaluatorChain)");
        assertThat(ran.brokenContainers()).isEmpty();
        assertThat(SEEN).isNotEmpty().allMatch(SEEN.get(0)::equals);
    }

    static class ElsewhereIsNoJudge {

        @RegisterExtension
        static final GenAiOps GENAI =
                GenAiOps.testing().judge(Judge.of(always(GOOD))).build();

        @Test
        void on_a_thread_of_its_own() {
            CompletableFuture.runAsync(
                            () -> assertThatAnswer("Pack a map.").to("What?").isRelevant(), r -> {
                                Thread thread = new Thread(r);
                                thread.start();
                            })
                    .join();
        }
    }

    @Test
    void no_judge_is_in_force_elsewhere() {
        assertThat(Ran.tests(ElsewhereIsNoJudge.class).lines())
                .singleElement()
                .asString()
                .contains("nobody judges: say judgedBy(judge)");
        assertThatIllegalStateException().isThrownBy(() -> assertThatAnswer("a").isRelevant());
    }

    static class LacksModels {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing().registry(REGISTRY).build();

        @Test
        void test(PromptCalls calls) {}
    }

    @Test
    void a_parameter_that_was_not_given_names_what_is_missing() {
        assertThat(Ran.tests(LacksModels.class).ends())
                .singleElement()
                .satisfies(end -> assertThat(end.message())
                        .isEqualTo(
                                "the test asks for PromptCalls, which was not given; add .registry(…) and .models(…) to"
                                        + " GenAiOps.testing(). Given are [AssetRegistry]"));
    }

    static class NotStatic {

        @RegisterExtension
        final GenAiOps genai = GenAiOps.testing().registry(REGISTRY).build();

        @Test
        void test() {}
    }

    @Test
    void an_extension_of_each_test_is_refused() {
        assertThat(Ran.tests(NotStatic.class).ends())
                .singleElement()
                .satisfies(end -> assertThat(end.message())
                        .startsWith("GenAiOps must be registered for the class, in a static field: "));
    }

    static class Recording {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .registry(REGISTRY)
                .models(Models.of("small", always("Pack a map.")))
                .judge(Judge.of("strict", always(GOOD)))
                .cassette(Cassette.in(folder, "hike").record())
                .build();

        @Test
        void test(PromptCalls calls) {
            assertThatAnswer(calls.prompt("trail-guide:1.0.0")
                            .with("question", "What?")
                            .send())
                    .to("What?")
                    .isRelevant();
        }
    }

    static class Replaying {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .registry(REGISTRY)
                .models(Models.of("small", nobody()))
                .judge(Judge.of("strict", nobody()))
                .cassette(Cassette.in(folder, "hike").strict())
                .build();

        @Test
        void test(PromptCalls calls) {
            assertThatAnswer(calls.prompt("trail-guide:1.0.0")
                            .with("question", "What?")
                            .send())
                    .to("What?")
                    .contains("map")
                    .isRelevant();
        }

        @Nested
        class Inner {

            @Test
            void the_cassette_is_open_after_a_nested_class_too(Cassette cassette) {
                assertThat(cassette).asString().endsWith("strict");
            }
        }
    }

    static class Idle {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .models(Models.of("small", nobody()))
                .cassette(Cassette.in(folder, "hike").strict())
                .build();

        @Test
        void asks_nothing() {}
    }

    @Test
    void models_calls_and_judge_are_on_the_cassette_which_is_checked_after_the_class() {
        assertThat(Ran.tests(Recording.class).lines()).containsExactly("SUCCESSFUL test(PromptCalls)");
        assertThat(folder.resolve("hike.cassette.json")).content().contains("Pack a map.", "fine");

        Ran replayed = Ran.tests(Replaying.class);
        assertThat(replayed.lines()).hasSize(2).allMatch(line -> line.startsWith("SUCCESSFUL"));
        assertThat(replayed.brokenContainers()).isEmpty();

        assertThat(Ran.tests(Idle.class).brokenMessages())
                .singleElement()
                .asString()
                .contains("has 2 recordings that nothing asked for");
    }

    static class Strict {

        private static final Evaluator BROKEN = Evaluator.builder("broken").evaluating(sample -> {
            throw new IllegalStateException("judge is down");
        });

        @RegisterExtension
        static final GenAiOps GENAI =
                GenAiOps.testing().whenInconclusive(Inconclusive.FAILS).build();

        @Test
        void fails() {
            assertThatAnswer("a").scores(BROKEN).atLeast(0.5);
        }

        @Test
        void aborts() {
            assertThatAnswer("a")
                    .whenInconclusive(Inconclusive.ABORTS)
                    .scores(BROKEN)
                    .atLeast(0.5);
        }
    }

    @Test
    void what_becomes_of_an_inconclusive_test_is_set_for_the_class() {
        Ran ran = Ran.tests(Strict.class);

        assertThat(ran.ends())
                .extracting(end -> end.name() + " "
                        + end.thrown().orElseThrow().getClass().getSuperclass().getSimpleName())
                .containsExactlyInAnyOrder("fails() AssertionFailedError", "aborts() IncompleteExecutionException");
        assertThat(ran.ends())
                .allSatisfy(end -> assertThat(end.thrown().orElseThrow())
                        .isInstanceOfAny(AssertionFailedError.class, TestAbortedException.class));
    }

    @Test
    void what_makes_no_sense_is_refused_when_it_is_built() {
        Judge judge = Judge.of(nobody());
        assertThatIllegalStateException()
                .isThrownBy(() -> GenAiOps.testing().cassette("hike").build())
                .withMessage("cassette(…) needs models(…) or a judge(…), or there is nothing to record");
        assertThatIllegalStateException()
                .isThrownBy(() -> GenAiOps.testing().judge("large").build())
                .withMessage("judge(\"large\") needs models(…)");
        assertThatIllegalStateException()
                .isThrownBy(() -> GenAiOps.testing().calls(options -> options).build())
                .withMessage("calls(…) needs registry(…) and models(…)");
        assertThatIllegalStateException()
                .isThrownBy(() -> GenAiOps.testing()
                        .chain(j ->
                                EvaluatorChain.of(JudgeEvaluators.relevance(j).atLeast(4)))
                        .build())
                .withMessage("chain(judge -> …) needs judge(…)");
        assertThatIllegalStateException()
                .isThrownBy(() -> GenAiOps.testing()
                        .judge(judge)
                        .cassette("hike")
                        .chain(EvaluatorChain.of(
                                JudgeEvaluators.relevance(judge).atLeast(4)))
                        .build())
                .withMessageStartingWith("chain(…) asks models past the cassette");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenAiOps.testing()
                        .models(Models.of("small", nobody()))
                        .judge("large")
                        .build())
                .withMessageContaining("no model is mapped to the name 'large'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenAiOps.testing().dataset("a", Rows.of(1, 0)).dataset("a", Rows.of(1, 0)))
                .withMessageContaining("found 'a', taken are [a]");
        assertThatCode(() -> GenAiOps.testing()
                        .judge(judge)
                        .cassette("hike")
                        .chain(EvaluatorChain.of(TextEvaluators.words().atMost(10)))
                        .build())
                .doesNotThrowAnyException();
    }

    static class Priced {

        @RegisterExtension
        static final GenAiOps GENAI = GenAiOps.testing()
                .registry(REGISTRY)
                .models(Models.of("small", always("Pack a map.")))
                .calls(options -> options.nanoTime(() -> 42))
                .build();

        @Test
        void test(PromptCalls calls) {
            assertThatAnswer(calls.prompt("trail-guide:1.0.0")
                            .with("question", "What?")
                            .send())
                    .isFasterThan(java.time.Duration.ofNanos(1))
                    .costsAtMost(Cost.usd("1"));
        }
    }

    @Test
    void calls_take_options_of_the_host() {
        assertThat(Ran.tests(Priced.class).lines())
                .singleElement()
                .asString()
                .startsWith(
                        "ABORTED test(PromptCalls) | inconclusive: the answer was not judged by cost (NOT_APPLICABLE");
    }
}
