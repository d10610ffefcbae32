package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    private static final Version VERSION = Version.of(1, 1, 0);

    @Test
    void plain_text_becomes_an_asset_in_one_call_and_can_be_published(@TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("guide.txt"), "Answer: {{question}}");
        AssetRegistry registry = AssetRegistry.memory();

        registry.publish(AssetFile.fromText("trail-guide", VERSION, path), "ann");

        assertThat(registry.prompt("trail-guide:1.1.0")
                        .with("question", "Where?")
                        .render()
                        .text())
                .isEqualTo("Answer: Where?");
    }

    @Test
    void plain_text_lists_what_could_not_be_carried_over(@TempDir Path folder) throws Exception {
        Path path = Files.writeString(folder.resolve("guide.txt"), """
                ### System:
                Be {tone}, ${name}! {% if x %} #{y} <%= z %>
                Human:
                <|im_start|>user [INST] {{question}} {"json": {}} { 5 }
                """);

        AssetFile file = AssetFile.fromText("trail-guide", VERSION, path);

        assertThat(file.notCarriedOver())
                .containsExactly(
                        "line 1: '### System:' stays text; a role is a line such as 'user:' alone, in lower case",
                        "line 2: '{tone}' stays text; if it stands for an input, write {{name}}",
                        "line 2: '${name}' stays text; if it stands for an input, write {{name}}",
                        "line 2: '#{y}' stays text; if it stands for an input, write {{name}}",
                        "line 2: '{% if x %}' stays text; templates hold data only; write a section or leave it out",
                        "line 2: '<%= z %>' stays text; templates hold data only; write a section or leave it out",
                        "line 3: 'Human:' stays text; a role is a line such as 'user:' alone, in lower case",
                        "line 4: '<|im_start|>' stays text; a role is a line such as 'user:' alone",
                        "line 4: '[INST]' stays text; a role is a line such as 'user:' alone");
        assertThat(((Prompt) file.asset()).with("question", "Where?").render().text())
                .startsWith("### System:\nBe {tone}, ${name}!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:\nHi {{name}} {{{name}}}", "{{=<% %>=}}<%name%> {x}", "{\"a\": 1} {} { } 5 < 6%"})
    void what_is_ours_or_plain_is_carried_over_whole(String text, @TempDir Path folder) throws Exception {
        AssetFile file = AssetFile.fromText("trail-guide", VERSION, Files.writeString(folder.resolve("a.txt"), text));

        assertThat(file.notCarriedOver()).isEmpty();
        assertThat(AssetFile.of(file.asset()).notCarriedOver()).isEmpty();
    }

    @Test
    void looking_for_foreign_templates_is_linear_in_the_text(@TempDir Path folder) throws Exception {
        for (String hostile : List.of("{%", "<%", "${", "{a", "<|a", "### ", "[")) {
            String line = hostile.repeat(200_000 / hostile.length());
            Path path = Files.writeString(folder.resolve("a.txt"), line);
            assertThat(AssetFile.fromText("trail-guide", VERSION, path).notCarriedOver())
                    .isEmpty();
        }
    }

    @Test
    void plain_text_becomes_a_prompt_whose_tags_are_inputs(@TempDir Path folder) throws Exception {
        Path path =
                Files.writeString(folder.resolve("guide.txt"), "system:\r\nBe {{tone}}.\r\nuser:\r\n{{question}}\r\n");

        AssetFile file = AssetFile.fromText("trail-guide", VERSION, path);

        Prompt prompt = (Prompt) file.asset();
        assertThat(prompt.inputs())
                .extracting(PromptInput::toString)
                .containsExactly("question: string", "tone: string");
        assertThat(prompt.template().source()).isEqualTo("system:\nBe {{tone}}.\nuser:\n{{question}}\n");
        assertThat(prompt.with(Map.of("tone", "brief", "question", "Where?"))
                        .render()
                        .messages())
                .hasSize(2);
        assertThat(AssetFile.parse(AssetKind.PROMPT, "f", file.text()).asset().sourceDigest())
                .isEqualTo(prompt.sourceDigest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a\n{{#items}}{{name}}{{/items}}`|:2: expected tags outside of sections and without dots",
                "`a\n\n{{a.b}}`|:3: expected tags outside of sections and without dots",
                "`a\n{{#open}}`|:2: expected '/open'",
                "`\uFEFFa`|:1: expected UTF-8 without a byte order mark"
            })
    void plain_text_that_needs_front_matter_says_where(String text, String problem, @TempDir Path folder)
            throws Exception {
        Path path = Files.writeString(folder.resolve("guide.txt"), text);
        assertThatThrownBy(() -> AssetFile.fromText("trail-guide", VERSION, path))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith(path + problem);
    }

    @Test
    void plain_text_that_is_missing_or_too_large_is_an_error(@TempDir Path folder) throws Exception {
        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> AssetFile.fromText("trail-guide", VERSION, folder.resolve("none.txt")))
                .withMessageContaining("none.txt");
        Path large = Files.writeString(folder.resolve("large.txt"), "é".repeat(600_000));
        assertThatThrownBy(() -> AssetFile.fromText("trail-guide", VERSION, large))
                .hasMessageContaining("expected at most 1048576 bytes");
    }
}
