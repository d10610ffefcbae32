package io.genaiops.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected values were computed once, outside of Java, over the canonical JSON that stands beside them. */
class PromptDigestTest {

    private static PromptBuilder way(String body) {
        return Prompt.builder("way", Version.of(1, 0, 0), body);
    }

    private static PromptBuilder way() {
        return way("user:\nHow do I get to {{place}}?\n")
                .inputs("place")
                .model(AssetRef.parse("small"))
                .parameters(new ModelParameters(0.2, null, null, null, null, 256, List.of()));
    }

    /** Canonical: {@code {"body":"","inputs":{},"kind":"prompt"}}. */
    @Test
    void an_empty_prompt_has_its_golden_digest() {
        assertThat(way("").build().sourceDigest())
                .hasToString("sha256:2b20a109d6762c7c559f08053b209c5046255bb8cc530b0ad6e8803436013ce5");
    }

    /**
     * Canonical: {@code {"body":"user:\nHow do I get to {{place}}?\n","inputs":{"place":{"required":true,"trusted":false,
     * "type":"string"}},"kind":"prompt","model":"small@production","parameters":{"maxOutputTokens":256,
     * "temperature":0.2}}}.
     */
    @Test
    void a_plain_prompt_has_its_golden_digests() {
        Prompt prompt = way().build();
        assertThat(prompt.sourceDigest())
                .hasToString("sha256:b6a40c6f79cf4ae224cab0afca94a7f6336377d3a504b4cd6bf28bca410101f1")
                .isEqualTo(Digest.ofJson(prompt.spec()));
        assertThat(prompt.identity().digest())
                .hasToString("sha256:87d319b1e1503dec53c6b1aaa7557517b06c38f9b8cf0fa3f5b2c9d46b8ddd98");
    }

    /**
     * Canonical: {@code {"body":"Say: {{tone}} {{n}} {{items}} {{more}} {{flag}} {{ratio}}","inputs":{"flag":{
     * "default":true,"required":false,"trusted":false,"type":"boolean"},"items":{"required":false,"schema":{"items":{
     * "type":"string"},"maxItems":3,"type":"array"},"trusted":false,"type":"array"},"more":{"default":{"a":[1,null,"x"]},
     * "required":false,"trusted":false,"type":"object"},"n":{"required":true,"schema":{"maximum":10,"minimum":1,
     * "type":"integer"},"trusted":false,"type":"integer"},"ratio":{"default":5,"required":false,"trusted":false,
     * "type":"number"},"tone":{"default":"warm ☀","required":false,"schema":{"enum":["warm ☀","cool"],"type":"string"},
     * "trusted":true,"type":"string"}},"kind":"prompt","limits":{"maxCost":"0.01 USD","maxInputTokens":4000},"output":{
     * "properties":{"days":{"type":"integer"}},"required":["days"],"type":"object"}}}.
     */
    @Test
    void a_rich_prompt_has_its_golden_digest() {
        assertThat(rich(5).build().sourceDigest())
                .hasToString("sha256:a4e5e06abe9f970b61efe7d48e872a66447fa280021675a4d20789587bdeb803");
    }

    @Test
    void a_number_counts_by_its_value() {
        Digest five = rich(5).build().sourceDigest();
        for (Number same : List.of(5L, 5.0, 5.0f, new BigDecimal("5.00"), java.math.BigInteger.valueOf(5))) {
            assertThat(rich(same).build().sourceDigest()).isEqualTo(five);
        }
        assertThat(rich(5.5).build().sourceDigest()).isNotEqualTo(five);
    }

    private static PromptBuilder rich(Number ratio) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("a", Arrays.asList(1, null, "x"));
        return way("Say: {{tone}} {{n}} {{items}} {{more}} {{flag}} {{ratio}}")
                .input(PromptInput.builder("tone", InputType.STRING)
                        .defaultValue("warm ☀")
                        .trusted()
                        .description("not in the digest")
                        .schema(JsonSchema.parse("{\"type\":\"string\",\"enum\":[\"warm ☀\",\"cool\"]}"))
                        .build())
                .input(PromptInput.builder("n", InputType.INTEGER)
                        .schema(JsonSchema.parse("{\"minimum\":1,\"maximum\":10.0,\"type\":\"integer\"}"))
                        .build())
                .input(PromptInput.builder("items", InputType.ARRAY)
                        .optional()
                        .schema(JsonSchema.parse("{\"type\":\"array\",\"maxItems\":3,\"items\":{\"type\":\"string\"}}"))
                        .build())
                .input(PromptInput.builder("more", InputType.OBJECT)
                        .defaultValue(more)
                        .build())
                .input(PromptInput.builder("flag", InputType.BOOLEAN)
                        .defaultValue(true)
                        .build())
                .input(PromptInput.builder("ratio", InputType.NUMBER)
                        .defaultValue(ratio)
                        .build())
                .output(
                        JsonSchema.parse(
                                "{\"type\":\"object\",\"required\":[\"days\"],\"properties\":{\"days\":{\"type\":\"integer\"}}}"))
                .limits(new PromptLimits(4000, new BigDecimal("0.010"), Currency.getInstance("USD")));
    }

    static Stream<PromptBuilder> other_behaviour() {
        return Stream.of(
                way("user:\nHow do I get to {{place}}!\n")
                        .inputs("place")
                        .model(AssetRef.parse("small"))
                        .parameters(new ModelParameters(0.2, null, null, null, null, 256, List.of())),
                way().inputs("unused"),
                way().model(AssetRef.parse("large")),
                way().model(AssetRef.parse("small@beta")),
                way().parameters(new ModelParameters(0.3, null, null, null, null, 256, List.of())),
                way().parameters(new ModelParameters(0.2, null, null, null, null, 256, List.of("END"))),
                way().output(JsonSchema.parse("{\"type\":\"object\"}")),
                way().limits(new PromptLimits(100, null, null)));
    }

    @ParameterizedTest
    @MethodSource
    void other_behaviour(PromptBuilder changed) {
        assertThat(changed.build().sourceDigest()).isNotEqualTo(way().build().sourceDigest());
    }

    @Test
    void what_people_read_is_outside_of_the_digest() {
        Metadata metadata =
                new Metadata("d", List.of("o"), List.of("t"), "ada", null, "why", Map.of("x-team", "trails"));
        assertThat(way().metadata(metadata).build().sourceDigest())
                .isEqualTo(way().build().sourceDigest());
        assertThat(way().metadata(metadata).build().metadata()).isEqualTo(metadata);
    }

    @Test
    void the_order_of_inputs_and_the_line_ends_do_not_count() {
        Digest ab = way("{{a}}\n{{b}}").inputs("a", "b").build().sourceDigest();
        assertThat(way("{{a}}\n{{b}}").inputs("b", "a").build().sourceDigest()).isEqualTo(ab);
        assertThat(way("{{a}}\r\n{{b}}").inputs("a", "b").build().sourceDigest())
                .isEqualTo(ab);
    }

    @Test
    void what_has_no_canonical_form_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> way("lone \ud800").build())
                .withMessageContaining("unpaired surrogate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> way("{{n}}")
                        .input(PromptInput.builder("n", InputType.INTEGER)
                                .defaultValue((1L << 53) + 1)
                                .build())
                        .build())
                .withMessageContaining("9007199254740993");
    }
}
