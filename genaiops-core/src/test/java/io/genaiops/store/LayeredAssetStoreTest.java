package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.text;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overrides in a directory or in memory, on top of what a jar brings. */
class LayeredAssetStoreTest {

    @TempDir
    private Path temp;

    private URLClassLoader loader;
    private AssetStore defaults;
    private AssetStore overrides;
    private AssetStore layered;

    @BeforeEach
    void open() throws IOException {
        AssetStore source = AssetStore.directory(temp.resolve("jar/genaiops"));
        publish(source, "1.0.0", "a");
        publish(source, "1.1.0", "b");
        source.move(ID, move(null, "1.0.0"));
        loader = new URLClassLoader(new URL[] {temp.resolve("jar").toUri().toURL()}, null);
        defaults = ClasspathAssetStore.of("genaiops", loader);
        overrides = AssetStore.directory(temp.resolve("overrides"));
        layered = AssetStore.layered(overrides, defaults);
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
    }

    private static String label(AssetStore store, Label label) {
        return store.find(ID)
                .flatMap(asset -> asset.label(label))
                .map(state -> state.version().toString())
                .orElse("nowhere");
    }

    @Test
    void versions_of_all_layers_are_visible() {
        publish(layered, "2.0.0", "c");
        StoredAsset asset = layered.find(ID).orElseThrow();
        assertThat(asset.published().keySet()).map(Object::toString).containsExactly("1.0.0", "1.1.0", "2.0.0");
        assertThat(overrides.find(ID).orElseThrow().published()).containsOnlyKeys(version("2.0.0"));
        assertThat(layered.file(ID, version("1.0.0")).orElseThrow().text()).isEqualTo(text("1.0.0", "a"));
        assertThat(layered.file(ID, version("9.0.0"))).isEmpty();
        assertThat(layered.assets(AssetKind.PROMPT)).containsExactly(ID);
        assertThat(layered.find(AssetId.prompt("other"))).isEmpty();
        assertThat(layered).hasToString("layers [directory " + temp.resolve("overrides") + ", classpath:genaiops]");
    }

    @Test
    void a_label_moves_onto_a_version_of_a_lower_layer() {
        assertThat(label(layered, PRODUCTION)).isEqualTo("1.0.0");

        layered.move(ID, move("1.0.0", "1.1.0"));

        assertThat(label(layered, PRODUCTION)).isEqualTo("1.1.0");
        assertThat(label(overrides, PRODUCTION)).isEqualTo("1.1.0");
        assertThat(label(defaults, PRODUCTION)).isEqualTo("1.0.0");
        assertThat(layered.find(ID).orElseThrow().history())
                .as("each begins where the last ended")
                .extracting(move -> move.from() + " " + move.to())
                .containsExactly("null 1.0.0", "1.0.0 1.1.0");
        assertThat(AssetStore.layered(AssetStore.directory(temp.resolve("overrides")), defaults)
                        .find(ID))
                .isEqualTo(layered.find(ID));
    }

    @Test
    void labels_come_from_the_uppermost_layer_that_ever_moved_them() {
        Label beta = Label.of("beta");
        AssetStore top = AssetStore.memory();
        AssetStore three = AssetStore.layered(top, overrides, defaults);
        publish(overrides, "2.0.0", "c");
        overrides.move(ID, move(null, "2.0.0"));
        assertThat(label(three, PRODUCTION)).isEqualTo("2.0.0");
        assertThat(label(three, beta)).isEqualTo("nowhere");
        three.move(ID, move("2.0.0", "1.0.0"));
        assertThat(label(three, PRODUCTION)).isEqualTo("1.0.0");
        assertThat(label(top, PRODUCTION)).isEqualTo("1.0.0");
        assertThat(label(overrides, PRODUCTION)).isEqualTo("2.0.0");
    }

    @Test
    void a_label_removed_above_does_not_come_back_from_below() {
        layered.move(ID, move("1.0.0", null));
        assertThat(label(layered, PRODUCTION)).isEqualTo("nowhere");
        layered.move(ID, move(null, "1.1.0"));
        assertThat(label(layered, PRODUCTION)).isEqualTo("1.1.0");
    }

    @Test
    void compare_and_set_holds_over_all_layers() {
        assertThatThrownBy(() -> layered.move(ID, move(null, "1.1.0")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is on 1.0.0, expected no version");
        assertThatThrownBy(() -> layered.move(ID, move("1.0.0", "9.0.0"))).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> layered.move(AssetId.prompt("other"), move(null, "1.0.0")))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("does not exist in layers [");
        assertThat(overrides.find(ID)).as("nothing was written").isEmpty();
    }

    @Test
    void a_label_frozen_below_stays_frozen() throws IOException {
        AssetStore.directory(temp.resolve("jar/genaiops"))
                .move(ID, move("1.0.0", "1.0.0").freezing());
        assertThatThrownBy(() -> layered.move(ID, move("1.0.0", "1.1.0")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is frozen on 1.0.0");
        layered.move(ID, move("1.0.0", "1.0.0").freezing());
        assertThat(layered.find(ID).orElseThrow().label(PRODUCTION)).contains(new LabelState(version("1.0.0"), true));
        assertThat(overrides.find(ID)).isEmpty();
    }

    @Test
    void the_same_version_with_the_same_content_may_be_in_two_layers() {
        publish(overrides, "1.0.0", "a");
        assertThat(layered.find(ID).orElseThrow().published()).hasSize(2);
        publish(layered, "1.1.0", "b");
        assertThat(overrides.find(ID).orElseThrow().published())
                .as("publishing the same again changes nothing")
                .hasSize(1);
    }

    @Test
    void the_same_version_with_other_content_is_an_error_that_names_both_layers() {
        assertThatThrownBy(() -> publish(layered, "1.0.0", "other"))
                .isInstanceOf(ConflictException.class)
                .hasMessageEndingWith("for example 1.0.1");
        publish(overrides, "1.0.0", "other");
        assertThatThrownBy(() -> layered.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("prompt 'trail-guide' 1.0.0 is in two layers with different content: directory "
                        + temp.resolve("overrides") + " has sha256:")
                .hasMessageContaining(", classpath:genaiops has sha256:")
                .hasMessageEndingWith("publish the upper one under another version, for example 1.0.1");
    }

    @Test
    void a_draft_above_a_version_must_have_its_content() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("overrides/prompts/trail-guide"));
        Files.writeString(folder.resolve("1.0.0.prompt.md"), text("1.0.0", "a"));
        Files.writeString(folder.resolve("3.0.0.prompt.md"), text("3.0.0", "new"));
        assertThat(layered.find(ID).orElseThrow().drafts()).containsExactly(version("3.0.0"));
        Files.writeString(folder.resolve("1.0.0.prompt.md"), text("1.0.0", "edited"));
        assertThatThrownBy(() -> layered.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("is in two layers with different content");
    }

    @Test
    void a_draft_of_a_lower_layer_is_published_above_with_its_content_only() throws IOException {
        Path draft = temp.resolve("drafts/prompts/trail-guide/3.0.0.prompt.md");
        Files.createDirectories(draft.getParent());
        Files.writeString(draft, text("3.0.0", "draft"));
        AssetStore store = AssetStore.layered(overrides, AssetStore.directory(temp.resolve("drafts")));
        assertThatThrownBy(() -> publish(store, "3.0.0", "other"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is there as a draft in directory " + temp.resolve("drafts"));
        publish(store, "3.0.0", "draft");
        assertThat(store.find(ID).orElseThrow().published()).containsOnlyKeys(version("3.0.0"));
        assertThat(store.find(ID).orElseThrow().drafts()).isEmpty();
    }

    @Test
    void a_version_deleted_in_one_layer_is_deleted() {
        assertThatThrownBy(() -> layered.delete(ID, version("1.0.0"), Published.REMOVAL))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds the label 'production'");
        layered.delete(ID, version("1.1.0"), Published.REMOVAL);
        layered.delete(ID, version("1.1.0"), Published.REMOVAL);
        assertThat(layered.find(ID).orElseThrow().published(version("1.1.0"))).isEmpty();
        assertThatThrownBy(() -> layered.move(ID, move("1.0.0", "1.1.0"))).isInstanceOf(AssetNotFoundException.class);

        AssetStore other = AssetStore.memory();
        publish(other, "1.1.0", "b");
        assertThat(AssetStore.layered(other, overrides).find(ID).orElseThrow().published(version("1.1.0")))
                .as("also below one that has it still")
                .isEmpty();
    }

    @Test
    void governed_is_what_one_layer_governs() {
        AssetStore below = AssetStore.memory();
        below.govern(PRODUCTION);
        AssetStore store = AssetStore.layered(overrides, below, defaults);
        store.govern(Label.of("beta"));
        assertThat(store.governed()).containsExactly(Label.of("beta"), PRODUCTION);
        assertThat(overrides.governed()).containsExactly(Label.of("beta"));
        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.1.0"))).isInstanceOf(RefusedException.class);
        store.move(ID, move("1.0.0", "1.1.0", "gate 'x'"));
        assertThat(label(store, PRODUCTION)).isEqualTo("1.1.0");
    }

    @Test
    void the_time_to_live_is_the_smallest() {
        assertThat(layered.timeToLive()).isZero();
        assertThat(AssetStore.layered(defaults).timeToLive()).isGreaterThan(Duration.ofDays(10_000));
    }

    @Test
    void a_layer_that_is_down_is_an_error_and_never_silently_passed_over() throws IOException {
        Files.writeString(temp.resolve("down"), "a file where a folder should be");
        List<AssetStore> closed = new ArrayList<>();
        AssetStore down = new Unreachable(closed);
        for (AssetStore store : List.of(AssetStore.layered(down, defaults), AssetStore.layered(overrides, down))) {
            assertThatThrownBy(() -> store.find(ID)).hasMessage("connection refused");
            assertThatThrownBy(() -> store.findAll(List.of(ID))).hasMessage("connection refused");
            assertThatThrownBy(() -> store.file(ID, version("1.0.0"))).hasMessage("connection refused");
            assertThatThrownBy(() -> store.assets(AssetKind.PROMPT)).hasMessage("connection refused");
            assertThatThrownBy(store::governed).hasMessage("connection refused");
            assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.1.0"))).hasMessage("connection refused");
            assertThatThrownBy(() -> store.publish(file("3.0.0", "x"), Published.entry(file("3.0.0", "x"))))
                    .hasMessage("connection refused");
        }
        assertThatThrownBy(() -> AssetStore.layered(down, down).close()).hasMessage("cannot close");
        assertThat(closed).hasSize(2);
    }

    @Test
    void a_read_only_uppermost_layer_says_so() {
        assertThatThrownBy(() -> AssetStore.layered(defaults, overrides).move(ID, move("1.0.0", "1.1.0")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the class path is read only");
    }

    /** Answers nothing. */
    private record Unreachable(List<AssetStore> closed) implements AssetStore {

        private static IllegalStateException down() {
            return new IllegalStateException("connection refused");
        }

        @Override
        public SortedSet<AssetId> assets(AssetKind kind) {
            throw down();
        }

        @Override
        public Optional<StoredAsset> find(AssetId id) {
            throw down();
        }

        @Override
        public Optional<AssetFile> file(AssetId id, Version version) {
            throw down();
        }

        @Override
        public void publish(AssetFile file, PublishedVersion entry) {
            throw down();
        }

        @Override
        public void move(SortedMap<AssetId, LabelMove> moves) {
            throw down();
        }

        @Override
        public void delete(AssetId id, Version version, Removal removal) {
            throw down();
        }

        @Override
        public void govern(Label label) {
            throw down();
        }

        @Override
        public SortedSet<Label> governed() {
            throw down();
        }

        @Override
        public void close() {
            closed.add(this);
            throw new IllegalStateException("cannot close");
        }
    }
}
