package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.support.ParameterDeclarations;

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

    @DatasetSource(value = "classpath:datasets/trail-guide.jsonl", tag = "summer")
    private static void nothing() {}

    @Test
    void a_source_without_samples_is_refused() throws Exception {
        DatasetArgumentsProvider provider = new DatasetArgumentsProvider();
        provider.accept(DatasetSourceTest.class.getDeclaredMethod("nothing").getAnnotation(DatasetSource.class));
        nothing();
        assertThatThrownBy(() ->
                        provider.provideArguments(mock(ParameterDeclarations.class), mock(ExtensionContext.class)))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("dataset 'trail-guide, tag summer' has no samples");
    }
}
