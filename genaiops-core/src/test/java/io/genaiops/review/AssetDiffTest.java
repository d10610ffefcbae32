package io.genaiops.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.definition.ModelCapability;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import org.junit.jupiter.api.Test;

class AssetDiffTest {

    private static Prompt prompt(String version, String yaml, String body) {
        return (Prompt) AssetFile.parse(
                        AssetKind.PROMPT, "f", "---\nname: guide\nversion: " + version + "\n" + yaml + "---\n" + body)
                .asset();
    }

    @Test
    void fields_and_lines_are_shown_as_people_read_them() {
        Prompt before = prompt(
                "1.0.0",
                "description: old\ninputs: {question: string}\nmodel: {temperature: 0.2}\n",
                "one\ntwo\nthree\nfour\n{{question}}\nsix\nseven\neight\nnine\nten\n");
        Prompt after = prompt("1.1.0", """
                description: new
                inputs: {question: string, tone: {type: string, required: false}}
                model: {temperature: 0.7, topK: 5}
                """, "one\ntwo\nthree\nfour\n{{question}}\n{{tone}}\nseven\neight\nnine\nten\n");

        AssetDiff diff = AssetDiff.between(before, after);

        assertThat(diff.text()).isEqualTo("""
                --- prompt 'guide' 1.0.0
                +++ prompt 'guide' 1.1.0
                inputs.tone.required: (absent) -> false
                inputs.tone.trusted: (absent) -> false
                inputs.tone.type: (absent) -> "string"
                metadata.description: "old" -> "new"
                parameters.temperature: 0.2 -> 0.7
                parameters.topK: (absent) -> 5
                @@ -3,7 +3,7 @@
                 three
                 four
                 {{question}}
                -six
                +{{tone}}
                 seven
                 eight
                 nine""");
        assertThat(diff.fields()).extracting(FieldChange::path).startsWith("inputs.tone.required");
        assertThat(diff.fields().get(0).earlier()).isEmpty();
        assertThat(diff.fields().get(0).later())
                .hasValueSatisfying(value -> assertThat(value.booleanValue()).isFalse());
        assertThat(diff.changesBehaviour()).isTrue();
        assertThat(diff).hasToString("AssetDiff[prompt 'guide' 1.0.0 -> 1.1.0, 6 fields, 2 lines]");
    }

    @Test
    void changes_far_apart_have_hunks_of_their_own_and_near_ones_share() {
        String body = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16";
        AssetDiff far = AssetDiff.between(
                prompt("1.0.0", "", body),
                prompt("1.0.1", "", body.replace("\n2\n", "\nx\n").replace("15", "y")));
        AssetDiff near = AssetDiff.between(
                prompt("1.0.0", "", body),
                prompt("1.0.1", "", body.replace("\n5\n", "\nx\n").replace("\n12\n", "\n")));

        assertThat(far.text().lines().filter(line -> line.startsWith("@@")))
                .containsExactly("@@ -1,5 +1,5 @@", "@@ -12,5 +12,5 @@");
        assertThat(near.text().lines().filter(line -> line.startsWith("@@"))).containsExactly("@@ -2,14 +2,13 @@");
    }

    @Test
    void equal_versions_have_no_difference() {
        AssetDiff diff = AssetDiff.between(prompt("1.0.0", "", "a\n"), prompt("1.0.1", "", "a\n"));

        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff.changesBehaviour()).isFalse();
        assertThat(diff.text()).isEqualTo("--- prompt 'guide' 1.0.0\n+++ prompt 'guide' 1.0.1");
    }

    @Test
    void metadata_alone_differs_without_changing_behaviour() {
        AssetDiff diff = AssetDiff.between(
                prompt("1.0.0", "owners: [ann]\ntags: [a]\n", "a"),
                prompt("1.0.1", "owners: [bob]\nmetadata: {created: 2026-01-31T09:00:00Z, seasons: [1]}\n", "a"));

        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.changesBehaviour()).isFalse();
        assertThat(diff.fields())
                .extracting(FieldChange::toString)
                .containsExactly(
                        "metadata.created: (absent) -> \"2026-01-31T09:00:00Z\"",
                        "metadata.owners: [\"ann\"] -> [\"bob\"]",
                        "metadata.seasons: (absent) -> [1]",
                        "metadata.tags: [\"a\"] -> (absent)");
    }

    @Test
    void definitions_have_fields_and_no_lines() {
        ModelDefinition.Builder small =
                ModelDefinition.builder("m", Version.of(1, 0, 0)).provider("p").model("small");
        ModelDefinition before = small.build();
        ModelDefinition after = small.capabilities(ModelCapability.TOOLS).build();

        assertThat(AssetDiff.between(before, after).lines()).isEmpty();
        assertThat(AssetDiff.between(before, after).fields())
                .extracting(FieldChange::toString)
                .containsExactly("capabilities: (absent) -> [\"tools\"]");
        assertThatThrownBy(() -> AssetDiff.between(before, prompt("1.0.0", "", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected two versions of one asset, found model 'm' and prompt 'guide'");
    }
}
