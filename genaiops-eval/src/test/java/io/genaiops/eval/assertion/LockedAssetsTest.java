package io.genaiops.eval.assertion;

import static io.genaiops.eval.junit.GenAiAssertions.assertAssetsLocked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.eval.junit.GenAiAssertions;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.AssertionFailedError;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LockedAssetsTest {

    private static final Version V1 = Version.of(1, 0, 0);
    private static final String WAYS_OUT = "\nDrafts are locked by this test with -Dgenaiops.update=true: commit the"
            + " versions.yaml that it writes. What was published it never changes.";

    @TempDir
    private Path root;

    @BeforeEach
    @AfterEach
    void forget_the_update() {
        System.clearProperty("genaiops.update");
    }

    private Path write(AssetFile file) throws IOException {
        AssetId id = file.asset().id();
        boolean text = id.kind() == AssetKind.PROMPT || id.kind() == AssetKind.PARTIAL;
        Path path = root.resolve(id.kind().plural())
                .resolve(id.name())
                .resolve(file.asset().version() + "." + id.kind() + (text ? ".md" : ".yaml"));
        Files.createDirectories(path.getParent());
        return Files.writeString(path, file.text());
    }

    private Path write(String body) throws IOException {
        return write(AssetFile.of(Prompt.builder("guide", V1, body).build()));
    }

    private static Partial tone() {
        return Partial.builder("tone", V1, "Be kind.").build();
    }

    private static ModelDefinition small() {
        return ModelDefinition.builder("small", V1)
                .provider("local")
                .model("llama")
                .build();
    }

    private void publish(AssetFile file) {
        try (AssetRegistry registry = AssetRegistry.directory(root)) {
            registry.publish(file, "ann");
        }
    }

    @Test
    void published_files_that_nobody_changed_are_locked() throws Exception {
        publish(AssetFile.of(tone()));
        publish(AssetFile.of(small()));
        publish(AssetFile.of(Prompt.builder("guide", V1, "{{> tone:1.0.0}} Hi").build()));

        assertThatCode(() -> assertAssetsLocked(root)).doesNotThrowAnyException();
    }

    @Test
    void a_file_that_differs_from_its_entry_fails_with_both_digests_and_the_two_ways_out() throws Exception {
        Prompt published = Prompt.builder("guide", V1, "Hi").build();
        Prompt edited = Prompt.builder("guide", V1, "Hello").build();
        publish(AssetFile.of(published));
        write("Hello");

        assertThatThrownBy(() -> assertAssetsLocked(root))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("the assets below " + root + " are not locked\n"
                        + "  - prompt 'guide' 1.0.0 was published with source digest " + published.sourceDigest()
                        + ", but its file now has " + edited.sourceDigest()
                        + "; restore the file, or publish the new content under another version, for example 1.0.1"
                        + WAYS_OUT);
    }

    @Test
    void all_that_is_wrong_is_listed_at_once() throws Exception {
        publish(AssetFile.of(tone()));
        publish(AssetFile.of(small()));
        Files.delete(root.resolve("models/small/1.0.0.model.yaml"));
        write(AssetFile.of(Partial.builder("tone", V1, "Be rude.").build()));
        write("Hi");
        Files.writeString(root.resolve("prompts/guide/labels.yaml"), "labels: {production: 1.0.0}\n");
        Path broken = write(AssetFile.of(Prompt.builder("other", V1, "Hi").build()));
        Files.writeString(broken.resolveSibling("versions.yaml"), "1.0.0: {}\n");

        assertThatThrownBy(() -> assertAssetsLocked(root))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContainingAll(
                        "\n  - prompt 'guide' 1.0.0 is a draft: it is not in versions.yaml and may still change\n",
                        "\n  - label 'production' of prompt 'guide' is on 1.0.0, which is not published; labels go to"
                                + " published versions only\n",
                        "versions.yaml:1: expected the key 'source'",
                        "\n  - partial 'tone' 1.0.0 was published with source digest ",
                        "\n  - model 'small' 1.0.0 is published, but its file is missing; restore it\n");
    }

    @Test
    void a_directory_without_assets_is_never_locked() {
        assertThatThrownBy(() -> assertAssetsLocked(root.resolve("nowhere")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("there is no asset at all; expected files such as prompts/<name>/");
        // This module has no assets of its own in this place.
        assertThatThrownBy(GenAiAssertions::assertAssetsLocked)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(
                        Path.of("src", "main", "resources", "genaiops").toString());
    }

    @Test
    void an_update_publishes_drafts_with_what_they_refer_to_and_writes_the_lock() throws Exception {
        write(AssetFile.of(Partial.builder("accent", V1, "{{> tone:1.0.0}}").build()));
        write(AssetFile.of(tone()));
        write(AssetFile.of(small()));
        write(AssetFile.of(Prompt.builder("guide", V1, "{{> accent:1.0.0}} Hi")
                .model(AssetRef.parse("small:1.0.0"))
                .build()));
        assertThatThrownBy(() -> assertAssetsLocked(root)).hasMessageContaining("prompt 'guide' 1.0.0 is a draft");

        System.setProperty("genaiops.update", "true");
        assertThatCode(() -> assertAssetsLocked(root)).doesNotThrowAnyException();

        System.clearProperty("genaiops.update");
        assertThatCode(() -> assertAssetsLocked(root)).doesNotThrowAnyException();
        try (AssetRegistry registry = AssetRegistry.directory(root)) {
            PublishedVersion entry =
                    registry.describe(AssetId.prompt("guide")).published(V1).orElseThrow();
            assertThat(entry.lock()).containsOnlyKeys("model small:1.0.0", "partial accent:1.0.0");
            assertThat(entry.by()).isEqualTo(System.getProperty("user.name"));
        }
    }

    @Test
    void an_update_never_changes_what_was_published() throws Exception {
        publish(AssetFile.of(Prompt.builder("guide", V1, "Hi").build()));
        write("Hello");
        String versions = Files.readString(root.resolve("prompts/guide/versions.yaml"));

        System.setProperty("genaiops.update", "true");

        assertThatThrownBy(() -> assertAssetsLocked(root)).hasMessageContaining("restore the file, or publish");
        assertThat(root.resolve("prompts/guide/versions.yaml")).hasContent(versions);
    }

    @Test
    void a_draft_that_cannot_be_published_says_why_and_stays_a_draft() throws Exception {
        write("{{> nowhere:1.0.0}}");

        System.setProperty("genaiops.update", "true");

        assertThatThrownBy(() -> assertAssetsLocked(root))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContainingAll("partial 'nowhere' does not exist", "prompt 'guide' 1.0.0 is a draft");
    }
}
