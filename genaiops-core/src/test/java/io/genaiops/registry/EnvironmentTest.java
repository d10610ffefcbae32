package io.genaiops.registry;

import static io.genaiops.registry.Shelf.GUIDE;
import static io.genaiops.registry.Shelf.SMALL;
import static io.genaiops.registry.Shelf.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels are of an environment; versions are of all. */
class EnvironmentTest {

    @TempDir
    private Path root;

    private AssetStore store;
    private AssetRegistry eu;
    private AssetRegistry us;

    @BeforeEach
    void open() {
        store = Shelf.filled(AssetStore.directory(root.resolve("assets")));
        eu = AssetRegistry.builder(store).environment("eu").build();
        us = AssetRegistry.builder(store)
                .environment("us")
                .cache(Duration.ofMinutes(1))
                .build();
    }

    @Test
    void a_registry_reads_and_moves_the_labels_of_its_environment_only() throws IOException {
        AssetLabel label = eu.label("guide", "production").moveTo("1.0.0", "ada", "first");
        us.label("guide", "production").moveTo("2.0.0", "bob", "first");
        AssetRegistry.of(store).label("guide", "production").moveTo("2.0.0", "cy", "of no environment");

        assertThat(eu.prompt("guide").version()).hasToString("1.0.0");
        assertThat(eu.prompt("guide@production/eu").version()).hasToString("1.0.0");
        assertThat(us.prompt("guide@production").version()).hasToString("2.0.0");
        assertThat(eu.prompt("guide").resolution().label()).isEqualTo(Label.of("production/eu"));
        assertThat(label).hasToString("prompt 'guide'@production/eu -> 1.0.0");
        assertThat(label.label()).isEqualTo(Label.of("production/eu"));
        assertThat(label.history()).hasSize(1);
        assertThat(eu.environment()).contains("eu");
        assertThat(Files.readString(root.resolve("assets/prompts/guide/labels.yaml")))
                .containsSubsequence(
                        "  production: {version: 2.0.0}",
                        "  production/eu: {version: 1.0.0}",
                        "  production/us: {version: 2.0.0}")
                .contains("{label: \"production/eu\", to: 1.0.0,");
        assertThat(eu.snapshot().prompt("guide").version()).hasToString("1.0.0");
    }

    @Test
    void a_label_that_is_missing_here_is_not_found_and_what_exists_is_listed() {
        us.label("guide", "production").moveTo("2.0.0", "bob", "first");
        assertThatThrownBy(() -> eu.prompt("guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'guide' has no label 'production/eu'; found versions [1.0.0, 2.0.0], labels"
                        + " [production/us=2.0.0]. Name one of them, or publish and label what is missing");
        assertThatThrownBy(() -> eu.snapshot().prompt("guide"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("no label 'production/eu'");
    }

    @Test
    void a_label_of_another_environment_is_refused() {
        us.label("guide", "production").moveTo("2.0.0", "bob", "first");
        String words =
                "label 'production/us' is of another environment, and this registry reads and moves the labels of"
                        + " 'eu'; use a registry of that environment, or of none";
        assertThatThrownBy(() -> eu.prompt("guide@production/us"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(words);
        assertThatThrownBy(() -> eu.snapshot().prompt("guide@production/us")).hasMessage(words);
        assertThatThrownBy(() -> eu.label("guide", "production/us")).hasMessage(words);
        assertThatThrownBy(() -> eu.release("production/us")).hasMessage(words);
        LabelMove move = new LabelMove(
                Label.of("production/us"), Version.of(2, 0, 0), Version.of(1, 0, 0), Instant.EPOCH, "ada", "why", null);
        assertThatThrownBy(() -> eu.move(GUIDE, move)).hasMessage(words);
        LabelMove plain = new LabelMove(Label.PRODUCTION, null, Version.of(1, 0, 0), Instant.EPOCH, "ada", "why", null);
        assertThatThrownBy(() -> eu.move(GUIDE, plain))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith("label 'production' is of no environment; move 'production/eu'");
        assertThat(AssetRegistry.of(store).prompt("guide@production/us").version())
                .as("a registry of no environment takes labels as they are written")
                .hasToString("2.0.0");
    }

    @Test
    void versions_are_shared_and_latest_is_the_same_everywhere() {
        eu.publish(Shelf.guide("3.0.0"), "ada");
        assertThat(us.prompt("guide@latest").version()).hasToString("3.0.0");
        assertThat(us.prompt("guide:^1.0").version()).hasToString("1.0.0");
        assertThat(us.prompt("guide:3.0.0").version()).hasToString("3.0.0");
    }

    @Test
    void production_stays_a_switch_of_its_own() {
        AssetRegistry live =
                AssetRegistry.builder(store).environment("eu").production().build();
        live.label("guide", "production").moveTo("1.0.0", "ada", "first");
        assertThat(live.prompt("guide").version()).hasToString("1.0.0");
        assertThatThrownBy(() -> live.prompt("guide@latest")).isInstanceOf(RefusedException.class);
        assertThat(eu.isProduction()).isFalse();
        assertThat(eu.prompt("guide@latest").version()).hasToString("2.0.0");
    }

    @Test
    void a_release_moves_the_labels_of_its_environment() {
        Released released = release(eu, "production", "1.0.0");
        assertThat(released).hasToString("production/eu -> prompt guide:1.0.0, model small:1.0.0");
        assertThat(eu.model("small").version()).hasToString("1.0.0");
        assertThatThrownBy(() -> us.model("small")).isInstanceOf(AssetNotFoundException.class);
        assertThat(eu.label(SMALL, Label.PRODUCTION).version()).contains(Version.of(1, 0, 0));
    }

    @Test
    void a_label_governed_in_one_environment_moves_freely_in_another() {
        eu.govern(Label.PRODUCTION);
        assertThat(eu.governed()).containsExactly(Label.of("production/eu"));
        assertThatThrownBy(() -> eu.label("guide", "production").moveTo("1.0.0", "ada", "now"))
                .isInstanceOf(RefusedException.class);
        us.label("guide", "production").moveTo("1.0.0", "ada", "now");

        AssetRegistry.of(store).govern(Label.PRODUCTION);

        assertThatThrownBy(() -> us.label("guide", "production").moveTo("2.0.0", "ada", "now"))
                .as("governed everywhere")
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("label 'production/us' is governed");
    }

    @Test
    void files_written_before_there_were_environments_stay_readable() throws IOException {
        Files.writeString(root.resolve("assets/prompts/guide/labels.yaml"), """
                labels:
                  production: {version: 1.0.0}
                  beta: 2.0.0
                history:
                  - {label: "production", to: 1.0.0, at: '2026-01-31T09:00:00Z', by: "ada", why: "because"}
                """);
        AssetRegistry plain = AssetRegistry.of(store);
        assertThat(plain.prompt("guide").version()).hasToString("1.0.0");
        assertThat(plain.prompt("guide@beta").version()).hasToString("2.0.0");
        eu.label("guide", "production").moveTo("2.0.0", "ada", "first here");
        assertThat(plain.prompt("guide").version()).hasToString("1.0.0");
        assertThat(plain.prompt("guide@production/eu").version()).hasToString("2.0.0");
    }

    @Test
    void what_two_environments_keep_on_one_disk_is_kept_apart() {
        eu.label("guide", "production").moveTo("1.0.0", "ada", "first");
        us.label("guide", "production").moveTo("2.0.0", "ada", "first");
        Path disk = root.resolve("disk");
        for (String environment : new String[] {"eu", "us"}) {
            AssetRegistry.builder(store)
                    .environment(environment)
                    .delivery(options -> options.lastKnownGood(disk))
                    .build()
                    .prompt("guide");
        }
        AssetRegistry down = AssetRegistry.builder(new BrokenStore())
                .environment("eu")
                .delivery(options -> options.lastKnownGood(disk))
                .build();
        assertThat(down.prompt("guide").version()).hasToString("1.0.0");
        assertThat(down.snapshot().prompt("guide").resolution().source()).isEqualTo(Source.LAST_KNOWN_GOOD);
        AssetRegistry bundled = AssetRegistry.builder(new BrokenStore())
                .environment("ap")
                .delivery(options -> options.bundle(store))
                .build();
        assertThatThrownBy(() -> bundled.prompt("guide")).hasMessageContaining("no label 'production/ap'");
        assertThat(us.delivery().warmUp().failed()).isEmpty();
        assertThat(us.delivery().warmUp().ready()).hasSize(1);
    }

    @Test
    void a_label_of_an_environment_is_written_read_and_ordered() {
        Label label = Label.of("production/eu");
        assertThat(label).hasToString("production/eu").isEqualTo(Label.PRODUCTION.in("eu"));
        assertThat(label.environment()).contains("eu");
        assertThat(label.withoutEnvironment()).isEqualTo(Label.PRODUCTION);
        assertThat(label.in("eu")).isEqualTo(label);
        assertThat(Label.PRODUCTION.environment()).isEmpty();
        assertThat(Label.LATEST.in("eu")).isEqualTo(Label.LATEST);
        assertThat(Label.of("a")).isLessThan(Label.of("a/eu"));
        assertThat(Label.of("a/eu")).isLessThan(Label.of("a/us")).isLessThan(Label.of("b"));
        assertThat(AssetRef.parse("guide@production/eu"))
                .hasToString("guide@production/eu")
                .isEqualTo(AssetRef.of("guide", label));
        assertThatIllegalArgumentException().isThrownBy(() -> label.in("us"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"production/", "/eu", "production/EU", "a/b/c", "latest/eu", "production /eu", "../eu", "a/.."})
    void a_label_with_a_malformed_environment_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Label.of(text)).withMessageContaining("found: '");
        assertThatIllegalArgumentException().isThrownBy(() -> AssetRef.parse("guide@" + text));
    }

    @Test
    void an_environment_is_a_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRegistry.builder(store).environment("EU"))
                .withMessageContaining("environment of a label must match");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AssetRegistry.builder(store).environment(""));
        assertThat(AssetRegistry.of(store).environment()).isEmpty();
    }
}
