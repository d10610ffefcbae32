package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;

class DatasetSourceTest {

    private static final List<String> SEEN = new ArrayList<>();

    @ParameterizedTest
    @DatasetSource("classpath:datasets/trail-guide.jsonl")
    void each_sample_is_a_test_with_its_id_as_name(Sample sample, TestInfo test) {
        SEEN.add(sample.id());
        assertThat(test.getDisplayName()).contains(sample.id());
        assertThat(sample.input()).isNotBlank();
    }

    @ParameterizedTest
    @DatasetSource(value = "src/test/resources/datasets/trail-guide.jsonl", tag = "season")
    void a_file_and_a_tag_restrict_the_samples(Sample sample) {
        assertThat(sample.id()).isEqualTo("winter");
    }

    @AfterAll
    static void all_samples_were_run() {
        assertThat(SEEN).containsExactly("length", "winter", "4");
    }

    static class Sources {

        @RegisterExtension
        static final GenAiOps GENAI = Rows.given(Rows.letters("ab"));

        @ParameterizedTest
        @DatasetSource(value = "classpath:datasets/trail-guide.jsonl", tag = "summer")
        void nothing(Sample sample) {}

        @ParameterizedTest
        @DatasetSource("letters")
        void named(Sample sample) {}
    }

    @Test
    void a_source_without_samples_is_refused_and_a_named_one_is_found() {
        Ran ran = Ran.tests(Sources.class);

        assertThat(ran.lines()).containsExactlyInAnyOrder("SUCCESSFUL [1] sample=q1", "SUCCESSFUL [2] sample=q2");
        assertThat(ran.brokenContainers()).singleElement().satisfies(end -> {
            assertThat(end.thrown().orElseThrow()).isInstanceOf(GenAiOpsException.class);
            assertThat(end.message()).contains("dataset 'trail-guide, tag summer' has no samples");
        });
    }
}
