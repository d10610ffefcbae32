package io.genaiops.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssetValuesTest {

    private static ModelParameters temperature(Double value) {
        return new ModelParameters(value, null, null, null, null, null, List.of());
    }

    @Test
    void parameters_keep_what_is_fixed_and_nothing_else() {
        ModelParameters parameters = new ModelParameters(0.2, null, 40, null, -0.5, 256, List.of("END"));
        assertThat(parameters.json())
                .hasToString("{\"temperature\":0.2,\"topK\":40,\"presencePenalty\":-0.5,\"maxOutputTokens\":256,"
                        + "\"stopSequences\":[\"END\"]}");
        assertThat(parameters.isEmpty()).isFalse();
        assertThat(ModelParameters.NONE.json()).isEmpty();
        assertThat(ModelParameters.NONE.isEmpty()).isTrue();
    }

    @Test
    void parameters_outside_of_their_range_are_refused() {
        assertThat(temperature(0.0).temperature()).isZero();
        assertThat(temperature(2.0).temperature()).isEqualTo(2);
        for (double wrong : new double[] {-0.01, 2.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> temperature(wrong))
                    .withMessage("temperature must be from 0.0 to 2.0; found: " + wrong);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelParameters(null, 0.0, null, null, null, null, List.of()))
                .withMessage("topP must be above 0; found: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelParameters(null, null, 0, null, null, null, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelParameters(null, null, null, null, null, 0, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelParameters(null, null, null, null, null, null, List.of("a", "")));
    }

    @Test
    void metadata_is_copied_in_order() {
        Map<String, Object> more = new LinkedHashMap<>(Map.of("zebra", 1));
        more.put("ant", 2);
        more.put("mole", 3);
        List<String> owners = new ArrayList<>(List.of("trails"));
        Metadata metadata = new Metadata("d", owners, List.of(), "ada", null, null, more);
        more.clear();
        owners.clear();

        assertThat(metadata.more().keySet()).containsExactly("zebra", "ant", "mole");
        assertThat(metadata.owners()).containsExactly("trails");
        assertThat(metadata.statedAuthor()).contains("ada");
        assertThat(Metadata.describedAs("d").description()).isEqualTo("d");
        Map<String, Object> hole = new LinkedHashMap<>();
        hole.put("hole", null);
        assertThatNullPointerException()
                .isThrownBy(() -> new Metadata("", List.of(), List.of(), null, null, null, hole))
                .withMessage("hole");
    }

    @Test
    void latest_is_the_only_computed_label() {
        assertThat(Label.LATEST.isComputed()).isTrue();
        assertThat(Label.PRODUCTION.isComputed()).isFalse();
        assertThat(Label.of("a")).isLessThan(Label.of("b"));
    }

    @Test
    void kinds_are_found_by_the_names_that_files_use() {
        for (AssetKind kind : AssetKind.values()) {
            assertThat(AssetKind.find(kind.singular())).contains(kind);
            assertThat(AssetKind.parse(kind.singular())).isEqualTo(kind);
        }
        assertThat(AssetKind.find("prompts")).isEmpty();
        assertThatThrownBy(() -> AssetKind.parse("PROMPT"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("kind must be one of [prompt, partial,", "found: 'PROMPT'");
    }

    @Test
    void kinds_name_their_folders() {
        assertThat(AssetKind.PROMPT.plural()).isEqualTo("prompts");
        assertThat(AssetKind.POLICY.plural()).isEqualTo("policies");
        assertThat(AssetKind.PROMPT).hasToString("prompt");
        assertThat(AssetId.prompt("trail-guide")).hasToString("prompt 'trail-guide'");
        assertThat(AssetId.prompt("b")).isLessThan(new AssetId(AssetKind.MODEL, "a"));
    }

    @Test
    void a_resolution_has_no_negative_age() {
        Digest digest = Digest.ofText("a");
        assertThat(Resolution.fresh(digest, null).age()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resolution(digest, Resolution.Source.STALE, Duration.ofSeconds(-1), null, null))
                .withMessageContaining("PT-1S");
    }
}
