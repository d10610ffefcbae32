package io.genaiops.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptParametersTest {

    private static final Prompt GUIDE = prompt(new ModelParameters(0.2, null, null, null, null, 300, List.of("END")));

    @Test
    void given_parameters_take_the_place_of_those_that_the_prompt_fixes() {
        Prompt warm =
                GUIDE.withParameters(ModelParameters.NONE.withTemperature(1).withTopP(0.9));
        assertThat(warm.parameters()).isEqualTo(new ModelParameters(1.0, 0.9, null, null, null, 300, List.of("END")));
        assertThat(GUIDE.withParameters(ModelParameters.NONE.withMaxOutputTokens(50))
                        .parameters()
                        .maxOutputTokens())
                .isEqualTo(50);
    }

    @Test
    void other_parameters_make_other_digests_of_the_same_version() {
        Prompt warm = GUIDE.withParameters(ModelParameters.NONE.withTemperature(1));
        assertThat(warm.identity()).hasToString("trail-guide:1.0.0");
        assertThat(warm.sourceDigest())
                .isEqualTo(prompt(new ModelParameters(1.0, null, null, null, null, 300, List.of("END")))
                        .sourceDigest())
                .isNotEqualTo(GUIDE.sourceDigest());
        assertThat(warm.identity().digest()).isNotEqualTo(GUIDE.identity().digest());
        assertThat(warm.with("question", "Far?").render().text()).isEqualTo("Far?");
        assertThat(warm.spec().path("parameters").path("temperature").doubleValue())
                .isEqualTo(1);
    }

    @Test
    void the_parameters_that_it_has_already_change_nothing() {
        assertThat(GUIDE.withParameters(ModelParameters.NONE)).isSameAs(GUIDE);
        assertThat(GUIDE.withParameters(ModelParameters.NONE.withTemperature(0.2)))
                .isSameAs(GUIDE);
    }

    @Test
    void parameters_out_of_range_are_refused_where_they_are_given() {
        assertThatThrownBy(() -> ModelParameters.NONE.withTemperature(2.5))
                .hasMessage("temperature must be from 0.0 to 2.0; found: 2.5");
    }

    private static Prompt prompt(ModelParameters parameters) {
        return Prompt.builder("trail-guide", Version.of(1, 0, 0), "{{question}}")
                .inputs("question")
                .parameters(parameters)
                .build();
    }
}
