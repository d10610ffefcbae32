package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetFileTest {

    private static final AssetId ID = AssetId.prompt("trail-guide");
    private static final Version VERSION = Version.of(1, 1, 0);
    private static final String FILE = "1.1.0.prompt.md";
    private static final String HEAD = "name: trail-guide\nversion: 1.1.0\n";

    private static final String WHOLE = """
            ---
            name: trail-guide
            version: 1.1.0
            description: Answers questions about trails
            owners: [trails, ada]
            tags: outdoor
            model:
              ref: small@beta
              temperature: 0.2
              topP: 0.9
              topK: 40
              frequencyPenalty: -0.5
              presencePenalty: 1
              maxOutputTokens: 256
              stopSequences: [END]
            inputs:
              question: string
              locale: {type: string, default: nb, enum: [nb, en], description: language, trusted: true}
              stops:
                type: array
                required: false
                items: {type: string}
                maxItems: 3
              days: {type: integer, schema: {anyOf: [{maximum: 3}, {const: 7}]}}
            output:
              type: object
              properties: {answer: {type: string}}
            limits:
              maxInputTokens: 4000
              maxCost: 0.01 USD
            metadata:
              author: ada
              created: 2026-01-31T09:00:00Z
              message: first
              ticket: 12
            x-team: hiking
            ---
            system:
            Answer in {{locale}}.
            user:
            {{question}}{{#stops}} {{.}}{{/stops}} {{days}}
            """;

    private static AssetFile parse(String text) {
        return AssetFile.parse(ID, VERSION, FILE, text);
    }

    private static String file(String yaml, String body) {
        return "---\n" + HEAD + yaml + "---\n" + body;
    }

    private static AbstractThrowableAssert<?, ?> refused(String text) {
        return assertThatThrownBy(() -> parse(text)).isInstanceOf(InvalidAssetException.class);
    }

    @Test
    void every_field_of_a_prompt_is_read() {
        Prompt prompt = (Prompt) parse(WHOLE).asset();

        assertThat(prompt.id()).isEqualTo(ID);
        assertThat(prompt.version()).isEqualTo(VERSION);
        assertThat(prompt.model()).contains(AssetRef.parse("small@beta"));
        assertThat(prompt.parameters().json())
                .hasToString("{\"temperature\":0.2,\"topP\":0.9,\"topK\":40,\"frequencyPenalty\":-0.5,"
                        + "\"presencePenalty\":1.0,\"maxOutputTokens\":256,\"stopSequences\":[\"END\"]}");
        assertThat(prompt.inputs())
                .extracting(PromptInput::toString)
                .containsExactly("question: string", "locale: string?", "stops: array?", "days: integer");
        PromptInput locale = prompt.inputs().get(1);
        assertThat(locale.type()).isEqualTo(InputType.STRING);
        assertThat(locale.defaultValue()).contains("nb");
        assertThat(locale.description()).isEqualTo("language");
        assertThat(locale.isTrusted()).isTrue();
        assertThat(locale.schema().orElseThrow()).hasToString("{\"enum\":[\"nb\",\"en\"],\"type\":\"string\"}");
        assertThat(prompt.inputs().get(3).schema().orElseThrow())
                .hasToString("{\"anyOf\":[{\"maximum\":3},{\"const\":7}]}");
        assertThat(prompt.output()).isPresent();
        assertThat(prompt.limits().json()).hasToString("{\"maxInputTokens\":4000,\"maxCost\":\"0.01 USD\"}");
        assertThat(prompt.references()).extracting(Object::toString).containsExactly("model small@beta");
        assertThat(prompt.metadata().description()).isEqualTo("Answers questions about trails");
        assertThat(prompt.metadata().owners()).containsExactly("trails", "ada");
        assertThat(prompt.metadata().tags()).containsExactly("outdoor");
        assertThat(prompt.metadata().author()).isEqualTo("ada");
        assertThat(prompt.metadata().created()).isEqualTo(Instant.parse("2026-01-31T09:00:00Z"));
        assertThat(prompt.metadata().message()).isEqualTo("first");
        assertThat(prompt.metadata().more()).isEqualTo(Map.of("x-team", "hiking", "ticket", 12));
        assertThat(prompt.with(Map.of("question", "Where?", "days", 7, "stops", List.of("Oslo")))
                        .render()
                        .messages())
                .hasSize(2);
    }

    @Test
    void key_order_comments_and_line_ends_do_not_change_the_digest() {
        String one = file("model: {temperature: 0.5, ref: small}\ninputs: {a: string, b: integer}\n", "{{a}}\n{{b}}\n");
        String other = """
                ---
                # a comment
                inputs:
                  b: {type: integer, required: true}
                  a: 'string'
                version: '1.1.0'
                model:
                  ref: small@production
                  temperature: 5e-1 # half
                name: trail-guide
                tags: [x]
                ---
                {{a}}
                {{b}}
                """;

        Digest digest = parse(one).asset().sourceDigest();

        assertThat(parse(other).asset().sourceDigest()).isEqualTo(digest);
        assertThat(parse(one.replace("\n", "\r\n")).asset().sourceDigest()).isEqualTo(digest);
        assertThat(parse(one.replace("\n", "\r\n")).text()).isEqualTo(one);
        assertThat(parse(one.replace("0.5", "0.6")).asset().sourceDigest()).isNotEqualTo(digest);
        assertThat(parse(one + "more").asset().sourceDigest()).isNotEqualTo(digest);
        assertThat(parse(one.replace("integer", "number")).asset().sourceDigest())
                .isNotEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|:1: expected a line that is exactly '---' before the front matter, found a line of 0 characters",
                "name: a|:1: expected a line that is exactly '---' before the front matter, found a line of 7 characters",
                "`--- \nname: a\n---\n`|:1: expected a line that is exactly '---' before the front matter, found '--- '",
                "---|:1: expected a second line that is exactly '---' after the front matter, found the end of the file",
                "`---\nname: a\n--- \nbody\n`|:5: expected a second line that is exactly '---'",
                "`---\n---\n`|:2: expected the key 'name', found only []",
                "`---\njust text\n---\n`|:2: expected a map, found 'just text'",
                "`---\n- a\n---\n`|:2: expected a map, found a list"
            })
    void missing_dashes_are_an_error_with_the_line(String text, String problem) {
        refused(text).hasMessageStartingWith(FILE + problem);
    }

    @Test
    void the_text_of_a_prompt_without_dashes_is_not_in_the_message() {
        refused("My SECRET prompt").satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`owners: [a]\n\ttags: [b]\n`|:5: expected YAML 1.2, found character '\\t(TAB)'",
                "`tags: [b]\nowners: [a]\ntags: [c]\n`|:6: expected every key once, found 'tags' again",
                "`tags: [b]\ncolour:\n  - red\n`|:5: unknown key 'colour'; expected one of [description, fallback, inputs,",
                "`model:\n  temperature: 0.1\n  colour: red\n`|:6: unknown key 'colour'; expected one of [",
                "`inputs:\n  a: {type: string, colour: red}\n`|:5: unknown key 'colour'; expected one of [",
                "`inputs:\n  a: text\n`|:5: type must be string, integer, number, boolean, array or object; found: 'text'",
                "`inputs:\n  a:\n`|:5: expected a map, found nothing",
                "`inputs:\n  a.b: string\n`|:5: the name of an input must match",
                "`inputs:\n  a: {type: integer, default: x}\n`|:5: the default of input 'a' must be of type integer",
                "`inputs:\n  a: {type: string, pattern: '('}\n`|:5: not a JSON Schema",
                "`inputs:\n  a: {type: string, schema: {maxLength: 2}, maxLength: 3}\n`|:5: expected either 'schema' or",
                "`inputs: [a]\n`|:4: expected a map, found a list",
                "`model:\n  temperature: hot\n`|:5: expected a number, found 'hot'",
                "`model:\n  temperature: .inf\n`|:5: expected a finite number, found '.inf'",
                "`model:\n  temperature: 3\n`|:5: temperature must be from 0.0 to 2.0; found: 3.0",
                "`model:\n  maxOutputTokens: 1.5\n`|:5: expected an integer, found '1.5'",
                "`model:\n  topK: 9999999999\n`|:5: expected an integer of 32 bits, found 9999999999",
                "`model: small:latest\n`|:4: range must be such as",
                "`output: json\n`|:4: expected 'text' or a JSON Schema, found 'json'",
                "`output: {type: 5}\n`|:4: not a JSON Schema (draft 2020-12)",
                "`limits: {maxCost: 5}\n`|:4: expected an amount and a currency such as '0.01 USD', found '5'",
                "`limits: {maxCost: 5 ZZZ}\n`|:4: expected an amount and a currency",
                "`limits: {maxCost: 1e999999999 USD}\n`|:4: expected an amount and a currency such as '0.01 USD': maxCost",
                "`description:\n  a: b\n`|:5: expected text, found a map",
                "`metadata: {created: yesterday}\n`|:4: expected a time such as 2026-01-31T09:00:00Z, found 'yesterday'",
                "`tags: !!java.net.URL x\n`|:4: expected plain values, found the tag",
                "`tags: !!set {a, b}\n`|:4: expected plain values, found the tag",
                "`x-a: !!int abc\n`|:4: expected an integer, found 'abc'",
                "`x-a: !!bool maybe\n`|:4: expected true or false, found 'maybe'",
                "`x-a: 9007199254740993\n`|:4: expected an integer of at most 2^53, found 9007199254740993",
                "`x-a: &a {b: 1}\nx-c:\n  <<: *a\n`|:6: expected no merge key '<<'; write the entries out",
                "`? [a]\n: b\n`|:4: expected a key that is text, found a map or a list",
                "`x-a: 'open\n`|:5: expected YAML 1.2, found",
                "`x-a: 1\n...\nx-b: 2\n`|:6: expected",
                "`x-a: *nobody\n`|:4: expected YAML 1.2, found undefined alias nobody",
                "`x-a: \u0007\n`|:4: expected printable characters, found U+0007"
            })
    void a_malformed_front_matter_is_an_error_with_its_line(String yaml, String problem) {
        refused(file(yaml, "Hi")).hasMessageStartingWith(FILE + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`version: 1.1.0\n`|:2: expected the key 'name', found only [version]",
                "`name:\nversion: 1.1.0\n`|:2: expected a value for the key 'name', found nothing",
                "`name: Trail\nversion: 1.1.0\n`|:2: prompt name must match",
                "`name: trail-guide\nversion: 1.1\n`|:3: version must be major.minor.patch",
                "`name: trail-guide\nversion: v1.1.0\n`|:3: version must be major.minor.patch",
                "`name: trail-guide\nversion: [1]\n`|:3: expected text, found a list"
            })
    void name_and_version_are_required_and_valid(String yaml, String problem) {
        refused("---\n" + yaml + "---\nHi").hasMessageStartingWith(FILE + problem);
    }

    @Test
    void name_and_version_must_be_those_of_the_file() {
        refused(file("", "Hi").replace("trail-guide", "trail-guard"))
                .hasMessage(FILE + ": expected prompt 'trail-guide' 1.1.0 as the name of the file says, found prompt"
                        + " 'trail-guard' 1.1.0 in it; rename the file or correct it");
        refused(file("", "Hi").replace("1.1.0", "1.2.0"))
                .hasMessageContaining("found prompt 'trail-guide' 1.2.0 in it");
    }

    @Test
    void an_error_of_the_template_has_the_line_of_the_file() {
        // Lines 1 to 4 are front matter, so line 2 of the body is line 6 of the file.
        refused(file("", "user:\nHi {{#open}}\n"))
                .hasMessageStartingWith(FILE + ":6: expected a template: expected '/open'");
        refused(file("", "user:\n\nHi {{name}}\n"))
                .hasMessage(FILE + ":7: expected declared inputs, found ['name' in line 7]; declare them under 'inputs'"
                        + " (declared: [])");
    }

    @Test
    void aliases_may_repeat_a_little_and_never_explode() {
        assertThat(((Prompt) parse(file("x-a: &a {b: 1}\nx-c: *a\n", "Hi")).asset())
                        .metadata()
                        .more())
                .containsEntry("x-c", Map.of("b", 1));

        StringBuilder laughs = new StringBuilder("x-a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("x-a").append(i).append(": &a").append(i).append(" [");
            laughs.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
        }
        refused(file(laughs.toString(), "Hi"))
                .hasMessageContaining("expected aliases that stand for at most 10000 values together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-a: &a [*a]\n", "x-a: &a {b: *a}\n", "x-a: &a [[*a, *a], *a]\n", "&a x-a: *a\n"})
    void recursive_aliases_are_an_error(String yaml) {
        if (yaml.startsWith("&a")) {
            // An alias of a key is a text and holds nothing.
            assertThat(parse(file(yaml, "Hi")).text()).contains("*a");
        } else {
            refused(file(yaml, "Hi")).hasMessageMatching("(?s)" + FILE + ":4: expected (at most 80 levels|aliases).*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "[\n ", "- ", "? ", "[{a: ", "[] [", "&a [", "!!seq ["})
    void a_hundred_thousand_levels_are_an_error_and_not_a_stack_overflow(String level) {
        refused(file("x-a:\n " + level.repeat(100_000), "Hi")).hasMessageStartingWith(FILE + ":");
    }

    @Test
    void block_nesting_of_a_hundred_thousand_levels_is_an_error() {
        String sequences = "x-a:\n  " + "- ".repeat(100_000) + "1\n";
        refused(file(sequences, "Hi")).hasMessage(FILE + ":5: expected at most 80 levels of nesting, found more");

        // Indented maps grow with the square of the depth; this is as deep as a file of 1 MiB can be.
        StringBuilder maps = new StringBuilder();
        for (int i = 0; i < 1_400; i++) {
            maps.append(" ".repeat(i)).append(i == 0 ? "x-a:\n" : "a:\n");
        }
        refused(file(maps.toString(), "Hi"))
                .hasMessage(FILE + ":84: expected at most 80 levels of nesting, found more");
    }

    @Test
    void many_brackets_on_one_line_are_no_nesting() {
        String brackets = "x-a: '" + "[{".repeat(5_000) + "'\nx-b: [" + "[],".repeat(5_000) + "]\n";
        assertThat(parse(file(brackets, "Hi")).asset().version()).isEqualTo(VERSION);
    }

    @Test
    void a_file_over_one_mebibyte_is_refused_by_its_bytes() {
        String head = file("", "");
        String largest = head + "a".repeat(AssetFile.MAX_BYTES - head.length());
        assertThat(parse(largest).text()).hasSize(AssetFile.MAX_BYTES);
        refused(largest + "a").hasMessage(FILE + ": expected at most 1048576 bytes, found more; split it");
        refused(head + "€".repeat(400_000)).hasMessageContaining("expected at most 1048576 bytes");
    }

    @Test
    void a_byte_order_mark_and_a_lone_carriage_return_are_refused() {
        refused("\uFEFF" + WHOLE)
                .hasMessage(FILE + ":1: expected UTF-8 without a byte order mark; save it without one");
        refused(file("", "a\nb\rc")).hasMessage(FILE + ":6: expected LF or CRLF at the end of lines, found a CR alone");
        refused(file("", "a\r\r\nb")).hasMessageContaining("found a CR alone");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_with_their_line() {
        byte[] latin1 = file("", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> AssetFile.decode(FILE, latin1))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage(FILE + ":5: expected UTF-8, found other bytes; save the file as UTF-8");
    }

    @Test
    void an_unpaired_surrogate_is_refused_with_its_line() {
        refused(file("", "a\nb \ud800 c"))
                .hasMessage(FILE + ":6: expected Unicode text, found an unpaired surrogate; remove it");
        refused(file("", "a\udc00")).hasMessageContaining("unpaired surrogate");
        assertThat(parse(file("", "a \ud83d\ude00")).text()).endsWith("a 😀");
        refused(file("model: {stopSequences: [\"\\ud800\"]}\n", "Hi"))
                .hasMessageStartingWith(FILE + ": text must be Unicode; found an unpaired surrogate");
    }

    @Test
    void numbers_of_yaml_1_2_are_read_as_it_says() {
        Prompt prompt = (Prompt) parse(file("model: {topK: 010, maxOutputTokens: 0x10}\nx-o: 0o17\nx-f: 1.50\n", "Hi"))
                .asset();
        assertThat(prompt.parameters().topK()).isEqualTo(10);
        assertThat(prompt.parameters().maxOutputTokens()).isEqualTo(16);
        assertThat(prompt.metadata().more()).containsEntry("x-o", 15).containsEntry("x-f", 1.5);
    }

    @Test
    void files_of_other_kinds_are_refused() {
        assertThatThrownBy(() -> AssetFile.parse(AssetKind.CHAIN, "a.yaml", "a: 1"))
                .hasMessage("a.yaml: files of kind 'chain' cannot be read;"
                        + " expected a prompt, partial, model, tool, application, dataset, suite or policy");
    }

    @Test
    void no_text_of_the_file_is_in_what_prints_it() {
        assertThat(parse(file("", "SECRET")))
                .hasToString("AssetFile[prompt 'trail-guide' 1.1.0, "
                        + file("", "SECRET").length() + " characters]");
    }
}
