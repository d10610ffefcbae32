package io.genaiops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.review.AssetLint;
import io.genaiops.review.CompatibilityChange.Level;
import io.genaiops.review.LintFinding;
import io.genaiops.review.LintFinding.Rule;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialDeliveryTest {

    private final AssetRegistry registry = AssetRegistry.memory();

    private static AssetFile file(AssetKind kind, String name, String version, String body) {
        String text = "---\nname: " + name + "\nversion: " + version + "\n---\n" + body;
        return AssetFile.parse(kind, name + ":" + version, text);
    }

    private PublishedVersion partial(String name, String version, String body) {
        PublishedVersion published = registry.publish(file(AssetKind.PARTIAL, name, version, body), "ann");
        AssetId id = new AssetId(AssetKind.PARTIAL, name);
        registry.label(id, Label.PRODUCTION).moveTo(version, "ann", "test");
        return published;
    }

    private PublishedVersion prompt(String version, String body) {
        return registry.publish(file(AssetKind.PROMPT, "guide", version, body), "ann");
    }

    private String rendered(String reference) {
        return registry.prompt(reference).render().text();
    }

    @Test
    void a_published_prompt_renders_with_the_locked_partials_for_good() {
        partial("inner", "1.0.0", "inner one");
        partial("tone", "1.0.0", "tone one, {{> inner}}");
        prompt("1.0.0", "{{> tone}}!");
        Digest digest = registry.prompt("guide:1.0.0").resolution().digest();

        partial("inner", "2.0.0", "inner two");
        partial("tone", "2.0.0", "tone two, {{> inner}}");
        prompt("2.0.0", "{{> tone}}!");

        assertThat(rendered("guide:1.0.0")).isEqualTo("tone one, inner one!");
        assertThat(rendered("guide:2.0.0")).isEqualTo("tone two, inner two!");
        assertThat(registry.prompt("guide:1.0.0").resolution().digest()).isEqualTo(digest);
    }

    @Test
    void the_lock_names_every_partial_as_written() {
        PublishedVersion tone = partial("tone", "1.0.0", "kind");
        PublishedVersion prompt = prompt("1.0.0", "{{> tone}} {{> tone:^1.0}} {{> tone#" + tone.resolved() + "}}");

        assertThat(prompt.lock())
                .containsOnlyKeys("partial tone@production", "partial tone:^1.0", "partial tone#" + tone.resolved())
                .containsValue(tone.resolved());
        assertThat(rendered("guide:1.0.0")).isEqualTo("kind kind kind");
    }

    @Test
    void a_missing_partial_is_not_found_and_named() {
        partial("tone", "1.0.0", "kind");

        assertThatThrownBy(() -> prompt("1.0.0", "{{> manners}}"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContainingAll("partial 'manners' does not exist", "[tone]");
        assertThatThrownBy(() -> prompt("1.0.0", "{{> tone@beta}}"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContainingAll("partial 'tone' has no label 'beta'", "production=1.0.0");
    }

    @Test
    void a_deleted_partial_stops_what_includes_it() {
        partial("tone", "1.0.0", "one");
        prompt("1.0.0", "{{> tone:1.0.0}}");
        partial("tone", "1.1.0", "two");
        registry.delete(new AssetId(AssetKind.PARTIAL, "tone"), Version.of(1, 0, 0), "ada", "wrong");

        assertThatThrownBy(() -> registry.prompt("guide:1.0.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContainingAll("prompt 'guide' 1.0.0 includes 'tone:1.0.0'", "not found");
    }

    @Test
    void cycles_and_depth_are_refused_when_published() {
        partial("a", "1.0.0", "end");
        partial("b", "1.0.0", "{{> a}}");

        assertThatThrownBy(() -> partial("a", "1.1.0", "{{> b}}"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("a -> b -> a");

        for (int i = 1; i < 8; i++) {
            partial("deep" + i, "1.0.0", i == 1 ? "end" : "{{> deep" + (i - 1) + "}}");
        }
        partial("deep8", "1.0.0", "{{> deep7}}");
        prompt("1.0.0", "{{> deep8}}");
        assertThat(rendered("guide:1.0.0")).isEqualTo("end");
        assertThatThrownBy(() -> partial("deep9", "1.0.0", "{{> deep8}}")).hasMessageContaining("at most 8 deep");
    }

    @Test
    void inputs_that_only_a_partial_uses_must_be_declared_when_published() {
        partial("tone", "1.0.0", "{{voice}}");

        assertThatThrownBy(() -> prompt("1.0.0", "{{> tone}}"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("'voice' in line 1 of partial 'tone'");
    }

    @Test
    void one_reference_means_one_version_within_a_prompt() {
        partial("inner", "1.0.0", "one");
        partial("tone", "1.0.0", "{{> inner}}");
        partial("inner", "2.0.0", "two");

        assertThatThrownBy(() -> prompt("1.0.0", "{{> inner}} {{> tone}}"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContainingAll("'inner@production'", "1.0.0", "2.0.0");
        prompt("1.0.0", "{{> inner:2.0.0}} {{> tone}}");
        assertThat(rendered("guide:1.0.0")).isEqualTo("two one");
    }

    @Test
    void drafts_render_with_what_references_mean_today(@TempDir Path root) throws IOException {
        write(root, "prompts/guide/1.0.0.prompt.md", "guide", "{{> tone:1.0.0}}");
        write(root, "partials/tone/1.0.0.partial.md", "tone", "draft");
        try (AssetRegistry drafts = AssetRegistry.directory(root)) {
            assertThat(drafts.prompt("guide:1.0.0").render().text()).isEqualTo("draft");
            assertThatThrownBy(() -> drafts.publish(AssetId.prompt("guide"), Version.of(1, 0, 0), "ann"))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageContaining("partial 'tone' 1.0.0, which is a draft");

            Digest before = drafts.prompt("guide:1.0.0").resolution().digest();
            write(root, "partials/tone/1.0.0.partial.md", "tone", "changed");
            assertThat(drafts.prompt("guide:1.0.0").render().text()).isEqualTo("changed");
            assertThat(drafts.prompt("guide:1.0.0").resolution().digest()).isNotEqualTo(before);

            drafts.publish(new AssetId(AssetKind.PARTIAL, "tone"), Version.of(1, 0, 0), "ann");
            drafts.publish(AssetId.prompt("guide"), Version.of(1, 0, 0), "ann");
            write(root, "partials/tone/1.0.0.partial.md", "tone", "edited");
            assertThatThrownBy(() -> drafts.prompt("guide:1.0.0"))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageContaining("partial 'tone' 1.0.0 was published with source digest");
        }
    }

    @Test
    void drafts_that_include_each_other_are_refused(@TempDir Path root) throws IOException {
        write(root, "partials/a/1.0.0.partial.md", "a", "{{> b:1.0.0}}");
        write(root, "partials/b/1.0.0.partial.md", "b", "{{> a:1.0.0}}");
        write(root, "prompts/guide/1.0.0.prompt.md", "guide", "{{> a:1.0.0}}");
        try (AssetRegistry drafts = AssetRegistry.directory(root)) {
            assertThatThrownBy(() -> drafts.prompt("guide:1.0.0"))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageContaining("cycle");
            assertThat(drafts.lint(AssetId.prompt("guide"), Version.of(1, 0, 0)))
                    .extracting(LintFinding::rule)
                    .containsExactly(Rule.PARTIAL_CYCLE);
        }
    }

    @Test
    void an_edited_lock_is_found(@TempDir Path root) throws IOException {
        try (AssetRegistry published = AssetRegistry.of(AssetStore.directory(root))) {
            for (String version : new String[] {"1.0.0", "2.0.0"}) {
                published.publish(file(AssetKind.PARTIAL, "tone", version, "tone " + version), "ann");
            }
            published.publish(file(AssetKind.PROMPT, "guide", "1.0.0", "{{> tone:1.0.0}}"), "ann");
            AssetId tone = new AssetId(AssetKind.PARTIAL, "tone");
            String one = digest(published, tone, "1.0.0");
            String two = digest(published, tone, "2.0.0");
            Path versions = root.resolve("prompts/guide/versions.yaml");
            Files.writeString(versions, Files.readString(versions).replace(one, two));

            assertThatThrownBy(() -> published.prompt("guide:1.0.0"))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageContaining("of source and lock");
        }
    }

    @Test
    void definitions_are_delivered_by_reference() {
        AssetFile model = AssetFile.parse(
                AssetKind.MODEL, "m", "name: small\nversion: 1.0.0\nprovider: local\nmodel: llama3.2\n");
        registry.publish(model, "ann");
        PublishedVersion prompt = registry.publish(
                AssetFile.parse(
                        AssetKind.PROMPT, "p", "---\nname: guide\nversion: 1.0.0\nmodel: small:1.0.0\n---\nHi\n"),
                "ann");

        assertThat(registry.model("small:1.0.0").provider()).isEqualTo("local");
        assertThat(prompt.lock()).containsOnlyKeys("model small:1.0.0");
        assertThatThrownBy(() -> registry.application("none")).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> registry.dataset("none")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void versions_are_linted_compared_and_judged() {
        partial("tone", "1.0.0", "kind");
        prompt("1.0.0", "{{> tone}}\nold\n");
        registry.publish(
                AssetFile.parse(
                        AssetKind.PROMPT,
                        "p",
                        "---\nname: guide\nversion: 1.1.0\ninputs: {question: string}\n---\n{{> tone}}\nnew\n"),
                "ann");
        AssetId id = AssetId.prompt("guide");
        Version one = Version.of(1, 0, 0);
        Version two = Version.of(1, 1, 0);

        assertThat(registry.lint(id, two)).extracting(LintFinding::rule).containsExactly(Rule.UNUSED_INPUT);
        assertThat(registry.lint(id, one, AssetLint.standard())).isEmpty();
        assertThat(registry.diff(id, one, two).text()).contains("-old\n+new");
        assertThat(registry.compatibility("guide", one, two).level()).isEqualTo(Level.BREAKING);
        assertThat(registry.compatibility("guide", one, two).suggested()).isEqualTo(Version.of(2, 0, 0));
    }

    @Test
    void a_prompt_with_partials_can_be_published_from_code() {
        partial("tone", "1.0.0", "kind");
        Prompt made = Prompt.builder("guide", Version.of(1, 0, 0), "{{> tone}}").build();
        registry.publish(AssetFile.of(made), "ann");

        assertThat(rendered("guide:1.0.0")).isEqualTo("kind");
    }

    private static String digest(AssetRegistry registry, AssetId id, String version) {
        return registry.describe(id)
                .published(Version.parse(version))
                .orElseThrow()
                .resolved()
                .value();
    }

    private static void write(Path root, String path, String name, String body) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "---\nname: " + name + "\nversion: 1.0.0\n---\n" + body);
    }
}
