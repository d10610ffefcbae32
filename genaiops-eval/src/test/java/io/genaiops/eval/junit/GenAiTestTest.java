package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenAiTestTest {

    private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    static class EachForItself {

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl")
        void winter_is_wrong(Sample sample) {
            assertNotEquals("winter", sample.id());
        }
    }

    @Test
    void each_sample_passes_or_fails_for_itself_under_its_id_and_the_start_of_its_input() {
        assertThat(Ran.tests(EachForItself.class).lines())
                .containsExactly(
                        "SUCCESSFUL length: How long is the north trail?",
                        "FAILED winter: Is the trail open in winter? | expected: not equal but was: <winter>",
                        "SUCCESSFUL 4: What do I pack?");
    }

    static class Repeated {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("ab"));

        @BeforeEach
        void before(Sample sample, RepetitionInfo repetition) {
            SEEN.add("before " + sample.id() + repetition.getCurrentRepetition());
        }

        @GenAiTest(dataset = "letters", repetitions = 2)
        void test(Sample sample, RepetitionInfo repetition) {
            SEEN.add(sample.id() + " " + repetition.getCurrentRepetition() + "/" + repetition.getTotalRepetitions()
                    + " after " + repetition.getFailureCount() + " failures");
            assertEquals("b", sample.input());
        }

        @AfterEach
        void after(Sample sample) {
            SEEN.add("after " + sample.id());
        }
    }

    @Test
    void repetitions_of_a_sample_follow_each_other_and_are_told_which_they_are() {
        assertThat(Ran.tests(Repeated.class).lines())
                .containsExactly(
                        "FAILED q1: a, repetition 1 of 2 | expected: <b> but was: <a>",
                        "FAILED q1: a, repetition 2 of 2 | expected: <b> but was: <a>",
                        "SUCCESSFUL q2: b, repetition 1 of 2",
                        "SUCCESSFUL q2: b, repetition 2 of 2");
        assertThat(SEEN)
                .containsExactly(
                        "before q11",
                        "q1 1/2 after 0 failures",
                        "after q1",
                        "before q12",
                        "q1 2/2 after 1 failures",
                        "after q1",
                        "before q21",
                        "q2 1/2 after 2 failures",
                        "after q2",
                        "before q22",
                        "q2 2/2 after 2 failures",
                        "after q2");
    }

    @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl", tags = "facts", passRate = 0.5)
    @Tag("evaluation")
    @Retention(RetentionPolicy.RUNTIME)
    @interface FactsTest {}

    static class Composed {

        @FactsTest
        void test(Sample sample) {
            assertEquals("length", sample.id());
        }
    }

    @Test
    void an_annotation_of_ones_own_works_as_the_one_it_carries() {
        assertThat(Ran.tests(Composed.class).lines())
                .containsExactly(
                        "SUCCESSFUL length: How long is the north trail?",
                        "ABORTED winter: Is the trail open in winter? | failed: expected: <length> but was: <winter>",
                        "SUCCESSFUL pass rate 1/2 (0.09-0.91), required 0.50");
    }

    static class Tagged {

        @GenAiTest(
                dataset = "src/test/resources/datasets/trail-guide.jsonl",
                tags = {"facts", "season"})
        void both_tags(Sample sample) {}
    }

    @Test
    void samples_need_all_of_the_tags() {
        assertThat(Ran.tests(Tagged.class).lines()).containsExactly("SUCCESSFUL winter: Is the trail open in winter?");
    }

    static class LongNames {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Dataset.of(
                "long",
                List.of(
                        Sample.of("What\n\tdo I pack?\u0007").withId("lines"),
                        Sample.of("\uD83C\uDFD4".repeat(80)).withId("mountains"),
                        Sample.of("").withId("nothing"))));

        @GenAiTest(dataset = "long")
        void test(Sample sample) {}
    }

    @Test
    void names_are_one_short_line() {
        assertThat(Ran.tests(LongNames.class).lines())
                .containsExactly(
                        "SUCCESSFUL lines: What do I pack?",
                        "SUCCESSFUL mountains: " + "\uD83C\uDFD4".repeat(60) + "…",
                        "SUCCESSFUL nothing");
    }

    static class Empty {

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl", tags = "summer")
        void test(Sample sample) {}
    }

    static class Missing {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("ab"));

        @GenAiTest(dataset = "lettres")
        void test(Sample sample) {}
    }

    static class NowhereOnTheClassPath {

        @GenAiTest(dataset = "classpath:nowhere.jsonl", passRate = 0.9)
        void test(Sample sample) {}
    }

    @Test
    void no_samples_are_an_error_and_never_green() {
        assertThat(Ran.tests(Empty.class).brokenMessages())
                .containsExactly("dataset 'trail-guide, tag summer' has no samples; nothing can be concluded from it");
        assertThat(Ran.tests(Missing.class).brokenMessages())
                .singleElement()
                .asString()
                .startsWith(
                        "dataset must be classpath: and a resource, a name given to GenAiOps.testing().dataset(name, …)"
                                + " or the path of a file; found: 'lettres', given names are [letters] and there is no file ");
        assertThat(Ran.tests(NowhereOnTheClassPath.class).brokenMessages())
                .singleElement()
                .asString()
                .contains("'nowhere.jsonl'");
    }

    static class Senseless {

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl", repetitions = 0)
        void never(Sample sample) {}

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl", passRate = 0)
        void cannot_fail(Sample sample) {}

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl", passRate = 90)
        void percent(Sample sample) {}

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl", earlyStop = true)
        void nothing_to_stop(Sample sample) {}
    }

    @Test
    void senseless_settings_are_refused() {
        assertThat(Ran.tests(Senseless.class).brokenMessages())
                .containsExactlyInAnyOrder(
                        "repetitions must be at least 1; found: 0",
                        "passRate must be above 0 to 1, or it can never fail; found: 0.0",
                        "passRate must be above 0 to 1, or it can never fail; found: 90.0",
                        "earlyStop needs a passRate, since without one each run stands for itself");
    }

    static class SampleInConstructor {

        SampleInConstructor(Sample sample) {}

        @GenAiTest(dataset = "classpath:datasets/trail-guide.jsonl")
        void test() {}
    }

    @Test
    void a_sample_belongs_to_methods() {
        assertThat(Ran.tests(SampleInConstructor.class).ends())
                .hasSize(3)
                .allSatisfy(end -> assertThat(end.message()).contains("No ParameterResolver registered for parameter"));
    }
}
