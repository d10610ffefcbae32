package io.genaiops.registry;

import static io.genaiops.registry.Shelf.GUIDE;
import static io.genaiops.registry.Shelf.SMALL;
import static io.genaiops.registry.Shelf.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.delivery.Delivered;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySnapshotTest {

    @TempDir
    private Path root;

    private AssetStore store(String kind) {
        return Shelf.filled(
                switch (kind) {
                    case "memory" -> AssetStore.memory();
                    case "directory" -> AssetStore.directory(root);
                    default -> AssetStore.layered(AssetStore.memory(), AssetStore.directory(root));
                });
    }

    private static AssetRegistry registry(AssetStore store, int seconds) {
        return AssetRegistry.builder(store).cache(Duration.ofSeconds(seconds)).build();
    }

    private static String prompt(RegistrySnapshot snapshot) {
        return snapshot.prompt("guide").version().toString();
    }

    private static String model(RegistrySnapshot snapshot) {
        return snapshot.model("small").version().toString();
    }

    @ParameterizedTest
    @CsvSource({"memory,0", "memory,60", "directory,0", "directory,60", "layered,0", "layered,60"})
    void two_references_around_a_release_never_mix_old_and_new(String kind, int seconds) {
        AssetRegistry registry = registry(store(kind), seconds);
        release(registry, "production", "1.0.0");
        RegistrySnapshot before = registry.snapshot();
        assertThat(prompt(before)).isEqualTo("1.0.0");

        release(registry, "production", "2.0.0");

        assertThat(model(before)).isEqualTo("1.0.0");
        assertThat(before.prompt("guide:^1.0").version()).hasToString("1.0.0");
        assertThat(before.deliver(new AssetReference(AssetKind.MODEL, AssetRef.parse("small")))
                        .resolution()
                        .label())
                .isEqualTo(Label.PRODUCTION);
        RegistrySnapshot after = registry.snapshot();
        assertThat(model(after)).isEqualTo("2.0.0");
        assertThat(prompt(after)).isEqualTo("2.0.0");
        assertThat(prompt(before)).isEqualTo("1.0.0");
    }

    @ParameterizedTest
    @CsvSource({"memory,0", "memory,60", "directory,0", "directory,60"})
    void what_is_kept_for_each_reference_at_different_times_does_not_mix_either(String kind, int seconds) {
        AssetStore store = store(kind);
        AssetRegistry other = AssetRegistry.of(store);
        AssetRegistry registry = registry(store, seconds);
        release(other, "production", "1.0.0");
        assertThat(registry.prompt("guide").version()).hasToString("1.0.0");

        release(other, "production", "2.0.0");
        assertThat(registry.model("small").version()).as("asked only now").hasToString("2.0.0");

        RegistrySnapshot snapshot = registry.snapshot();
        assertThat(prompt(snapshot) + " " + model(snapshot)).isIn("1.0.0 1.0.0", "2.0.0 2.0.0");
        release(other, "production", "1.0.0");
        RegistrySnapshot next = registry.snapshot();
        assertThat(model(next) + " " + prompt(next)).isIn("1.0.0 1.0.0", "2.0.0 2.0.0");
    }

    @ParameterizedTest
    @CsvSource({"memory,0", "directory,0", "memory,60"})
    void snapshots_taken_while_releases_run_are_each_of_one_moment(String kind, int seconds) throws Exception {
        AssetStore store = store(kind);
        AssetRegistry writer = AssetRegistry.of(store);
        AssetRegistry registry = registry(store, seconds);
        release(writer, "production", "1.0.0");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> releases = thread.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    release(writer, "production", i % 2 == 0 ? "2.0.0" : "1.0.0");
                    registry.delivery().invalidateAll();
                }
                return 40;
            });
            int taken = 0;
            while (!releases.isDone() || taken == 0) {
                RegistrySnapshot snapshot = registry.snapshot();
                assertThat(prompt(snapshot)).isEqualTo(model(snapshot));
                taken++;
            }
            assertThat(releases.get()).isEqualTo(40);
        } finally {
            thread.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "60"})
    void what_was_not_there_when_a_snapshot_was_taken_is_not_found(int seconds) {
        AssetRegistry registry = registry(store("memory"), seconds);
        release(registry, "production", "1.0.0");
        RegistrySnapshot snapshot = registry.snapshot();
        assertThat(prompt(snapshot)).isEqualTo("1.0.0");

        registry.publish(Shelf.guide("1.5.0"), "author");
        registry.label("guide", "beta").moveTo("2.0.0", "ada", "try");
        String text = "---\nname: hut\nversion: 1.0.0\n---\nStay";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
        registry.label("hut", "production").moveTo("1.0.0", "ada", "new");

        assertThat(snapshot.prompt("guide:^1.0").version()).hasToString("1.0.0");
        assertThatThrownBy(() -> snapshot.prompt("guide@beta"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("has no label 'beta'");
        assertThatThrownBy(() -> snapshot.prompt("hut"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'hut' was not there when this snapshot was taken; take another one to see it");
        assertThatThrownBy(() -> snapshot.prompt("cabin"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("prompt 'cabin' does not exist; found prompts [guide, hut]");
        assertThat(snapshot.prompt("hut:1.0.0").version()).as("named exactly").hasToString("1.0.0");
        assertThat(registry.snapshot().prompt("hut").version()).hasToString("1.0.0");
    }

    @ParameterizedTest
    @CsvSource({"0", "60"})
    void a_snapshot_keeps_a_version_whose_label_went_away(int seconds) {
        AssetRegistry registry = registry(store("memory"), seconds);
        release(registry, "production", "1.0.0");
        RegistrySnapshot snapshot = registry.snapshot();
        assertThat(prompt(snapshot)).isEqualTo("1.0.0");
        registry.label(SMALL, Label.PRODUCTION).remove("ada", "no more");

        assertThat(model(snapshot)).isEqualTo("1.0.0");
        assertThatThrownBy(() -> registry.snapshot().model("small")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void a_version_deleted_after_a_snapshot_was_taken_is_not_delivered_for_the_first_time() {
        AssetRegistry registry = registry(store("memory"), 0);
        release(registry, "production", "1.0.0");
        RegistrySnapshot snapshot = registry.snapshot();
        assertThat(prompt(snapshot)).isEqualTo("1.0.0");
        release(registry, "production", "2.0.0");
        registry.delete(SMALL, Version.of(1, 0, 0), "ada", "harmful");
        registry.delete(GUIDE, Version.of(1, 0, 0), "ada", "harmful");

        assertThatThrownBy(() -> model(snapshot)).isInstanceOf(AssetNotFoundException.class);
        assertThat(prompt(snapshot)).as("delivered before").isEqualTo("1.0.0");
    }

    @Test
    void the_names_of_a_release_set_mean_its_versions_and_all_others_what_they_mean() {
        AssetRegistry registry = registry(store("memory"), 0);
        release(registry, "production", "1.0.0");
        registry.label("guide", "beta").moveTo("1.0.0", "ada", "try");
        List<String> used = new ArrayList<>();
        RegistrySnapshot trial = RegistrySnapshot.builder(registry)
                .set(ReleaseSet.ofPrompt("guide", "2.0.0"))
                .onFirstUse(
                        delivered -> used.add(String.valueOf(delivered.asset().version())))
                .build();

        assertThat(prompt(trial)).isEqualTo("2.0.0");
        assertThat(trial.prompt("guide@beta").version()).hasToString("2.0.0");
        assertThat(trial.prompt("guide:^1.0").version()).hasToString("2.0.0");
        assertThat(trial.prompt("guide:1.0.0").version()).as("named exactly").hasToString("1.0.0");
        assertThat(model(trial)).isEqualTo("1.0.0");
        assertThat(used).containsExactly("2.0.0");
        assertThat(registry.snapshot(ReleaseSet.of(SMALL, "2.0.0"))
                        .model("small")
                        .version())
                .hasToString("2.0.0");
        assertThatThrownBy(() -> registry.snapshot(ReleaseSet.of(SMALL, "9.0.0")))
                .isInstanceOf(AssetNotFoundException.class);
        Delivered one =
                registry.delivery().deliver(new AssetReference(AssetKind.PROMPT, AssetRef.parse("guide:1.0.0")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySnapshot.builder(registry).choose(one).choose(one))
                .withMessage("a snapshot has one version of prompt 'guide'; found 1.0.0 and 1.0.0");
    }

    @Test
    void one_damaged_asset_does_not_hide_the_others() throws IOException {
        AssetRegistry registry = registry(store("directory"), 0);
        release(registry, "production", "1.0.0");
        Files.writeString(root.resolve("partials/tone/labels.yaml"), "labels: [");
        RegistrySnapshot snapshot = registry.snapshot();

        assertThat(prompt(snapshot) + model(snapshot)).isEqualTo("1.0.01.0.0");
        assertThatThrownBy(() -> snapshot.deliver(new AssetReference(AssetKind.PARTIAL, AssetRef.parse("tone"))))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("partials/tone/labels.yaml:1:");
    }

    @Test
    void a_snapshot_refuses_what_the_registry_refuses() {
        AssetRegistry production =
                AssetRegistry.builder(store("memory")).production().build();
        release(production, "production", "1.0.0");
        RegistrySnapshot snapshot = production.snapshot();
        assertThatThrownBy(() -> snapshot.prompt("guide@latest")).isInstanceOf(RefusedException.class);
        assertThat(prompt(snapshot)).isEqualTo("1.0.0");
        Prompt own = Prompt.builder("guide", Version.of(0, 0, 1), "Stay").build();
        assertThatThrownBy(() -> snapshot.prompt("guide@beta", () -> own)).isInstanceOf(AssetNotFoundException.class);
        assertThat(snapshot.prompt("guide:2.0.0", () -> own).version()).hasToString("2.0.0");
        assertThat(production.snapshot().prompt("guide", () -> own).resolution().label())
                .isEqualTo(Label.PRODUCTION);
    }
}
