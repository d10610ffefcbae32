package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptInput;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.schema.JsonSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back as it was, for prompts that a seeded generator makes. */
class PromptWriterTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<InputType> TYPES = List.of(InputType.values());
    private static final String[] PIECES = {
        "a",
        "Zürich",
        " ",
        "\n",
        "\t",
        "---",
        "\n---\n",
        "...",
        ": ",
        " #",
        "'",
        "\"",
        "\\",
        "{{=<% %>=}}",
        "[",
        "}",
        "&a",
        "*a",
        "!!int",
        "%YAML",
        "@",
        "`",
        "|",
        ">",
        "-",
        "?",
        "null",
        "~",
        "true",
        "0x1F",
        "1e3",
        "\u0000",
        "\u0007",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\ud83d\ude00",
        "\uDBFF\uDFFD",
        "日本",
        "\\u0041"
    };

    private final Random random = new Random();

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return random.nextInt(40) == 0 ? text + "k".repeat(1_500) : text.toString();
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 7 : 9)) {
            case 0 -> JSON.textNode(text());
            case 1 -> JSON.numberNode(random.nextInt());
            case 2 -> JSON.numberNode(random.nextLong(-(1L << 53), 1L << 53));
            case 3 -> JSON.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
            case 4 -> JSON.booleanNode(random.nextBoolean());
            case 5 -> JSON.nullNode();
            case 6 -> JSON.numberNode(BigDecimal.valueOf(random.nextInt(), 3));
            case 7 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(depth + 1));
                }
                yield array;
            }
            default -> object(depth);
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set("k" + text().replace("<<", ""), value(depth + 1));
        }
        return object;
    }

    private PromptInput input(int number) {
        InputType type = TYPES.get(random.nextInt(TYPES.size()));
        PromptInput.Builder input = PromptInput.builder("input_" + number, type).description(text());
        if (random.nextBoolean()) {
            input.optional();
        }
        if (random.nextBoolean()) {
            input.trusted();
        }
        if (random.nextBoolean()) {
            JsonNode value = value(0);
            Object plain = new ObjectMapper().convertValue(value, Object.class);
            if (plain != null && type.accepts(plain)) {
                input.defaultValue(plain);
            }
        }
        switch (random.nextInt(5)) {
            case 0 -> input.schema(JsonSchema.of(JSON.objectNode().put("type", type.toString())));
            case 1 ->
                input.schema(JsonSchema.of(
                        JSON.objectNode().put("description", text()).put("type", type.toString())));
            case 2 ->
                input.schema(JsonSchema.of(JSON.objectNode().put("minLength", 0).put("type", type.toString())));
            case 3 -> input.schema(JsonSchema.of(JSON.booleanNode(true)));
            default -> {}
        }
        return input.build();
    }

    private Metadata metadata() {
        Map<String, Object> more = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            more.put("x-" + text() + i, text());
        }
        if (random.nextBoolean()) {
            more.put("nested", Map.of("a", List.of(1, true, "x")));
        }
        return new Metadata(
                text(),
                texts(),
                texts(),
                random.nextBoolean() ? text() : null,
                random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)) : null,
                random.nextBoolean() ? text() : null,
                more);
    }

    private Prompt prompt() {
        StringBuilder body = new StringBuilder(text().replace("{{", "")).append(text().replace("{{", ""));
        List<PromptInput> inputs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            inputs.add(input(i));
            body.append("{{input_").append(i).append("}}\n").append(text().replace("{{", ""));
        }
        PromptBuilder prompt = Prompt.builder("generated", Version.parse("1.0.0-rc.1"), body.toString())
                .metadata(metadata());
        inputs.forEach(prompt::input);
        if (random.nextBoolean()) {
            prompt.model(AssetRef.parse(random.nextBoolean() ? "small" : "small:^1.4"));
        }
        if (random.nextBoolean()) {
            List<String> stops = texts();
            stops.remove("");
            stops.removeIf(String::isEmpty);
            prompt.parameters(new ModelParameters(
                    random.nextDouble(), null, random.nextInt(1, 100), null, -random.nextDouble(), null, stops));
        }
        if (random.nextBoolean()) {
            prompt.output(JsonSchema.of(JSON.objectNode().put("title", text()).set("const", value(0))));
        }
        if (random.nextBoolean()) {
            BigDecimal cost = random.nextBoolean() ? new BigDecimal("1E-5").multiply(BigDecimal.valueOf(7)) : null;
            prompt.limits(new PromptLimits(
                    random.nextInt(1, 5_000), cost, cost == null ? null : Currency.getInstance("NOK")));
        }
        return prompt.build();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_is_written_is_read_back_with_the_same_digest_and_metadata(long seed) {
        random.setSeed(seed);
        for (int i = 0; i < 200; i++) {
            Prompt prompt = prompt();

            AssetFile file = AssetFile.of(prompt);

            Prompt read = (Prompt) file.asset();
            assertThat(read.sourceDigest()).isEqualTo(prompt.sourceDigest());
            assertThat(read.metadata()).isEqualTo(prompt.metadata());
            assertThat(read.inputs())
                    .extracting(PromptInput::description)
                    .isEqualTo(prompt.inputs().stream()
                            .map(PromptInput::description)
                            .toList());
        }
    }

    @Test
    void a_written_file_reads_as_a_person_would_write_it() {
        Prompt prompt = Prompt.builder("way", Version.of(1, 0, 0), "user:\nHow do I get to {{place}}?\n")
                .metadata(Metadata.describedAs("Finds the way"))
                .inputs("place")
                .input(PromptInput.builder("tone", InputType.STRING)
                        .schema(JsonSchema.parse("{\"type\":\"string\",\"enum\":[\"warm\",\"cool\"]}"))
                        .defaultValue("warm")
                        .build())
                .model(AssetRef.parse("small"))
                .parameters(new ModelParameters(0.2, null, null, null, null, null, List.of()))
                .limits(new PromptLimits(100, null, null))
                .build();

        assertThat(AssetFile.of(prompt).text()).isEqualTo("""
                ---
                name: "way"
                version: 1.0.0
                description: "Finds the way"
                model: {"ref": "small@production", "temperature": 0.2}
                inputs:
                  "place":
                    type: string
                  "tone":
                    type: string
                    default: "warm"
                    enum: ["warm", "cool"]
                limits: {"maxInputTokens": 100}
                ---
                user:
                How do I get to {{place}}?
                """);
    }

    @Test
    void a_name_that_yaml_would_read_as_nothing_stays_a_name() {
        Prompt prompt = Prompt.builder("null", Version.of(1, 0, 0), "{{null}}")
                .inputs("null")
                .build();
        assertThat(AssetFile.of(prompt).asset().id().name()).isEqualTo("null");
    }

    @Test
    void what_has_no_form_as_a_file_is_refused() {
        Metadata clash = new Metadata("", List.of(), List.of(), null, null, null, Map.of("author", "ada"));
        assertThatThrownBy(() -> AssetFile.of(Prompt.builder("way", Version.of(1, 0, 0), "Hi")
                        .metadata(clash)
                        .build()))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("a further entry 'author'");
        Metadata foreign = new Metadata("", List.of(), List.of(), null, null, null, Map.of("x", new Object()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetFile.of(Prompt.builder("way", Version.of(1, 0, 0), "Hi")
                        .metadata(foreign)
                        .build()))
                .withMessageContaining("metadata 'x' must be text");
        assertThatThrownBy(() -> AssetFile.of(
                        Prompt.builder("way", Version.of(1, 0, 0), "a\rb").build()))
                .hasMessageContaining("found a CR alone");
        assertThatThrownBy(() -> AssetFile.of(Prompt.builder("way", Version.of(1, 0, 0), "a".repeat(1 << 20))
                        .build()))
                .hasMessageContaining("expected at most 1048576 bytes");
    }
}
