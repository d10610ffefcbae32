package io.genaiops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.format.AssetFile;
import io.genaiops.governance.Granted;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetRegistryTest {

    private static final AssetId ID = AssetId.prompt("trail-guide");
    private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");

    @TempDir
    private Path root;

    private AssetStore store;
    private AssetRegistry registry;

    @BeforeEach
    void open() {
        store = AssetStore.directory(root);
        registry = AssetRegistry.builder(store)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
    }

    private static String text(String version, String more, String body) {
        return "---\nname: trail-guide\nversion: " + version + "\n" + more + "---\n" + body;
    }

    private static AssetFile file(String version) {
        return AssetFile.parse(AssetKind.PROMPT, "file", text(version, "", "body of " + version));
    }

    private void publish(String... versions) {
        for (String version : versions) {
            registry.publish(file(version), "ada");
        }
    }

    private Path draft(String version, String text) throws IOException {
        Path file = root.resolve("prompts/trail-guide/" + version + ".prompt.md");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private AssetRegistry production() {
        return AssetRegistry.builder(store).production().build();
    }

    private String delivered(String reference) {
        return registry.prompt(reference).version().toString();
    }

    @Test
    void all_five_forms_of_a_reference_are_followed() {
        publish("1.0.0", "1.4.2", "1.5.0", "2.0.0-rc.1");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        registry.label("trail-guide", "beta").moveTo("2.0.0-rc.1", "ada", "try");
        Digest digest = registry.describe(ID)
                .published(Version.of(1, 4, 2))
                .orElseThrow()
                .resolved();

        assertThat(delivered("trail-guide")).isEqualTo("1.0.0");
        assertThat(delivered("trail-guide@beta")).isEqualTo("2.0.0-rc.1");
        assertThat(delivered("trail-guide:1.4.2")).isEqualTo("1.4.2");
        assertThat(delivered("trail-guide:^1.4")).isEqualTo("1.5.0");
        assertThat(delivered("trail-guide:~1.4.0")).isEqualTo("1.4.2");
        assertThat(delivered("trail-guide:^2.0.0-rc.0")).isEqualTo("2.0.0-rc.1");
        assertThat(delivered("trail-guide#" + digest)).isEqualTo("1.4.2");
        assertThat(delivered("trail-guide@latest")).isEqualTo("1.5.0");
    }

    @Test
    void an_answer_says_how_it_was_found() {
        publish("1.0.0");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        Digest source = file("1.0.0").asset().sourceDigest();

        Prompt byLabel = registry.prompt("trail-guide");
        Prompt byVersion = registry.prompt("trail-guide:1.0.0");

        Digest resolved = Digest.resolved(source, new java.util.TreeMap<>());
        assertThat(byLabel.resolution()).isEqualTo(Resolution.fresh(resolved, Label.PRODUCTION));
        assertThat(byVersion.resolution()).isEqualTo(Resolution.fresh(resolved, null));
        assertThat(byLabel.sourceDigest()).isEqualTo(source);
        assertThat(registry.prompts()).containsExactly(ID);
    }

    @Test
    void a_missing_label_is_never_silently_latest() throws IOException {
        publish("1.0.0", "1.1.0");
        draft("2.0.0", text("2.0.0", "", "x"));
        registry.label("trail-guide", "beta").moveTo("1.1.0", "ada", "try");

        assertThatThrownBy(() -> registry.prompt("trail-guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'trail-guide' has no label 'production'; found versions [1.0.0, 1.1.0], drafts"
                        + " [2.0.0], labels [beta=1.1.0]. Name one of them, or publish and label what is missing");
    }

    @Test
    void what_does_not_exist_lists_what_does() {
        assertThatThrownBy(() -> registry.prompt("trail-guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'trail-guide' does not exist; found prompts []");
        publish("1.0.0");
        assertThatThrownBy(() -> registry.prompt("trail-guard"))
                .hasMessage("prompt 'trail-guard' does not exist; found prompts [trail-guide]");
        assertThatThrownBy(() -> registry.prompt("trail-guide:1.2.3"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("has no version 1.2.3; found versions [1.0.0], labels []");
        assertThatThrownBy(() -> registry.prompt("trail-guide:^2.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("has no published version in the range ^2.0");
        assertThatThrownBy(() -> registry.prompt("trail-guide#" + Digest.ofText("x")))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("has no published version with the resolved digest sha256:");
        assertThatIllegalArgumentException().isThrownBy(() -> registry.prompt("trail-guide:1.0.0@beta"));
    }

    @Test
    void latest_is_computed_and_refused_in_production() {
        publish("1.0.0", "1.1.0", "2.0.0-rc.1");

        assertThat(delivered("trail-guide@latest")).isEqualTo("1.1.0");
        assertThatThrownBy(() -> production().prompt("trail-guide@latest"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("'latest' of prompt 'trail-guide' is refused where the environment is production; name a"
                        + " label or a version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.label("trail-guide", "latest").moveTo("1.0.0", "ada", "why"))
                .withMessage("label 'latest' is computed and cannot be moved");
        assertThatIllegalArgumentException().isThrownBy(() -> registry.govern(Label.LATEST));
        assertThat(production().isProduction()).isTrue();
        assertThat(registry.isProduction()).isFalse();
    }

    @Test
    void latest_of_pre_releases_alone_is_the_highest_of_them() {
        publish("1.0.0-rc.2", "1.0.0-rc.10");
        assertThat(delivered("trail-guide@latest")).isEqualTo("1.0.0-rc.10");
    }

    @Test
    void a_draft_is_delivered_by_its_exact_version_only() throws IOException {
        draft("1.0.0", text("1.0.0", "", "draft"));
        draft("1.1.0", text("1.1.0", "", "draft"));

        assertThat(delivered("trail-guide:1.1.0")).isEqualTo("1.1.0");
        for (String other : new String[] {"trail-guide:^1.0", "trail-guide@latest", "trail-guide"}) {
            assertThatThrownBy(() -> registry.prompt(other)).isInstanceOf(AssetNotFoundException.class);
        }
        Digest digest = registry.prompt("trail-guide:1.0.0").identity().digest();
        assertThatThrownBy(() -> registry.prompt("trail-guide#" + digest)).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> registry.label("trail-guide", "beta").moveTo("1.0.0", "ada", "why"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("is not published, so no label can go there");
        assertThatThrownBy(() -> production().prompt("trail-guide:1.0.0"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "prompt 'trail-guide' 1.0.0 is a draft, which is refused where the environment is production;"
                                + " publish it first");
    }

    @Test
    void a_draft_changes_with_its_file_until_it_is_published() throws IOException {
        draft("1.0.0", text("1.0.0", "", "one"));
        Digest one = registry.prompt("trail-guide:1.0.0").sourceDigest();
        draft("1.0.0", text("1.0.0", "", "two"));
        assertThat(registry.prompt("trail-guide:1.0.0").sourceDigest()).isNotEqualTo(one);

        PublishedVersion entry = registry.publish(ID, Version.of(1, 0, 0), "ada");

        assertThat(entry.by()).isEqualTo("ada");
        assertThat(entry.at()).isEqualTo(NOW);
        assertThat(registry.publish(ID, Version.of(1, 0, 0), "bob")).isEqualTo(entry);
        assertThat(registry.prompt("trail-guide:1.0.0").identity().digest()).isEqualTo(entry.resolved());
        assertThatThrownBy(() -> registry.publish(ID, Version.of(3, 0, 0), "ada"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'trail-guide' 3.0.0 has no file in this store; versions [1.0.0], labels []");
    }

    @Test
    void an_edited_published_version_is_never_delivered() throws IOException {
        publish("1.0.0");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        Digest published = file("1.0.0").asset().sourceDigest();
        String edited = text("1.0.0", "", "edited");
        draft("1.0.0", edited);
        Digest found = AssetFile.parse(AssetKind.PROMPT, "file", edited).asset().sourceDigest();

        for (String reference : new String[] {"trail-guide", "trail-guide:1.0.0", "trail-guide:^1.0"}) {
            assertThatThrownBy(() -> registry.prompt(reference))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessage("prompt 'trail-guide' 1.0.0 was published with source digest " + published
                            + ", but its file now has " + found + "; restore the file, or publish the new content under"
                            + " another version, for example 1.0.1");
        }
        assertThatThrownBy(() -> registry.publish(ID, Version.of(1, 0, 0), "ada"))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void metadata_may_be_edited_after_publishing() throws IOException {
        publish("1.0.0");
        draft("1.0.0", text("1.0.0", "description: better said\ntags: [new]\n", "body of 1.0.0"));
        assertThat(registry.prompt("trail-guide:1.0.0").metadata().description())
                .isEqualTo("better said");
    }

    @Test
    void a_published_version_without_its_file_says_so() throws IOException {
        publish("1.0.0");
        Files.delete(root.resolve("prompts/trail-guide/1.0.0.prompt.md"));
        assertThatThrownBy(() -> registry.prompt("trail-guide:1.0.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'trail-guide' 1.0.0 is published, but its file is missing; restore it");
    }

    @Test
    void a_deleted_version_is_never_delivered() {
        publish("1.0.0", "1.1.0");
        Digest digest = registry.describe(ID)
                .published(Version.of(1, 1, 0))
                .orElseThrow()
                .resolved();

        registry.delete(ID, Version.of(1, 1, 0), "ada", "wrong");

        assertThat(delivered("trail-guide:^1.0")).isEqualTo("1.0.0");
        assertThat(delivered("trail-guide@latest")).isEqualTo("1.0.0");
        assertThatThrownBy(() -> registry.prompt("trail-guide:1.1.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("has version 1.1.0 deleted; found versions [1.0.0]");
        assertThatThrownBy(() -> registry.prompt("trail-guide#" + digest)).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> publish("1.1.0")).isInstanceOf(ConflictException.class);
    }

    @Test
    void a_label_on_a_version_deleted_by_hand_is_not_found() throws IOException {
        publish("1.0.0");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        Path versions = root.resolve("prompts/trail-guide/versions.yaml");
        Files.writeString(
                versions,
                Files.readString(versions)
                        .replace("\"ada\"}", "\"ada\", removed: {at: '2026-01-31T09:00:00Z', by: bob, why: wrong}}"));

        assertThatThrownBy(() -> registry.prompt("trail-guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("label 'production' on 1.0.0, which is not a published version");
    }

    @Test
    void the_history_says_who_when_why_and_from_where() {
        publish("1.0.0", "1.1.0");
        registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");
        registry.label("trail-guide", "beta").moveTo("1.1.0", "ada", "try");
        AssetLabel label = registry.label("trail-guide", "production").moveTo("1.1.0", "bob", "better");

        assertThat(label.version()).contains(Version.of(1, 1, 0));
        assertThat(label).hasToString("prompt 'trail-guide'@production -> 1.1.0");
        Label production = Label.PRODUCTION;
        assertThat(label.history())
                .containsExactly(
                        new LabelMove(production, null, Version.of(1, 0, 0), NOW, "ada", "first", null),
                        new LabelMove(
                                production, Version.of(1, 0, 0), Version.of(1, 1, 0), NOW, "bob", "better", null));
    }

    @Test
    void of_two_promoters_one_is_told_what_it_found() {
        publish("1.0.0", "1.1.0", "1.2.0");
        AssetLabel first = registry.label("trail-guide", "production");
        AssetLabel second = registry.label("trail-guide", "production");
        first.moveTo("1.1.0", "ada", "mine");

        assertThatThrownBy(() -> second.moveTo("1.2.0", "bob", "mine"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is on 1.1.0, expected no version");
        assertThat(delivered("trail-guide")).isEqualTo("1.1.0");
    }

    @Test
    void a_label_can_be_removed_and_is_not_found_from_then_on() {
        publish("1.0.0");
        AssetLabel label = registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "first");

        AssetLabel removed = label.remove("bob", "wrong answers");

        assertThat(removed.version()).isEmpty();
        assertThat(removed).hasToString("prompt 'trail-guide'@production -> (no version)");
        assertThatThrownBy(() -> registry.prompt("trail-guide")).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> removed.remove("bob", "again"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("label 'production' of prompt 'trail-guide' is on no version");
        assertThatThrownBy(() -> label.remove("bob", "again")).isInstanceOf(ConflictException.class);
        assertThat(removed.history()).hasSize(2);
    }

    @Test
    void a_frozen_label_stays_and_is_frozen_only_where_it_was_seen() {
        publish("1.0.0", "1.1.0");
        AssetLabel empty = registry.label("trail-guide", "release-1");
        assertThatThrownBy(() -> empty.freeze("ada", "tag")).isInstanceOf(AssetNotFoundException.class);
        AssetLabel seen = empty.moveTo("1.0.0", "ada", "tag");
        AssetLabel moved = seen.moveTo("1.1.0", "bob", "meanwhile");
        assertThatThrownBy(() -> seen.freeze("ada", "tag")).isInstanceOf(ConflictException.class);

        AssetLabel frozen = moved.freeze("ada", "tag");

        assertThatThrownBy(() -> frozen.moveTo("1.0.0", "ada", "back")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> frozen.remove("ada", "away")).isInstanceOf(RefusedException.class);
        assertThat(delivered("trail-guide@release-1")).isEqualTo("1.1.0");
    }

    @Test
    void a_governed_label_refuses_a_plain_move_and_takes_one_with_authority() {
        publish("1.0.0");
        registry.govern(Label.PRODUCTION);
        assertThatThrownBy(() -> registry.label("trail-guide", "production").moveTo("1.0.0", "ada", "now"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it moves only through Governance.promote(…)");

        registry.move(
                ID,
                new LabelMove(
                        Label.PRODUCTION,
                        null,
                        Version.of(1, 0, 0),
                        NOW,
                        "ada",
                        "now",
                        Granted.authority("gate 'quality'")));

        assertThat(delivered("trail-guide")).isEqualTo("1.0.0");
        assertThat(registry.governed()).containsExactly(Label.PRODUCTION);
        assertThat(registry.label("trail-guide", "production").history().get(0).authority())
                .isEqualTo(Authority.recorded("gate 'quality'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "v1.0.0", "latest", ""})
    void a_move_needs_an_exact_version(String version) {
        publish("1.0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.label("trail-guide", "beta").moveTo(version, "ada", "why"));
    }

    @Test
    void a_prompt_made_in_code_can_be_published() {
        Prompt prompt = Prompt.builder("made", Version.of(1, 0, 0), "Hi {{name}}")
                .inputs("name")
                .build();

        PublishedVersion entry = registry.publish(AssetFile.of(prompt), "ada");

        assertThat(entry.source()).isEqualTo(prompt.sourceDigest());
        assertThat(registry.prompt("made:1.0.0").with("name", "Ada").render().text())
                .isEqualTo("Hi Ada");
    }

    @Test
    void the_short_ways_open_the_same_registries() {
        publish("1.0.0");
        try (AssetRegistry again = AssetRegistry.directory(root);
                AssetRegistry memory = AssetRegistry.memory()) {
            assertThat(again.prompts()).containsExactly(ID);
            assertThat(memory.prompts()).isEmpty();
        }
        assertThatThrownBy(() -> AssetRegistry.classpath("no-such-root")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void a_host_model_is_not_locked_and_a_missing_file_of_a_model_asset_is_an_error() throws IOException {
        AssetFile file = AssetFile.parse(AssetKind.PROMPT, "file", text("1.0.0", "model: small\n", "Hi"));
        assertThat(registry.publish(file, "ada").lock()).isEmpty();

        Files.createDirectories(root.resolve("models/small"));
        Files.writeString(root.resolve("models/small/1.0.0.model.yaml"), "name: small\nversion: 1.0.0\n");
        AssetFile next = AssetFile.parse(AssetKind.PROMPT, "file", text("1.1.0", "model: small\n", "Hi"));
        assertThatThrownBy(() -> registry.publish(next, "ada"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("model 'small' has no label 'production'");
    }
}
