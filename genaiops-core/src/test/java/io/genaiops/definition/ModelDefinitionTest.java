package io.genaiops.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDefinitionTest {

    private static final Version V1 = Version.of(1, 0, 0);
    private static final Digest DATA = Digest.parse("sha256:" + "0".repeat(64));

    private static ModelDefinition.Builder full() {
        return ModelDefinition.builder("assistant", V1)
                .provider("openai")
                .model("gpt-4.1-mini-2025-04-14")
                .capabilities(ModelCapability.TOOLS, ModelCapability.STRUCTURED_OUTPUT, ModelCapability.STREAMING)
                .contextWindow(1_047_576)
                .parameters(new ModelParameters(0.2, null, null, null, null, 800, List.of()))
                .tunedFrom(AssetRef.parse("small-base:1.0.0"), DATA)
                .retires(LocalDate.of(2027, 4, 14))
                .price("openai/gpt-4.1-mini");
    }

    // The golden digests were computed outside of Java: SHA-256 over JSON with sorted keys and without blanks.
    @Test
    void digests_are_the_same_everywhere() {
        assertThat(full().build().sourceDigest())
                .hasToString("sha256:0912fe75ada15ca60808edc41eb9598d2c800cb16a57afd05b75d6eeba117ce1");
        assertThat(ModelDefinition.builder("tiny", V1)
                        .provider("local")
                        .model("llama3.2:3b")
                        .build()
                        .sourceDigest())
                .hasToString("sha256:5528083a3c10fdc1a78510ac3d9478c1c9f3a84018a9f5493e33660c2e6c8c50");
    }

    @Test
    void every_field_can_be_read_back() {
        ModelDefinition model = full().metadata(Metadata.describedAs("small")).build();

        assertThat(model).hasToString("model 'assistant' 1.0.0");
        assertThat(model.provider()).isEqualTo("openai");
        assertThat(model.model()).isEqualTo("gpt-4.1-mini-2025-04-14");
        assertThat(model.can(ModelCapability.TOOLS)).isTrue();
        assertThat(model.can(ModelCapability.IMAGE_INPUT)).isFalse();
        assertThat(model.contextWindow()).hasValue(1_047_576);
        assertThat(model.parameters().maxOutputTokens()).isEqualTo(800);
        assertThat(model.baseModel()).contains(AssetRef.parse("small-base:1.0.0"));
        assertThat(model.tuningData()).contains(DATA);
        assertThat(model.price()).contains("openai/gpt-4.1-mini");
        assertThat(model.metadata().description()).isEqualTo("small");
        assertThat(model.references())
                .containsExactly(new AssetReference(AssetKind.MODEL, AssetRef.parse("small-base:1.0.0")));
    }

    @Test
    void everything_that_changes_behaviour_changes_the_digest() {
        Digest digest = full().build().sourceDigest();
        List<UnaryOperator<ModelDefinition.Builder>> changes = List.of(
                b -> b.provider("azure"),
                b -> b.model("gpt-4.1"),
                b -> b.capabilities(ModelCapability.AUDIO_INPUT),
                b -> b.contextWindow(1000),
                b -> b.parameters(ModelParameters.NONE),
                b -> b.tunedFrom(AssetRef.parse("small-base:1.0.1"), DATA),
                b -> b.tunedFrom(AssetRef.parse("small-base:1.0.0"), Digest.ofText("other")),
                b -> b.price("other"));

        assertThat(changes)
                .allSatisfy(change ->
                        assertThat(change.apply(full()).build().sourceDigest()).isNotEqualTo(digest));
    }

    @Test
    void the_announced_end_and_what_people_write_are_outside_of_the_digest() {
        assertThat(full().retires(LocalDate.of(2030, 1, 1))
                        .metadata(Metadata.describedAs("new"))
                        .build()
                        .sourceDigest())
                .isEqualTo(full().build().sourceDigest());
    }

    @Test
    void it_is_retired_from_the_first_day_without_service() {
        ModelDefinition model = full().build();

        assertThat(model.isRetiredOn(LocalDate.of(2027, 4, 13))).isFalse();
        assertThat(model.isRetiredOn(LocalDate.of(2027, 4, 14))).isTrue();
        assertThat(ModelDefinition.builder("a", V1)
                        .provider("p")
                        .model("m")
                        .build()
                        .isRetiredOn(LocalDate.MAX))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://api.example.com/v1", "//host", "", " gpt", "a b", "user:pass@host//x", "m?key=1", "ü"})
    void an_endpoint_is_no_name_of_a_model(String name) {
        assertThatThrownBy(() -> full().model(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an endpoint")
                .hasMessageContaining("'" + name + "'");
        assertThatThrownBy(() -> full().price(name)).hasMessageStartingWith("price must match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenAI", "api.example.com:443", "https://x", "", "a/b"})
    void a_provider_is_a_plain_name(String name) {
        assertThatThrownBy(() -> full().provider(name)).hasMessageStartingWith("provider must match");
    }

    @Test
    void what_is_missing_or_impossible_is_named() {
        assertThatThrownBy(() -> ModelDefinition.builder("a", V1).model("m").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model 'a' 1.0.0 needs provider; set it before build()");
        assertThatThrownBy(() -> ModelDefinition.builder("a", V1).provider("p").build())
                .hasMessage("model 'a' 1.0.0 needs model; set it before build()");
        assertThatThrownBy(() -> full().contextWindow(0)).hasMessageContaining("at least 1 token; found: 0");
        assertThatThrownBy(() -> full().tunedFrom(AssetRef.parse("assistant:0.1.0"), DATA))
                .hasMessageContaining("another model than itself");
        assertThatThrownBy(() -> full().contextWindow(799).build())
                .hasMessageContaining("at most the context window of 799; found: 800");
        assertThatThrownBy(() -> ModelCapability.parse("flying"))
                .hasMessageContainingAll("capability must be one of [tools, structured-output,", "found: 'flying'");
    }

    @Test
    void what_is_handed_out_cannot_change_it() {
        ModelDefinition model = full().build();
        ((ObjectNode) model.spec()).removeAll();

        assertThat(model.spec()).isNotEmpty();
        assertThatThrownBy(() -> model.capabilities().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
