package io.genaiops.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.review.CompatibilityChange.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

    private static Prompt prompt(String version, String yaml, String body) {
        return (Prompt) AssetFile.parse(
                        AssetKind.PROMPT, "f", "---\nname: guide\nversion: " + version + "\n" + yaml + "\n---\n" + body)
                .asset();
    }

    private static Compatibility between(String before, String after) {
        return Compatibility.between(prompt("1.0.0", before, "Hi"), prompt("1.0.1", after, "Hi"));
    }

    /** Every breaking change there is, with what the same change means when it is made the other way round. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "new required input|x-a: 1|inputs: {a: string}|BREAKING",
                "optional input removed|inputs: {a: {type: string, required: false}}|x-a: 1|FEATURE",
                "optional to required|inputs: {a: {type: string, required: false}}|inputs: {a: string}|FEATURE",
                "default removed|inputs: {a: {type: string, default: x}}|inputs: {a: string}|FEATURE",
                "type retyped|inputs: {a: string}|inputs: {a: integer}|BREAKING",
                "type narrowed|inputs: {a: number}|inputs: {a: integer}|FEATURE",
                "enum value removed|inputs: {a: {type: string, enum: [x, y]}}|inputs: {a: {type: string, enum: [x]}}|FEATURE",
                "enum added|inputs: {a: string}|inputs: {a: {type: string, enum: [x]}}|FEATURE",
                "range narrowed|inputs: {a: {type: integer, minimum: 1}}|inputs: {a: {type: integer, minimum: 2}}|FEATURE",
                "length narrowed|inputs: {a: {type: string, maxLength: 9}}|inputs: {a: {type: string, maxLength: 8}}|FEATURE",
                "pattern changed|inputs: {a: {type: string, pattern: x}}|inputs: {a: {type: string, pattern: y}}|BREAKING",
                "field required|inputs: {a: {type: object, schema: {properties: {b: {}}}}}"
                        + "|inputs: {a: {type: object, schema: {properties: {b: {}}, required: [b]}}}|FEATURE",
                "items narrowed|inputs: {a: {type: array, items: {}}}|inputs: {a: {type: array, items: {type: string}}}|FEATURE",
                "closed|inputs: {a: {type: object, schema: {properties: {b: {}}}}}"
                        + "|inputs: {a: {type: object, schema: {properties: {b: {}}, additionalProperties: false}}}|FEATURE",
                "trust demanded|inputs: {a: string}|inputs: {a: {type: string, trusted: true}}|PATCH",
                "output removed|output: {type: object}|x-a: 1|BREAKING",
                "property removed|output: {properties: {a: {}, b: {}}}|output: {properties: {a: {}}}|FEATURE",
                "property retyped|output: {properties: {a: {type: string}}}|output: {properties: {a: {type: integer}}}|BREAKING",
                "property widened|output: {properties: {a: {type: integer}}}|output: {properties: {a: {type: number}}}|PATCH",
                "property no longer certain|output: {properties: {a: {}}, required: [a]}|output: {properties: {a: {}}}|PATCH",
                "answer has another value|output: {enum: [x]}|output: {enum: [x, y]}|PATCH",
                "nested property removed|output: {properties: {a: {properties: {b: {}}}}}|output: {properties: {a: {properties: {}}}}|FEATURE",
                "tool removed|tools: [a, b]|tools: [a]|FEATURE",
                "limit introduced|x-a: 1|limits: {maxInputTokens: 9}|FEATURE",
                "limit lowered|limits: {maxInputTokens: 9}|limits: {maxInputTokens: 8}|FEATURE",
                "cost lowered|limits: {maxCost: 0.02 USD}|limits: {maxCost: 0.01 USD}|FEATURE",
                "currency changed|limits: {maxCost: 0.02 USD}|limits: {maxCost: 0.02 EUR}|BREAKING"
            })
    void a_breaking_change_is_found_and_so_is_its_reverse(String what, String before, String after, Level backwards) {
        assertThat(between(before, after).level()).as(what).isEqualTo(Level.BREAKING);
        assertThat(between(before, after).suggested()).isEqualTo(Version.of(2, 0, 0));
        assertThat(between(after, before).level()).as("backwards: " + what).isEqualTo(backwards);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x-a: 1|inputs: {a: {type: string, required: false}}|FEATURE",
                "x-a: 1|inputs: {a: {type: string, default: x}}|FEATURE",
                "inputs: {a: integer}|inputs: {a: number}|FEATURE",
                "output: {properties: {a: {}}}|output: {properties: {a: {}, b: {}}}|FEATURE",
                "output: {properties: {a: {}}}|output: {properties: {a: {}, b: {}}, required: [b]}|FEATURE",
                "model: small|model: large|FEATURE",
                "x-a: 1|model: large|FEATURE",
                "tools: [a]|tools: [a, b]|FEATURE",
                "tools: [a]|tools: ['a:1.0.0']|PATCH",
                "x-a: 1|fallback: [large]|PATCH",
                "partials: [a]|partials: ['a:1.0.0']|PATCH",
                "model: {temperature: 0.1}|model: {temperature: 0.2}|PATCH",
                "inputs: {a: {type: string, default: x}}|inputs: {a: {type: string, default: y}}|PATCH",
                "description: a|description: b|NONE",
                "inputs: {a: {type: string, description: b}}|inputs: {a: {type: string, description: c}}|NONE",
                "output: {title: a}|output: {title: b}|PATCH"
            })
    void other_changes_are_features_or_patches(String before, String after, Level level) {
        assertThat(between(before, after).level()).isEqualTo(level);
    }

    @Test
    void the_text_is_a_patch_and_the_history_is_not() {
        Prompt plain = prompt("1.0.0", "", "user:\nHi");
        Prompt other = prompt("1.0.1", "", "user:\nHello");
        Prompt history = prompt("1.0.1", "", "system:\nHi\n{{history}}\nuser:\nHi");

        assertThat(Compatibility.between(plain, other).changes())
                .containsExactly(new CompatibilityChange(Level.PATCH, "body", "changed"));
        assertThat(Compatibility.between(plain, history).level()).isEqualTo(Level.FEATURE);
        assertThat(Compatibility.between(history, plain).level()).isEqualTo(Level.BREAKING);
    }

    @Test
    void a_removed_input_that_a_section_still_uses_is_said_to_be() {
        String inputs = "inputs: {rows: array, unit: string}";
        String body = "{{#rows}}{{unit}}{{/rows}}";
        Compatibility compatibility =
                Compatibility.between(prompt("1.0.0", inputs, body), prompt("1.1.0", "inputs: {rows: array}", body));

        assertThat(compatibility.changes())
                .containsExactly(new CompatibilityChange(
                        Level.BREAKING, "inputs.unit", "was removed while the template still uses it"));
    }

    @Test
    void changes_come_farthest_first_with_their_place() {
        Compatibility compatibility = Compatibility.between(
                prompt("1.4.2", "output: {properties: {a: {type: string, enum: [x]}}}", "Hi"),
                prompt("1.5.0", "inputs: {b: string}\noutput: {properties: {a: {type: string, enum: [x, y]}}}", "Ho"));

        assertThat(compatibility.changes())
                .extracting(CompatibilityChange::toString)
                .containsExactly(
                        "BREAKING inputs.b: is new and required",
                        "BREAKING output.a: got the values [\"y\"]",
                        "PATCH body: changed");
        assertThat(compatibility.isBreaking()).isTrue();
        assertThat(compatibility.isHonest()).isFalse();
        assertThat(compatibility).asString().startsWith("1.4.2 -> 1.5.0 is BREAKING, suggested 2.0.0: [");
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.2, BREAKING, 2.0.0",
        "1.4.2, FEATURE, 1.5.0",
        "1.4.2, PATCH, 1.4.3",
        "1.4.2, NONE, 1.4.2",
        "0.4.2, BREAKING, 0.5.0",
        "0.4.2, FEATURE, 0.4.3",
        "0.4.2, PATCH, 0.4.3"
    })
    void the_next_version_follows_from_what_changed(String version, Level level, String suggested) {
        String after = switch (level) {
            case BREAKING -> "inputs: {a: string}";
            case FEATURE -> "model: large";
            case PATCH -> "fallback: large";
            case NONE -> "x-a: 2";
        };
        Version next = Version.parse(suggested);
        Prompt before = prompt(version, "x-a: 1", "Hi");

        assertThat(Compatibility.between(before, prompt(suggested, after, "Hi")).suggested())
                .isEqualTo(next);
        assertThat(Compatibility.between(before, prompt(suggested, after, "Hi")).isHonest())
                .isTrue();
        assertThat(Compatibility.between(before, prompt("0.0.1", after, "Hi")).isHonest())
                .isFalse();
    }

    @Test
    void only_versions_of_one_prompt_are_compared() {
        Prompt other = Prompt.builder("other", Version.of(1, 0, 0), "Hi").build();

        assertThatThrownBy(() -> Compatibility.between(other, prompt("1.0.0", "", "Hi")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prompt 'other' and prompt 'guide'");
        assertThatThrownBy(() -> new CompatibilityChange(Level.NONE, "a", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
