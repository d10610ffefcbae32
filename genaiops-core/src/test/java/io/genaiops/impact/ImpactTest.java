package io.genaiops.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who refers by a label to what is about to move. */
class ImpactTest {

    private static final AssetId TONE = new AssetId(AssetKind.PARTIAL, "tone");
    private static final AssetId WEATHER = new AssetId(AssetKind.TOOL, "weather");

    @TempDir
    private Path folder;

    private AssetRegistry registry;

    @BeforeEach
    void open() {
        registry = AssetRegistry.directory(folder);
        registry.publish(AssetFile.parse(AssetKind.PARTIAL, "f", "---\nname: tone\nversion: 1.0.0\n---\nKind."), "ann");
        registry.label(TONE, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
    }

    private void publish(String name, String frontMatter) {
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "f", prompt(name, frontMatter)), "ann");
    }

    private static String prompt(String name, String frontMatter) {
        return "---\nname: " + name + "\nversion: 1.0.0\n" + frontMatter + "\n---\nHi";
    }

    private Impact of(AssetId moved) {
        return Impact.of(registry, Set.of(moved), Label.PRODUCTION);
    }

    @Test
    void versions_that_refer_to_a_partial_by_the_label_are_consumers_and_those_that_name_a_version_are_none() {
        publish("by-label", "partials: [tone@production]");
        publish("by-default", "partials: [tone]");
        publish("by-version", "partials: ['tone:1.0.0']");
        publish("by-range", "partials: ['tone:^1.0']");
        publish("without", "description: none");
        registry.label("by-label", "live").moveTo("1.0.0", "ann", "first");

        assertThat(of(TONE).consumers())
                .extracting(consumer -> consumer.id().name(), Consumer::labels, Consumer::follows)
                .containsExactlyInAnyOrder(
                        tuple("by-label", Set.of(Label.of("live")), false), tuple("by-default", Set.of(), false));
        assertThat(of(TONE).toString())
                .contains(
                        "prompt 'by-label' 1.0.0 on [live] refers to partial tone", "keeps what it was published with");
    }

    @Test
    void a_draft_that_names_a_tool_follows_it() throws Exception {
        Path draft = folder.resolve("prompts/guide/1.0.0.prompt.md");
        Files.createDirectories(draft.getParent());
        Files.writeString(draft, prompt("guide", "tools: [weather]"));

        assertThat(of(WEATHER).consumers()).singleElement().satisfies(consumer -> {
            assertThat(consumer.reference().id()).isEqualTo(WEATHER);
            assertThat(consumer.follows()).isTrue();
        });
        assertThat(of(WEATHER).toString()).contains("follows it at once: evidence about it is void then");
        assertThat(of(TONE).consumers()).isEmpty();
    }

    @Test
    void a_published_version_keeps_the_tool_that_it_was_published_with_when_the_tool_moves() {
        publishTool("1.0.0");
        registry.label(WEATHER, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
        publish("guide", "tools: [weather]");
        publish("exact", "tools: ['weather:1.0.0']");
        publishTool("2.0.0");

        assertThat(of(WEATHER).consumers())
                .extracting(consumer -> consumer.id().name(), Consumer::follows)
                .containsExactly(tuple("guide", false));
        registry.label(WEATHER, Label.PRODUCTION).moveTo("2.0.0", "ann", "second");
        assertThat(registry.prompt("guide:1.0.0")
                        .tool(AssetRef.parse("weather"))
                        .orElseThrow()
                        .version())
                .isEqualTo(Version.of(1, 0, 0));
    }

    private void publishTool(String version) {
        registry.publish(
                AssetFile.parse(
                        AssetKind.TOOL, "f", "name: weather\nversion: " + version + "\ninstructions: Tells " + version),
                "ann");
    }

    @Test
    void a_label_of_an_environment_reaches_who_names_the_label_alone() {
        publish("guide", "partials: [tone]");

        assertThat(Impact.of(registry, Set.of(TONE), Label.of("production/eu")).consumers())
                .hasSize(1);
        assertThat(Impact.of(registry, Set.of(TONE), Label.of("beta")).consumers())
                .isEmpty();
    }

    @Test
    void a_deleted_version_is_no_consumer_and_one_that_cannot_be_read_is_named() throws Exception {
        publish("gone", "partials: [tone]");
        registry.delete(AssetId.prompt("gone"), Version.of(1, 0, 0), "ann", "old");
        publish("broken", "partials: [tone]");
        Files.writeString(folder.resolve("prompts/broken/1.0.0.prompt.md"), "---\nname: [\n---\n");

        Impact impact = of(TONE);

        assertThat(impact.consumers()).isEmpty();
        assertThat(impact.unread()).singleElement().asString().contains("prompt 'broken'");
        assertThat(impact.toString()).startsWith("not read: ");
    }

    @Test
    void an_asset_whose_labels_cannot_be_read_is_named_and_the_others_are_found() throws Exception {
        publish("by-label", "partials: [tone@production]");
        publish("torn", "partials: [tone@production]");
        Files.writeString(folder.resolve("prompts/torn/labels.yaml"), "labels: {production: [");

        Impact impact = of(TONE);

        assertThat(impact.consumers())
                .extracting(consumer -> consumer.id().name())
                .containsExactly("by-label");
        assertThat(impact.unread()).singleElement().asString().startsWith("prompt 'torn': ");
    }
}
